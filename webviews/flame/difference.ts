import { Category, type FlameDifference, type FlameGraph } from "../protocol";

/** What a comparison is looked at with. */
export interface DifferenceView {
  /** Whose change is shown. */
  readonly figure: "self" | "total";
  /** What is held to be equal when nothing changed. */
  readonly equal: "time" | "share";
  /** Changes within so many standard deviations are taken for chance. */
  readonly noise: number;
}

export type ChangeKind = "same" | "more" | "less" | "new" | "gone";

/** What became of a box. */
export interface Change {
  readonly kind: ChangeKind;
  /** Of the baseline, scaled so that it can be compared: nanoseconds. */
  readonly before: number;
  readonly now: number;
  /** Standard deviations from no change at all. */
  readonly sigmas: number;
}

/** In words, with a sign that needs no colour. */
export const CHANGE_NAMES: Readonly<Record<ChangeKind, readonly [sign: string, name: string, short: string]>> = {
  same: ["", "Within noise", "≈ noise"],
  more: ["▲", "More time", "▲ more"],
  less: ["▼", "Less time", "▼ less"],
  new: ["✚", "New", "✚ new"],
  gone: ["✖", "Gone", "✖ gone"],
};

/** The change of a box, as `view` looks at it. */
export function changeOf(graph: FlameGraph, difference: FlameDifference, view: DifferenceView, box: number): Change {
  const isTotal = view.figure === "total";
  const shown = (isTotal ? graph.weight : graph.self)[box];
  const scale = view.equal === "share" ? shareScale(graph, difference) : 1;
  const before = (isTotal ? difference.weight : difference.self)[box] * scale;
  const now = difference.isGone ? 0 : shown;
  const sigmas = difference.sigmas[view.equal][view.figure][box];
  return { kind: kindOf(graph, difference, view, box, sigmas), before, now, sigmas };
}

// What a share of the baseline would be in time of this profile.
function shareScale({ totalWeight }: FlameGraph, { baselineWeight, isGone }: FlameDifference): number {
  return isGone || baselineWeight <= 0 ? 1 : totalWeight / baselineWeight;
}

function kindOf(graph: FlameGraph, difference: FlameDifference, view: DifferenceView, box: number, sigmas: number): ChangeKind {
  if (graph.category[box] === Category.Merged) return "same";
  // What is gone is gone with all that it called: its total counts, whatever figure is shown.
  if (difference.isGone) return Math.abs(difference.sigmas[view.equal].total[box]) < view.noise ? "same" : "gone";
  if (Math.abs(sigmas) < view.noise) return "same";
  if (sigmas < 0) return "less";
  return difference.samples[box] > 0 ? "more" : "new";
}
