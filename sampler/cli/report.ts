import * as fs from "node:fs";
import { UserError, reasonOf } from "../host/userError";
import type { Profile } from "../profile";
import { renderExport } from "./export";
import { formatHotFunctions } from "./hotFunctions";
import { print } from "./messages";
import type { FormatName } from "./options";
import type { Outputs } from "./outputs";
import { formatSummary } from "./summary";

export interface ReportOptions {
  readonly outputs: Outputs;
  readonly pid: number;
  readonly interrupted: boolean;
  /** A launched program owns stdout; what we say goes to stderr then. */
  readonly quietly: boolean;
}

const WRITTEN: Record<FormatName, (file: string) => string> = {
  collapsed: (file) => `Collapsed stack output written to ${file}`,
  flamegraph: (file) => `Flamegraph saved to: ${file}`,
};

/** Prints the closing summary and, if that is what was asked for, the table; writes the export. Throws a `UserError`. */
export function report(profile: Profile, { outputs, pid, interrupted, quietly }: ReportOptions): void {
  const { statistics } = profile;
  if (interrupted) print(["Interrupted by user."], quietly);
  print(formatSummary({ statistics, elapsedNs: statistics.time, interrupted }), quietly);
  if (outputs.table && statistics.samples > 0) print(["", ...formatHotFunctions(profile)], quietly);
  if (outputs.exported) {
    const { format, name } = outputs.exported;
    writeExport(name(pid), renderExport(format, profile));
    print([WRITTEN[format](name(pid))], quietly);
  }
  for (const name of outputs.recordings) print([`Recording written to ${name(pid)}`], quietly);
}

function writeExport(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`Cannot write '${file}': ${reasonOf(error)}. Add --record FILE to keep the samples next time.`);
  }
}
