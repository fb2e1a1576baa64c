import { computeFlameGraph, computeProfileFacts } from "../profile";
import type { FlameOptions, Profile } from "../profile";
import type { Format } from "./format";
import { writePage } from "./page";
import { choosePageThreads } from "./pageThreads";

export const flameGraphPageFormat: Format = {
  id: "flamegraph",
  option: "--flamegraph",
  extension: "html",
  description: "a flame graph as one HTML page that needs nothing else",
  defaultName: (pid) => `flamegraph_${pid}.html`,
  keepsOpcodes: true,
  write: (profile, context) => [
    writeFlameGraphPage(profile, {
      title: context.title,
      script: context.pageScript("flame"),
      sourceLine: context.sourceLine,
      projectRoots: context.projectRoots,
    }),
  ],
};

export interface FlameGraphPageOptions extends Pick<FlameOptions, "sourceLine" | "projectRoots"> {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  /** Text of the bundle that draws: a script that reads the element `tachyon-data`. */
  readonly script: string;
}

/** Pages of programs with more threads show all of them together only. */
const maxThreads = 32;
/** Boxes of all graphs of a page together; about 100 bytes each. */
const maxBoxesOfPage = 200_000;

/**
 * One self-contained page: the webview's script, and the profile's flame graphs (all threads, and each thread, both
 * ways up) as data.
 */
export function writeFlameGraphPage(profile: Profile, options: FlameGraphPageOptions): string {
  const data = pageData(profile, options);
  return writePage({ title: `${data.facts.title} · Tachyon flame graph`, data, script: options.script });
}

function pageData(profile: Profile, options: FlameGraphPageOptions) {
  const facts = computeProfileFacts(profile, { title: options.title, live: false, notes: [] });
  const { threads, rows, summaries, notes } = choosePageThreads(profile, maxThreads, options.projectRoots);
  const selections = rows.flatMap((thread) => [false, true].map((inverted) => ({ thread, inverted })));
  const maxBoxes = Math.floor(maxBoxesOfPage / selections.length);
  const graphs = selections.map((selection) => {
    return { selection, graph: computeFlameGraph(profile, selection, { ...options, maxBoxes }) };
  });
  return { graphs, summaries, threads, facts: { ...facts, notes: [...facts.notes, ...notes] } };
}
