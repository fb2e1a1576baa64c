import type { FlameFacts, FlameGraph, FlameSelection, FlameSummary, ThreadChoice } from "../protocol";

/** What a page of its own carries: the graphs one can choose from. */
export interface EmbeddedData {
  /** At least one; the first is shown at the start. */
  readonly graphs: readonly { readonly selection: FlameSelection; readonly graph: FlameGraph }[];
  /** For all threads (-1), and for each that has a graph of its own. */
  readonly summaries: readonly { readonly thread: number; readonly summary: FlameSummary }[];
  readonly threads: readonly ThreadChoice[];
  readonly facts: FlameFacts;
}

/** Checks what a page carries. Throws with a message for people when there is no graph. */
export function checkEmbedded(value: unknown): EmbeddedData {
  const data = value as EmbeddedData;
  if (!Array.isArray(data.graphs) || data.graphs.length === 0 || !Array.isArray(data.summaries)) {
    throw new Error("This page holds no flame graph. Export it again.");
  }
  return data;
}

/** The embedded graph for a selection, or the nearest there is: the same direction first, then any. */
export function chooseGraph(data: EmbeddedData, wanted: FlameSelection): EmbeddedData["graphs"][number] {
  const { graphs } = data;
  const sameDirection = graphs.filter(({ selection }) => selection.inverted === wanted.inverted);
  return sameDirection.find(({ selection }) => selection.thread === wanted.thread) ?? sameDirection[0] ?? graphs[0];
}

/** Figures of a thread, or of all (-1). */
export function summaryOf({ summaries }: EmbeddedData, thread: number): FlameSummary {
  return (summaries.find((entry) => entry.thread === thread) ?? summaries[0]).summary;
}
