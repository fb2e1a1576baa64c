import type { GrowingTree } from "./growingTree";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";
import type { StackWeights } from "./selection";

/**
 * Steps from a callee to its caller that one tree may take. Deep recursion sampled at every depth would take the square
 * of its depth; what is left out then are the outermost callers.
 */
const maxSteps = 5_000_000;

/** Samples on their way outwards: those that reached stack node `stack` by the path `node`. */
interface Level {
  readonly stack: number[];
  readonly node: number[];
  readonly weight: number[];
  readonly samples: number[];
}

/** Grows a tree from leaves to callers, a level at a time; nodes lighter than `minWeight` are not followed. */
export function growInvertedTree(profile: Profile, weights: StackWeights, tree: GrowingTree, minWeight: number): void {
  let level = leaves(profile, weights, tree);
  let steps = level.stack.length;
  while (level.stack.length > 0) {
    level = callersOf(profile, level, tree, minWeight);
    steps += level.stack.length;
    if (steps > maxSteps) {
      tree.isPruned = true;
      return;
    }
  }
}

function leaves(profile: Profile, weights: StackWeights, tree: GrowingTree): Level {
  const level: Level = { stack: [], node: [], weight: [], samples: [] };
  for (let stack = 0; stack < weights.samples.length; stack++) {
    if (weights.samples[stack] > 0) {
      level.stack.push(stack);
      level.node.push(arrive(profile, tree, -1, stack, weights.weight[stack], weights.samples[stack]));
      level.weight.push(weights.weight[stack]);
      level.samples.push(weights.samples[stack]);
    }
  }
  return level;
}

function callersOf(profile: Profile, level: Level, tree: GrowingTree, minWeight: number): Level {
  const callers: Level = { stack: [], node: [], weight: [], samples: [] };
  const arrived = new PairTable();
  for (let entry = 0; entry < level.stack.length; entry++) {
    const caller = profile.stacks.parent[level.stack[entry]];
    const isFollowed = tree.weight[level.node[entry]] >= minWeight;
    tree.isPruned ||= caller >= 0 && !isFollowed;
    if (caller >= 0 && isFollowed) {
      const weight = level.weight[entry];
      const samples = level.samples[entry];
      const node = arrive(profile, tree, level.node[entry], caller, weight, samples);
      const index = arrived.intern(caller, node);
      callers.stack[index] = caller;
      callers.node[index] = node;
      callers.weight[index] = (callers.weight[index] ?? 0) + weight;
      callers.samples[index] = (callers.samples[index] ?? 0) + samples;
    }
  }
  return callers;
}

/** Counts samples in the node for `stack`'s function below `parent`; returns the node. */
function arrive(
  profile: Profile,
  tree: GrowingTree,
  parent: number,
  stack: number,
  weight: number,
  samples: number,
): number {
  const frame = profile.stacks.frame[stack];
  const node = tree.child(parent, profile.frames.function[frame]);
  tree.count(node, weight, samples);
  tree.addPlace(node, frame, weight);
  return node;
}
