import type { Profile } from "../profile";
import { choosePaint } from "./colours";
import { exportProcesses } from "./exportProcesses";
import { formatHotInstructions } from "./hotInstructions";
import { descriptorOf, print } from "./messages";
import type { OutputOptions } from "./outputOptions";
import type { Outputs } from "./outputs";
import { rescue } from "./rescue";
import { formatStatsTable } from "./statsTable";
import { formatSummary } from "./summary";

export interface ReportOptions {
  readonly outputs: Outputs;
  readonly options: OutputOptions;
  /** What `options.baseline` holds. */
  readonly baseline: Profile | null;
  readonly pid: number;
  readonly interrupted: boolean;
  /** A launched program owns stdout; what we say goes to stderr then. */
  readonly quietly: boolean;
}

/**
 * Prints the closing summary and, if that is what was asked for, the table; writes the export.
 * Throws a `UserError` when that fails; the samples are in a recording then.
 */
export async function report(profile: Profile, how: ReportOptions): Promise<void> {
  const { outputs, options, baseline, pid, interrupted, quietly } = how;
  const { statistics } = profile;
  if (interrupted) print(["Interrupted by user."], quietly);
  print(formatSummary({ statistics, elapsedNs: statistics.time, interrupted }), quietly);
  if (outputs.table && statistics.samples > 0) printTable(profile, options, quietly);
  for (const name of outputs.recordings) print([`Recording written to ${name(pid)}`], quietly);
  if (outputs.exported === null) return;
  try {
    print(await exportProcesses(profile, { ...outputs.exported, options, baseline, pid }), quietly);
  } catch (error) {
    throw outputs.recordings.length > 0 ? error : rescue(profile, outputs.exported.name(pid), error);
  }
}

/** The hottest lines on the terminal; the hottest instructions, too, if they were recorded. */
export function printTable(profile: Profile, { table }: Pick<OutputOptions, "table">, quietly: boolean): void {
  const paint = choosePaint(descriptorOf(quietly));
  print([...formatStatsTable(profile, table, paint), ...formatHotInstructions(profile)], quietly);
}
