import { formats, type Format, type WritableFormat } from "../formats";
import type { SamplerOptions, ViewOptions } from "../host/addon";
import { USAGE_EXIT, UserError } from "../host/userError";

/** The formats that are asked for by an option of their own, written when sampling ends. */
export const exportFormats: readonly WritableFormat[] = formats.filter(
  (format): format is WritableFormat => format.option !== null && format.write !== undefined,
);

/** The format that needs no option: what is sampled, as it comes. */
export const recordingFormat: Format = formats.find(({ option }) => option === null)!;

const WITHOUT_OPCODES = ["collapsed"];

/** What `run` and `attach` have in common, checked. */
export interface SamplingOptions {
  readonly intervalNs: number;
  /** Null: until the program ends. */
  readonly durationNs: number | null;
  readonly view: Required<ViewOptions>;
  /** Descendants too. */
  readonly subprocesses: boolean;
  readonly format: WritableFormat | null;
  readonly output: string | null;
  readonly record: string | null;
  readonly stream: string | null;
}

/** As commander hands them over. */
export interface RawSamplingOptions {
  readonly samplingRate: string;
  readonly duration?: string;
  readonly allThreads?: boolean;
  readonly opcodes?: boolean;
  readonly native?: boolean;
  /** False with --no-gc. */
  readonly gc?: boolean;
  readonly mode?: Required<ViewOptions>["mode"];
  readonly asyncAware?: boolean;
  readonly asyncMode?: "running" | "all";
  readonly blocking?: boolean;
  readonly exact?: boolean;
  readonly subprocesses?: boolean;
  /** Ids of the formats asked for. */
  readonly formats?: readonly string[];
  readonly output?: string;
  readonly record?: string;
  readonly stream?: string;
}

const RATE_PATTERN = /^(\d+(?:\.\d+)?)(hz|khz|k)?$/i;
const HIGHEST_RATE_HZ = 1e6;
const LONGEST_INTERVAL_S = 60;
const LONGEST_DURATION_S = 2_000_000;
const NS_PER_S = 1e9;

/** Checks one by one and together. Throws a `UserError` (exit code 2). */
export function checkSamplingOptions(raw: RawSamplingOptions): SamplingOptions {
  const format = chooseFormat(raw.formats ?? []);
  if (raw.opcodes && format && WITHOUT_OPCODES.includes(format.id) && !raw.record && !raw.stream) {
    throw usage(
      `--opcodes is incompatible with ${format.option}, which has no place for them. Use --flamegraph or --record.`,
    );
  }
  checkMode(raw);
  if (raw.exact && raw.blocking) {
    throw usage("--exact is incompatible with --blocking, which holds more than it has to. Leave one or the other out.");
  }
  return {
    intervalNs: parseRate(raw.samplingRate),
    durationNs: raw.duration === undefined ? null : parseDuration(raw.duration),
    view: chooseView(raw),
    subprocesses: raw.subprocesses ?? false,
    format,
    output: raw.output ?? null,
    record: raw.record ?? null,
    stream: raw.stream ?? null,
  };
}

function checkMode({ asyncAware, asyncMode, mode }: RawSamplingOptions): void {
  if (asyncMode !== undefined && !asyncAware) throw usage("--async-mode requires --async-aware to be enabled.");
  if (!asyncAware || mode === undefined || mode === "wall") return;
  throw usage(
    `--async-aware is incompatible with --mode=${mode}: a task that waits is on no thread. Leave one or the other out.`,
  );
}

function chooseFormat(ids: readonly string[]): WritableFormat | null {
  const chosen = exportFormats.filter(({ id }) => ids.includes(id));
  if (chosen.length <= 1) return chosen[0] ?? null;
  throw usage(`${chosen.map(({ option }) => option).join(" and ")} cannot be used together. Choose one; add --record.`);
}

/** What the native sampler is to do for one process. */
export function samplerOptions(options: SamplingOptions, pid: number, waitForRuntime: boolean): SamplerOptions {
  const { intervalNs, view, subprocesses } = options;
  return { pid, intervalNs, ...view, subprocesses, waitForRuntime };
}

function chooseView(raw: RawSamplingOptions): Required<ViewOptions> {
  return {
    allThreads: raw.allThreads ?? false,
    opcodes: raw.opcodes ?? false,
    native: raw.native ?? false,
    gc: raw.gc ?? true,
    mode: raw.mode ?? "wall",
    async: raw.asyncAware ? (raw.asyncMode ?? "running") : "off",
    stopping: raw.blocking ? "blocking" : raw.exact ? "exact" : "never",
  };
}

/** "10khz" → the planned ns between ticks. Throws a `UserError` (exit code 2). */
export function parseRate(text: string): number {
  const match = RATE_PATTERN.exec(text.trim());
  if (!match) {
    throw usage(
      `Invalid sampling rate format: ${text}. ` +
        "Expected: number followed by optional suffix (hz, khz, k) with no spaces (e.g., 10khz).",
    );
  }
  const hz = Number(match[1]) * (match[2]?.toLowerCase().startsWith("k") ? 1000 : 1);
  if (hz <= 0) throw usage(`Sampling rate must be positive: ${text}. Give a rate such as 1khz.`);
  if (hz > HIGHEST_RATE_HZ) throw usage(`Sampling rate too high: ${text}. The highest is 1000khz.`);
  if (hz * LONGEST_INTERVAL_S < 1) {
    throw usage(`Sampling rate too low: ${text}. The lowest is one sample in ${LONGEST_INTERVAL_S} seconds (0.017hz).`);
  }
  return Math.round(NS_PER_S / hz);
}

/** "2.5" (seconds) → ns. Throws a `UserError` (exit code 2). */
export function parseDuration(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (seconds <= LONGEST_DURATION_S) return seconds * NS_PER_S;
  throw usage(
    `Invalid duration: ${text}. Give the seconds to sample, 0 to ${LONGEST_DURATION_S}; ` +
      "leave -d out to sample until the program ends.",
  );
}

/** A process id from the command line. Throws a `UserError` (exit code 2). */
export function parsePid(text: string): number {
  const pid = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (pid >= 1 && pid < 2 ** 31) return pid;
  throw usage(`Invalid process id: ${text}. Give the number that 'ps' or 'pgrep python' shows.`);
}

/** A wrong command line. */
export function usage(message: string): UserError {
  return new UserError(message, USAGE_EXIT);
}
