import { GrowingTree } from "./growingTree";
import { growInvertedTree } from "./invertedTree";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";
import type { StackWeights } from "./selection";
import { sumSubtrees } from "./trees";

/**
 * Stacks merged by their paths of functions: a row a node, parents before children. Weights are nanoseconds.
 * Upright, roots are outermost functions and children are callees; inverted, roots are leaves and children are callers.
 */
export interface CallTree {
  readonly length: number;
  readonly inverted: boolean;
  readonly totalWeight: number;
  readonly totalSamples: number;
  /** -1 for a root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** Row of the function table. */
  readonly function: Int32Array;
  /** Samples whose path begins with this node's. */
  readonly weight: Float64Array;
  readonly samples: Float64Array;
  /** Those of them in which this function itself was running; inverted, only roots have any. */
  readonly self: Float64Array;
  readonly selfSamples: Float64Array;
  /** The line of the function that weighs most within the node; 0 for none. */
  readonly hotLine: Int32Array;
  /** Where in their functions the nodes' samples were. */
  readonly places: Places;
  /** Branches were left out, because they were lighter than asked for or the work exceeded its bound. */
  readonly isPruned: boolean;
}

/** Weight of each frame within each node; each pair once. */
export interface Places {
  readonly length: number;
  readonly node: Int32Array;
  readonly frame: Int32Array;
  readonly weight: Float64Array;
}

export interface CallTreeOptions {
  readonly inverted: boolean;
  /** Inverted: nodes lighter than this share of the whole are not followed to their callers. Default 0. */
  readonly minShare?: number;
}

/** Merges the stacks of whole samples into a tree of functions. Nodes without samples are left out. */
export function computeCallTree(profile: Profile, weights: StackWeights, options: CallTreeOptions): CallTree {
  const tree = new GrowingTree();
  if (options.inverted) {
    growInvertedTree(profile, weights, tree, (options.minShare ?? 0) * weights.totalWeight);
  } else {
    growUprightTree(profile, weights, tree);
  }
  return finishedTree(profile, weights, tree, options.inverted);
}

function growUprightTree(profile: Profile, weights: StackWeights, tree: GrowingTree): void {
  const { parent, frame } = profile.stacks;
  const weightBelow = sumSubtrees(parent, weights.weight);
  const samplesBelow = sumSubtrees(parent, weights.samples);
  const nodeOfStack = new Int32Array(weightBelow.length);
  for (let stack = 0; stack < nodeOfStack.length; stack++) {
    if (samplesBelow[stack] > 0) {
      const above = parent[stack] < 0 ? -1 : nodeOfStack[parent[stack]];
      const node = tree.child(above, profile.frames.function[frame[stack]]);
      nodeOfStack[stack] = node;
      tree.count(node, weights.weight[stack], weights.samples[stack]);
      tree.addPlace(node, frame[stack], weightBelow[stack]);
    }
  }
}

function finishedTree(profile: Profile, weights: StackWeights, tree: GrowingTree, inverted: boolean): CallTree {
  const parent = tree.paths.first.slice();
  const [own, ownSamples] = [Float64Array.from(tree.weight), Float64Array.from(tree.samples)];
  const rootsOnly = (column: Float64Array) => column.map((value, node) => (parent[node] < 0 ? value : 0));
  const places = {
    length: tree.seen.length,
    node: tree.seen.first.slice(),
    frame: tree.seen.second.slice(),
    weight: Float64Array.from(tree.seenWeight),
  };
  return {
    length: parent.length,
    inverted,
    totalWeight: weights.totalWeight,
    totalSamples: weights.totalSamples,
    parent,
    depth: depths(parent),
    function: tree.paths.second.slice(),
    weight: inverted ? own : sumSubtrees(parent, own),
    samples: inverted ? ownSamples : sumSubtrees(parent, ownSamples),
    self: inverted ? rootsOnly(own) : own,
    selfSamples: inverted ? rootsOnly(ownSamples) : ownSamples,
    hotLine: hotLines(profile, places, parent.length),
    places,
    isPruned: tree.isPruned,
  };
}

function depths(parent: Int32Array): Int32Array {
  const depth = new Int32Array(parent.length);
  for (let node = 0; node < parent.length; node++) {
    depth[node] = parent[node] < 0 ? 0 : depth[parent[node]] + 1;
  }
  return depth;
}

function hotLines(profile: Profile, places: Places, nodes: number): Int32Array {
  const lines = new PairTable();
  const lineWeight: number[] = [];
  for (let place = 0; place < places.length; place++) {
    const key = lines.intern(places.node[place], profile.frames.line[places.frame[place]]);
    lineWeight[key] = (lineWeight[key] ?? 0) + places.weight[place];
  }
  const hotLine = new Int32Array(nodes);
  const best = new Float64Array(nodes).fill(-1);
  const { first: node, second: line } = lines;
  for (let key = 0; key < lines.length; key++) {
    if (lineWeight[key] > best[node[key]]) {
      best[node[key]] = lineWeight[key];
      hotLine[node[key]] = line[key];
    }
  }
  return hotLine;
}
