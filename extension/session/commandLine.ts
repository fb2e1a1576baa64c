import { joinWords } from "../../sampler/host/index";
import type { PathMapping } from "./sourcePaths";

/** How to sample, whatever is sampled. */
export interface SamplingPlan {
  /** Where the recording is written; an absolute path. */
  readonly recording: string;
  /** As the command line takes it, such as "1khz". */
  readonly rate: string;
  readonly rateHz: number;
  /** Seconds; 0 for no limit. */
  readonly duration: number;
  readonly allThreads: boolean;
  readonly opcodes: boolean;
  /** The Python programs that it starts, too. */
  readonly subprocesses: boolean;
  /** Which threads count. */
  readonly mode: "wall" | "cpu" | "gil" | "exception";
  /** C functions between Python functions. */
  readonly native: boolean;
  /** Seconds that sampling goes on for an editor that is gone. */
  readonly editorPatience: number;
  /** Garbage collections. */
  readonly gc: boolean;
  /** Stacks of asyncio tasks: none, of those that run, of all. */
  readonly async: "off" | "running" | "all";
  /** Whether threads may be held to read them. */
  readonly stopping: "never" | "exact" | "blocking";
  /** Where the program's files are here; absent: where the program has them. */
  readonly pathMappings?: readonly PathMapping[];
  /** The debug configuration that asked for it, if one did. */
  readonly configuration?: object;
}

/** One program to run and profile, all decisions made. Paths are absolute. */
export interface LaunchPlan extends SamplingPlan {
  /** A script's path, or a module's name. */
  readonly script: string;
  readonly isModule: boolean;
  readonly args: readonly string[];
  readonly python: string;
  /** Python's own options. */
  readonly pythonArgs?: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** End the program, too, when the duration is over. */
  readonly killAfterDuration?: boolean;
}

/** One running process to profile. */
export interface AttachPlan extends SamplingPlan {
  readonly pid: number;
}

/** Arguments of the `tachyon` command that runs `plan` and streams its batches to the socket at `stream`. */
export function helperArguments(plan: LaunchPlan, stream: string): string[] {
  const { pythonArgs = [] } = plan;
  const own = pythonArgs.length === 0 ? [] : ["--python-args", joinWords(pythonArgs)];
  const kill = plan.killAfterDuration === true ? ["--kill-after-duration"] : [];
  const options = [...kill, "--python", plan.python, ...own, "--cwd", plan.cwd, ...(plan.isModule ? ["-m"] : [])];
  return ["run", ...samplingArguments(plan, stream), ...options, plan.script, ...plan.args];
}

/** The same for a process that runs already. */
export function attachArguments(plan: AttachPlan, stream: string): string[] {
  return ["attach", ...samplingArguments(plan, stream), String(plan.pid)];
}

function samplingArguments(plan: SamplingPlan, stream: string): string[] {
  const given: readonly [boolean, ...string[]][] = [
    [true, "--stream", stream, "--record", plan.recording, "-r", plan.rate],
    [true, "--stream-patience", String(plan.editorPatience)],
    [plan.duration > 0, "-d", String(plan.duration)],
    [plan.allThreads, "-a"],
    [plan.opcodes, "--opcodes"],
    [plan.subprocesses, "--subprocesses"],
    [plan.mode !== "wall", "--mode", plan.mode],
    [plan.native, "--native"],
    [!plan.gc, "--no-gc"],
    [plan.async !== "off", "--async-aware", "--async-mode", plan.async],
    [plan.stopping !== "never", `--${plan.stopping}`],
  ];
  return given.filter(([isGiven]) => isGiven).flatMap(([, ...words]) => words);
}
