import { computeComparison, computeComparisonNotes, computeDiffGraph, computeProfileFacts } from "../profile";
import type { DiffSelection, FlameOptions, Profile } from "../profile";
import type { Format } from "./format";
import { writePage } from "./page";
import { choosePageThreads } from "./pageThreads";

export const diffFlameGraphPageFormat: Format = {
  id: "diff-flamegraph",
  option: "--diff-flamegraph",
  needsBaseline: true,
  extension: "html",
  description: "a flame graph that shows what changed since a baseline, as one HTML page that needs nothing else",
  defaultName: (pid) => `diff_flamegraph_${pid}.html`,
  keepsOpcodes: true,
  write: (profile, context) => {
    if (context.baseline === undefined) throw new Error("A differential flame graph needs a baseline.");
    return [
      writeDiffFlameGraphPage(profile, context.baseline, {
        title: context.title,
        script: context.pageScript("flame"),
        sourceLine: context.sourceLine,
        projectRoots: context.projectRoots,
      }),
    ];
  },
};

export interface DiffPageOptions extends Pick<FlameOptions, "sourceLine" | "projectRoots"> {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  /** Text of the bundle that draws: a script that reads the element `tachyon-data`. */
  readonly script: string;
}

/** Pages of programs with more threads show all of them together only. */
const maxThreads = 8;
/** Boxes of all graphs of a page together; about 200 bytes each. */
const maxBoxesOfPage = 160_000;

/**
 * One self-contained page: what there is now and what is gone, of all threads and of each, both ways up, each box with
 * its change.
 */
export function writeDiffFlameGraphPage(profile: Profile, baseline: Profile, options: DiffPageOptions): string {
  const { threads, rows, summaries, notes } = choosePageThreads(profile, maxThreads, options.projectRoots);
  const facts = computeProfileFacts(profile, {
    title: options.title,
    live: false,
    notes: [...computeComparisonNotes(profile, baseline), ...notes],
  });
  const selections = rows.flatMap(selectionsOf);
  const maxBoxes = Math.floor(maxBoxesOfPage / selections.length);
  const graphs = selections.map((selection) => {
    return { selection, ...computeDiffGraph(profile, baseline, selection, { ...options, maxBoxes }) };
  });
  const comparison = computeComparison(profile, baseline, options.projectRoots);
  const data = { graphs, summaries, threads, facts, comparison };
  return writePage({ title: `${facts.title} · Tachyon differential flame graph`, data, script: options.script });
}

function selectionsOf(thread: number): DiffSelection[] {
  return [false, true].flatMap((gone) => [false, true].map((inverted) => ({ thread, inverted, gone })));
}
