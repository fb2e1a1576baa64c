import type { SamplerOptions, ViewOptions } from "../host/addon";
import {
  checkOutputOptions,
  exportFormats,
  tableOptionsGiven,
  type OutputOptions,
  type RawOutputOptions,
} from "./outputOptions";
import { parseDuration, parseRate, usage } from "./values";

/** What `run` and `attach` have in common, checked. */
export interface SamplingOptions extends OutputOptions {
  readonly intervalNs: number;
  /** Null: until the program ends. */
  readonly durationNs: number | null;
  /** When the duration is over a launched program is ended, too. */
  readonly killAfterDuration: boolean;
  readonly view: Required<ViewOptions>;
  /** Descendants too. */
  readonly subprocesses: boolean;
  readonly realtimeStats: boolean;
  readonly live: boolean;
  readonly record: string | null;
  readonly stream: string | null;
  /** How long an editor that is gone may take to come back; null for the usual time. */
  readonly streamPatienceMs: number | null;
}

/** As commander hands them over. */
export interface RawSamplingOptions extends RawOutputOptions {
  readonly samplingRate: string;
  readonly duration?: string;
  readonly killAfterDuration?: boolean;
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
  readonly realtimeStats?: boolean;
  readonly live?: boolean;
  readonly record?: string;
  readonly stream?: string;
  readonly streamPatience?: string;
}

const NS_PER_US = 1000;
const NS_PER_MS = 1e6;
const US_PER_S = 1e6;
/** Below this, stopping all threads for each sample takes most of the program's time. */
const SHORT_BLOCKING_INTERVAL_US = 100;

/** Checks one by one and together. Throws a `UserError` (exit code 2). */
export function checkSamplingOptions(raw: RawSamplingOptions): SamplingOptions {
  if (raw.live) checkLive(raw);
  const outputs = checkOutputOptions(raw);
  checkFormat(raw, outputs);
  checkMode(raw);
  if (raw.exact && raw.blocking) {
    throw usage("--exact is incompatible with --blocking, which holds more than it has to. Leave one or the other out.");
  }
  return {
    ...outputs,
    intervalNs: parseRate(raw.samplingRate),
    durationNs: raw.duration === undefined ? null : parseDuration(raw.duration),
    killAfterDuration: raw.killAfterDuration ?? false,
    view: chooseView(raw),
    subprocesses: raw.subprocesses ?? false,
    realtimeStats: raw.realtimeStats ?? false,
    live: raw.live ?? false,
    record: raw.record ?? null,
    stream: raw.stream ?? null,
    streamPatienceMs: raw.streamPatience === undefined ? null : parseDuration(raw.streamPatience) / NS_PER_MS,
  };
}

/** What is allowed and will hardly be meant so; each a sentence. */
export function warnings({ view, intervalNs }: SamplingOptions): string[] {
  const intervalUs = intervalNs / NS_PER_US;
  if (view.stopping !== "blocking" || intervalUs >= SHORT_BLOCKING_INTERVAL_US) return [];
  const times = Math.floor(US_PER_S / intervalUs);
  return [
    `Warning: --blocking with a ${intervalUs} µs interval will stop all threads ${times} times per second. ` +
      "Consider using --sampling-rate 1khz or lower to reduce overhead.",
  ];
}

/** What the native sampler is to do for one process. */
export function samplerOptions(options: SamplingOptions, pid: number, waitForRuntime: boolean): SamplerOptions {
  const { intervalNs, view, subprocesses } = options;
  return { pid, intervalNs, ...view, subprocesses, waitForRuntime };
}

function checkLive(raw: RawSamplingOptions): void {
  const asked = exportFormats.find(({ id }) => raw.formats?.includes(id) && id !== "pstats");
  if (asked) throw usage(`--live is incompatible with ${asked.option}. Live mode uses a TUI interface.`);
  const given = tableOptionsGiven(raw).join(", ");
  if (!given) return;
  throw usage(`Options ${given} are incompatible with --live. Live mode uses a TUI interface with its own controls.`);
}

function checkFormat({ opcodes, mode, record, stream }: RawSamplingOptions, { format }: OutputOptions): void {
  if (format === null) return;
  const isKept = record !== undefined || stream !== undefined;
  if (opcodes && !format.keepsOpcodes && !isKept) {
    const compatible = exportFormats.filter(({ keepsOpcodes }) => keepsOpcodes).map(({ option }) => option);
    throw usage(`--opcodes is only compatible with ${["--live", ...compatible, "--record"].join(", ")}.`);
  }
  if (format.wallOnly && mode !== undefined && mode !== "wall") {
    throw usage(`--mode option is incompatible with ${format.option}. ${format.wallOnly}`);
  }
}

function checkMode({ asyncAware, asyncMode, mode }: RawSamplingOptions): void {
  if (asyncMode !== undefined && !asyncAware) throw usage("--async-mode requires --async-aware to be enabled.");
  if (!asyncAware || mode === undefined || mode === "wall") return;
  throw usage(
    `Options --mode=${mode} are incompatible with --async-aware. ` +
      "Async-aware profiling uses task-based stack reconstruction, and a task that waits is on no thread.",
  );
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
