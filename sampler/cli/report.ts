import { computeSampleTotals, listProcesses, selectProcess, type Profile } from "../profile";
import { writeExport } from "./export";
import { formatHotFunctions } from "./hotFunctions";
import { print } from "./messages";
import type { Exported, Outputs } from "./outputs";
import { formatSummary } from "./summary";

export interface ReportOptions {
  readonly outputs: Outputs;
  readonly pid: number;
  readonly interrupted: boolean;
  /** A launched program owns stdout; what we say goes to stderr then. */
  readonly quietly: boolean;
}

/** In the reference's words where it has some. */
const WRITTEN: Readonly<Record<string, string>> = {
  collapsed: "Collapsed stack output written to ",
  flamegraph: "Flamegraph saved to: ",
};

/** Prints the closing summary and, if that is what was asked for, the table; writes the export. Throws a `UserError`. */
export function report(profile: Profile, { outputs, pid, interrupted, quietly }: ReportOptions): void {
  const { statistics } = profile;
  if (interrupted) print(["Interrupted by user."], quietly);
  print(formatSummary({ statistics, elapsedNs: statistics.time, interrupted }), quietly);
  if (outputs.table && statistics.samples > 0) print(["", ...formatHotFunctions(profile)], quietly);
  if (outputs.exported) print(writeExports(profile, outputs.exported, pid), quietly);
  for (const name of outputs.recordings) print([`Recording written to ${name(pid)}`], quietly);
}

/** A file for the program, and one for each child with samples; says which. */
function writeExports(profile: Profile, { format, name, childName }: Exported, pid: number): string[] {
  const children = listProcesses(profile).filter((process) => process !== pid);
  const parts: [string, Profile][] = [[name(pid), children.length === 0 ? profile : selectProcess(profile, pid)]];
  for (const child of children) {
    const part = selectProcess(profile, child);
    if (computeSampleTotals(part).whole.samples > 0) parts.push([childName(child), part]);
  }
  return parts.map(([file, part]) => {
    writeExport(file, format, part);
    return `${WRITTEN[format.id] ?? "Written to "}${file}`;
  });
}
