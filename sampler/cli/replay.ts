import type { Exit } from "../host/launch";
import { UserError } from "../host/userError";
import { computeSampleTotals, type Profile } from "../profile";
import { readBaseline } from "./baseline";
import { exportProcesses } from "./exportProcesses";
import { complain, print } from "./messages";
import type { OutputOptions } from "./outputOptions";
import { checkOutputs, planExport } from "./outputs";
import { readProfile } from "./readProfile";
import { printTable } from "./report";

/** Writes a profile that some tool has kept in another format, or shows its table. Throws a `UserError`. */
export async function replay(file: string, options: OutputOptions): Promise<Exit> {
  const exported = options.format && planExport({ format: options.format, output: options.output });
  if (exported) checkOutputs({ recordings: [], exported, table: false });
  const baseline = options.baseline === null ? null : await readBaseline(options.baseline);
  const { profile, notes } = await readProfile(file, options.format?.needsTimeline ?? false);
  notes.forEach(complain);
  const { whole } = computeSampleTotals(profile);
  if (whole.samples === 0) throw new UserError(`'${file}' has no samples. There is nothing to write.`);
  print([`Replaying ${whole.samples} samples from ${file}`, ...describeInterval(profile)], false);
  if (exported) {
    print(await exportProcesses(profile, { ...exported, options, baseline, pid: pidOf(profile) }), false);
  } else printTable(profile, options, false);
  print([`Replayed ${whole.samples} samples`], false);
  return { code: 0 };
}

function describeInterval({ properties }: Profile): string[] {
  const intervalNs = Number(properties.get("intervalNs"));
  return intervalNs > 0 ? [`  Sample interval: ${intervalNs / 1000} us`] : [];
}

/** The target's; for files that do not tell what their threads have, which may be 0. */
function pidOf({ properties, threads }: Profile): number {
  return Number(properties.get("pid")) || (threads[0]?.process ?? process.pid);
}
