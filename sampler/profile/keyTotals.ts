import type { Profile } from "./profile";
import type { StackWeights } from "./selection";
import { linkChildren, sumSubtrees, walkTree } from "./trees";
import type { ChildLinks } from "./trees";

/** Weights (nanoseconds) and samples by key; one element a key. */
export interface KeyTotals {
  /** Samples whose leaf has the key. */
  readonly self: Float64Array;
  readonly selfSamples: Float64Array;
  /** Samples with the key anywhere on their stack, each counted once however often it stands there. */
  readonly total: Float64Array;
  readonly totalSamples: Float64Array;
}

/** What stack nodes weigh with all that is below them, and how they hang together; shared by several sums. */
export interface StackSums {
  /** Nodes that count: those that `weights` knows. */
  readonly length: number;
  readonly own: StackWeights;
  readonly weightBelow: Float64Array;
  readonly samplesBelow: Float64Array;
  readonly parent: Int32Array;
  readonly links: ChildLinks;
}

export function sumStacks(profile: Profile, own: StackWeights): StackSums {
  const { parent } = profile.stacks;
  const length = own.weight.length;
  return {
    length,
    own,
    weightBelow: sumSubtrees(parent, own.weight),
    samplesBelow: sumSubtrees(parent, own.samples),
    parent,
    links: linkChildren(parent, length),
  };
}

/**
 * Sums samples by a key that stack nodes have (a line, a function, …), in time proportional to the nodes.
 * `keyOfNode` has an element for each node: 0 … `keyCount` - 1, or -1 for none.
 */
export function computeKeyTotals(stacks: StackSums, keyOfNode: Int32Array, keyCount: number): KeyTotals {
  const { own, weightBelow, samplesBelow } = stacks;
  const totals = emptyTotals(keyCount);
  const open = new Uint32Array(keyCount);
  const enter = (node: number): void => {
    const key = keyOfNode[node];
    if (key >= 0) {
      totals.self[key] += own.weight[node];
      totals.selfSamples[key] += own.samples[node];
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
  walkTree(stacks.parent, stacks.links, enter, leave);
  return totals;
}

/** The key of each of the first `length` stack nodes, as `keyOf` says. */
export function keysOfNodes(length: number, keyOf: (node: number) => number): Int32Array {
  const keys = new Int32Array(length);
  for (let node = 0; node < length; node++) {
    keys[node] = keyOf(node);
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
