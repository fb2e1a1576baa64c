import { computeSampleTotals, listProcesses, selectProcess, type Profile } from "../profile";
import { openInBrowser } from "./browser";
import { loadCompression, sayLost, sayWritten, writeExport } from "./export";
import { recordingFormat, type OutputOptions } from "./outputOptions";
import type { Exported } from "./outputs";

/** How an export is made, and what is compared with. */
export interface ExportRequest extends Exported {
  readonly options: OutputOptions;
  /** What `options.baseline` holds. */
  readonly baseline: Profile | null;
  /** The first process; the others are its children. */
  readonly pid: number;
}

/** A file for the program, and one for each child with samples. Gives what there is to say. Throws a `UserError`. */
export async function exportProcesses(profile: Profile, request: ExportRequest): Promise<string[]> {
  const { format, options, baseline, pid, name, childName } = request;
  const compression = await loadCompression(format, options.compression);
  const needed = { ...compression, ...(baseline ? { baseline } : {}) };
  const parts: [number, Profile][] = format === recordingFormat ? [[pid, profile]] : splitByProcess(profile, pid);
  const said = parts.map(([process, part]) => {
    const file = process === pid ? name(pid) : childName(process);
    writeExport(file, format, part, needed);
    return sayWritten(file, format);
  });
  if (options.browser) openInBrowser(format, name(pid));
  const lost = sayLost(format, profile);
  return lost === null ? said : [...said, lost];
}

function splitByProcess(profile: Profile, pid: number): [number, Profile][] {
  const children = listProcesses(profile).filter((process) => process !== pid);
  if (children.length === 0) return [[pid, profile]];
  const parts = children.map((child): [number, Profile] => [child, selectProcess(profile, child)]);
  const sampled = parts.filter(([, part]) => computeSampleTotals(part).whole.samples > 0);
  return [[pid, selectProcess(profile, pid)], ...sampled];
}
