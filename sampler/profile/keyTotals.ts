import type { Profile } from "./profile";
import type { StackWeights } from "./selection";
import { linkChildren, sumSubtrees, walkTree } from "./trees";

/** Weights (nanoseconds) and samples by key; one element a key. */
export interface KeyTotals {
  /** Samples whose leaf has the key. */
  readonly self: Float64Array;
  readonly selfSamples: Float64Array;
  /** Samples with the key anywhere on their stack, each counted once however often it stands there. */
  readonly total: Float64Array;
  readonly totalSamples: Float64Array;
}

/**
 * Sums samples by a key that stack nodes have (a line, a function, …), in time proportional to the nodes.
 * `keyOfNode` has an element for each node of `weights`: 0 … `keyCount` - 1, or -1 for none.
 */
export function computeKeyTotals(
  profile: Profile,
  weights: StackWeights,
  keyOfNode: Int32Array,
  keyCount: number,
): KeyTotals {
  const length = keyOfNode.length;
  const { parent } = profile.stacks;
  const weightBelow = sumSubtrees(parent, weights.weight);
  const samplesBelow = sumSubtrees(parent, weights.samples);
  const totals = emptyTotals(keyCount);
  const open = new Uint32Array(keyCount);
  const enter = (node: number): void => {
    const key = keyOfNode[node];
    if (key >= 0) {
      totals.self[key] += weights.weight[node];
      totals.selfSamples[key] += weights.samples[node];
      if (open[key]++ === 0) {
        totals.total[key] += weightBelow[node];
        totals.totalSamples[key] += samplesBelow[node];
      }
    }
  };
  const leave = (node: number): void => {
    if (keyOfNode[node] >= 0) {
      open[keyOfNode[node]]--;
    }
  };
  walkTree(parent, linkChildren(parent, length), enter, leave);
  return totals;
}

/** The key of each stack node, from the key of its frame. `length` nodes are meant. */
export function keysOfNodes(profile: Profile, keyOfFrame: Int32Array, length: number): Int32Array {
  const { frame } = profile.stacks;
  const keys = new Int32Array(length);
  for (let node = 0; node < length; node++) {
    keys[node] = keyOfFrame[frame[node]];
  }
  return keys;
}

function emptyTotals(keyCount: number): KeyTotals {
  return {
    self: new Float64Array(keyCount),
    selfSamples: new Float64Array(keyCount),
    total: new Float64Array(keyCount),
    totalSamples: new Float64Array(keyCount),
  };
}
