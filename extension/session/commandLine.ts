/** One program to run and profile, all decisions made. Paths are absolute. */
export interface LaunchPlan {
  readonly script: string;
  readonly args: readonly string[];
  readonly python: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the recording is written. */
  readonly recording: string;
  /** As the command line takes it, such as "1khz". */
  readonly rate: string;
  readonly rateHz: number;
  /** Seconds; 0 for no limit. */
  readonly duration: number;
  readonly allThreads: boolean;
  readonly opcodes: boolean;
}

/** Arguments of the `tachyon` command that runs `plan` and streams its batches to the socket at `stream`. */
export function helperArguments(plan: LaunchPlan, stream: string): string[] {
  const options = [
    "run",
    "--stream",
    stream,
    "--record",
    plan.recording,
    "-r",
    plan.rate,
    "--python",
    plan.python,
    "--cwd",
    plan.cwd,
  ];
  if (plan.duration > 0) options.push("-d", String(plan.duration));
  if (plan.allThreads) options.push("-a");
  if (plan.opcodes) options.push("--opcodes");
  return [...options, plan.script, ...plan.args];
}
