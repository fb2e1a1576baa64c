import { Problem } from "../session/problem";
import type { SamplingAttributes } from "../session/samplingPlan";
import type { PathMapping } from "../session/sourcePaths";

/** The debug type of profiling runs. */
export const debugType = "tachyon";

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
