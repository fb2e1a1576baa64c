import type { SamplingSettings } from "../config";
import type { SamplingPlan } from "../session/commandLine";
import { Problem } from "../session/problem";
import type { PathMapping } from "../session/sourcePaths";
import { parseSamplingRate } from "../session/samplingRate";

/** The debug type of profiling runs. */
export const debugType = "tachyon";

/** The sampling attributes of a debug configuration; what is left out comes from the settings. */
export interface SamplingAttributes {
  readonly rate?: string;
  readonly duration?: number;
  readonly allThreads?: boolean;
  readonly opcodes?: boolean;
  readonly subprocesses?: boolean;
  readonly mode?: SamplingPlan["mode"];
  readonly native?: boolean;
  readonly gc?: boolean;
  readonly async?: SamplingPlan["async"];
  readonly stopping?: SamplingPlan["stopping"];
}

/** What a configuration of type `tachyon` may hold, as launch.json has it after its variables were replaced. */
export interface ProfileConfiguration extends SamplingAttributes {
  readonly type: string;
  readonly name: string;
  readonly request: "launch" | "attach";
  /** launch: a script's path. */
  readonly program?: string;
  /** launch: a module's name. */
  readonly module?: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly python?: string;
  readonly pythonArgs?: readonly string[];
  /** attach: a process id. */
  readonly processId?: string | number;
  /** attach: part of a command line, in place of a process id. */
  readonly command?: string;
  /** attach: when the process ends, wait for the next one with its command line. */
  readonly waitForRestart?: boolean;
  /** launch: end the program, too, when the duration is over. */
  readonly killAfterDuration?: boolean;
  /** The recording of a run that is under way already, after a reload. */
  readonly recording?: string;
  /** Where the program's files are here. */
  readonly pathMappings?: readonly PathMapping[];
}

const choices = {
  mode: ["wall", "cpu", "gil", "exception"],
  async: ["off", "running", "all"],
  stopping: ["never", "exact", "blocking"],
} as const;

/** How a configuration wants to sample. Throws a `Problem` for what cannot be. */
export function samplingOf(attributes: SamplingAttributes, settings: SamplingSettings): Omit<SamplingPlan, "recording"> {
  const rate = String(attributes.rate ?? settings.rate);
  const plan = {
    rate,
    rateHz: parseSamplingRate(rate),
    duration: Number(attributes.duration ?? settings.duration),
    allThreads: attributes.allThreads ?? settings.allThreads,
    opcodes: attributes.opcodes ?? settings.opcodes,
    editorPatience: settings.editorPatience,
    subprocesses: attributes.subprocesses ?? false,
    mode: choice("mode", attributes.mode ?? "wall"),
    native: attributes.native ?? false,
    gc: attributes.gc ?? true,
    async: choice("async", attributes.async ?? "off"),
    stopping: choice("stopping", attributes.stopping ?? "never"),
  };
  if (plan.async !== "off" && plan.mode !== "wall") {
    const why = `"async" is incompatible with "mode": "${plan.mode}": a task that waits is on no thread.`;
    throw new Problem("Nothing was profiled.", why, "Leave one or the other out of the configuration.");
  }
  return plan;
}

/** What the command line of the process to wait for holds; null where a configuration does not ask for that. */
export function awaitedCommand({ request, command = "", processId = "" }: ProfileConfiguration): string | null {
  return request === "attach" && processId === "" && command !== "" ? command : null;
}

/** Where a debug configuration, of whatever type, says that the program's files are here. */
export function pathMappingsOf(pathMappings: unknown): PathMapping[] {
  const given = Array.isArray(pathMappings) ? (pathMappings as Partial<PathMapping>[]) : [];
  return given.flatMap(({ localRoot, remoteRoot }) => (localRoot && remoteRoot ? { localRoot, remoteRoot } : []));
}

/** The process that an attach configuration names. Throws a `Problem` when that is no process id. */
export function processIdOf({ processId = "" }: ProfileConfiguration): number {
  const pid = /^\d{1,10}$/.test(String(processId)) ? Number(processId) : 0;
  if (pid > 0) return pid;
  const what = processId === "" ? "The configuration names no process." : `"${processId}" is no process id.`;
  throw new Problem("Nothing was profiled.", what, 'Set "processId" to a number or to "${command:tachyon.pickProcess}".');
}

function choice<K extends keyof typeof choices>(name: K, value: (typeof choices)[K][number]): (typeof choices)[K][number] {
  if ((choices[name] as readonly string[]).includes(value)) return value;
  throw new Problem("Nothing was profiled.", `"${name}" is "${value}".`, `Set it to ${choices[name].join(", ")}.`);
}
