import { computeCallTree } from "./callTree";
import type { CallTree } from "./callTree";
import { compareTrees, exposuresOf, matchFunctions, sigmasOf } from "./diff";
import type { Exposures } from "./diff";
import { computeTreeGraph } from "./flame";
import type { FlameOptions } from "./flame";
import type { FlameColumns } from "./flameGraph";
import { pickGone } from "./goneTree";
import { matchThread } from "./matchThreads";
import type { Profile } from "./profile";
import { computeStackWeights } from "./selection";

/** What each box was in the baseline; the same shape as `FlameDifference` in the webviews' protocol. */
export interface DifferenceColumns {
  readonly isGone: boolean;
  readonly baselineWeight: number;
  readonly baselineSamples: number;
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Float64Array;
  readonly selfSamples: Float64Array;
  readonly sigmas: Readonly<Record<keyof Exposures, { readonly self: Float64Array; readonly total: Float64Array }>>;
}

export interface DiffSelection {
  readonly inverted: boolean;
  /** Row of the profile's thread table; -1 for all. The baseline's is the one of the same name. */
  readonly thread: number;
  /** Show what only the baseline has. */
  readonly gone: boolean;
}

export interface DiffGraph {
  readonly graph: FlameColumns;
  readonly difference: DifferenceColumns;
}

/** The flame graph of a profile, or of what is gone since its baseline, with the change of each box. */
export function computeDiffGraph(
  profile: Profile,
  baseline: Profile,
  { inverted, thread, gone }: DiffSelection,
  options: FlameOptions = {},
): DiffGraph {
  const threadBefore = thread < 0 ? -1 : matchThread(profile, baseline, thread);
  const tree = computeCallTree(profile, computeStackWeights(profile, { thread }), { inverted });
  const before = computeCallTree(baseline, computeStackWeights(baseline, { thread: threadBefore }), { inverted });
  const compared = compareTrees(tree, before, matchFunctions(profile, baseline));
  const facts = { baselineWeight: before.totalWeight, baselineSamples: before.totalSamples };
  const exposures = exposuresOf(tree, before);
  if (gone) {
    const rest = pickGone(before, compared.isGone);
    const { graph, node } = computeTreeGraph(baseline, rest.tree, { ...options, projectRoots: rootsOf(baseline, options) });
    return { graph, difference: { isGone: true, ...facts, ...goneColumns(rest.tree, rest.isGone, node, exposures) } };
  }
  const { graph, node } = computeTreeGraph(profile, tree, options);
  const pick = (column: Float64Array) => Float64Array.from(node, (row) => (row < 0 ? 0 : column[row]));
  const [samples, selfSamples] = [pick(compared.samples), pick(compared.selfSamples)];
  // A merged box is no function: there is nothing to compare it with.
  const known = (column: Uint32Array) => column.map((value, box) => (node[box] < 0 ? 0 : value));
  const sigmas = (exposure: number) => ({
    self: sigmasOf(known(graph.selfSamples), selfSamples, exposure),
    total: sigmasOf(known(graph.samples), samples, exposure),
  });
  const columns = { weight: pick(compared.weight), self: pick(compared.self), samples, selfSamples };
  const both = { time: sigmas(exposures.time), share: sigmas(exposures.share) };
  return { graph, difference: { isGone: false, ...facts, ...columns, sigmas: both } };
}

/** The baseline may have been recorded in another folder. */
function rootsOf({ properties }: Profile, { projectRoots = [] }: FlameOptions): readonly string[] {
  const cwd = properties.get("cwd");
  return cwd ? [...projectRoots, cwd] : projectRoots;
}

function goneColumns(tree: CallTree, isGone: Uint8Array, node: Int32Array, exposures: Exposures) {
  const pick = (column: Float64Array) => Float64Array.from(node, (row) => (row >= 0 && isGone[row] ? column[row] : 0));
  const [samples, selfSamples] = [pick(tree.samples), pick(tree.selfSamples)];
  const none = new Float64Array(node.length);
  const sigmas = (exposure: number) => ({
    self: sigmasOf(none, selfSamples, exposure),
    total: sigmasOf(none, samples, exposure),
  });
  return {
    ...{ weight: pick(tree.weight), self: pick(tree.self), samples, selfSamples },
    sigmas: { time: sigmas(exposures.time), share: sigmas(exposures.share) },
  };
}
