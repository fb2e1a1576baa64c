import { computeFlameSummary, computeHeatmap, computeProfileFacts } from "../profile";
import type { HeatmapOptions, Profile } from "../profile";
import type { Format } from "./format";
import { writePage } from "./page";

export const heatmapPageFormat: Format = {
  id: "heatmap",
  option: "--heatmap",
  extension: "html",
  description: "the time of each line of all files as one HTML page that needs nothing else",
  keepsOpcodes: true,
  defaultName: (pid) => `heatmap_${pid}.html`,
  write: (profile, context) => [
    writeHeatmapPage(profile, {
      title: context.title,
      script: context.pageScript("heatmap"),
      sourceLine: context.sourceLine,
      projectRoots: context.projectRoots,
    }),
  ],
};

export interface HeatmapPageOptions extends HeatmapOptions {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  /** Text of the bundle that draws: a script that reads the element `tachyon-data`. */
  readonly script: string;
}

/** One self-contained page: the webview's script, and lines, callers, callees, instructions and texts of all files. */
export function writeHeatmapPage(profile: Profile, options: HeatmapPageOptions): string {
  const facts = computeProfileFacts(profile, { title: options.title, live: false });
  const summary = computeFlameSummary(profile, -1, options.projectRoots);
  const data = { heatmap: computeHeatmap(profile, options), facts, summary };
  return writePage({ title: `${facts.title} · Tachyon heatmap`, data, script: options.script });
}
