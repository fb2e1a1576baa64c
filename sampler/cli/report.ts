import type { Profile } from "../profile";
import { writeExport } from "./export";
import { formatHotFunctions } from "./hotFunctions";
import { print } from "./messages";
import type { Outputs } from "./outputs";
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
  if (outputs.exported) {
    const { format, name } = outputs.exported;
    writeExport(name(pid), format, profile);
    print([`${WRITTEN[format.id] ?? "Written to "}${name(pid)}`], quietly);
  }
  for (const name of outputs.recordings) print([`Recording written to ${name(pid)}`], quietly);
}
