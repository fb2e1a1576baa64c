import type { Comparison, FlameDifference, FlameFacts, FlameGraph, FlameSelection, FlameSummary, ThreadChoice } from "../protocol";

export interface EmbeddedGraph {
  readonly selection: FlameSelection;
  readonly graph: FlameGraph;
  readonly difference?: FlameDifference;
}

/** What a page of its own carries: the graphs one can choose from. */
export interface EmbeddedData {
  /** At least one; the first is shown at the start. */
  readonly graphs: readonly EmbeddedGraph[];
  /** For all threads (-1), and for each that has a graph of its own. */
  readonly summaries: readonly { readonly thread: number; readonly summary: FlameSummary }[];
  readonly threads: readonly ThreadChoice[];
  readonly facts: FlameFacts;
  /** With a difference for each graph. */
  readonly comparison?: Comparison;
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
export function chooseGraph(data: EmbeddedData, wanted: FlameSelection): EmbeddedGraph {
  const { graphs } = data;
  const sameDirection = graphs.filter(
    ({ selection }) => selection.inverted === wanted.inverted && !selection.gone === !wanted.gone,
  );
  return sameDirection.find(({ selection }) => selection.thread === wanted.thread) ?? sameDirection[0] ?? graphs[0];
}

/** Figures of a thread, or of all (-1). */
export function summaryOf({ summaries }: EmbeddedData, thread: number): FlameSummary {
  return (summaries.find((entry) => entry.thread === thread) ?? summaries[0]).summary;
}
