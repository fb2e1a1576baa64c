import type { CallTree } from "./callTree";
import { linkChildren } from "./trees";

/** Which boxes a flame graph has and where. A parent comes before its children, siblings in drawing order. */
export interface FlameLayout {
  readonly length: number;
  /** Row of the call tree; -1 for several narrow siblings drawn as one. */
  readonly node: Int32Array;
  /** How many siblings a box stands for: 1, or more when they were merged. */
  readonly merged: Int32Array;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** Weight to the left of the box. */
  readonly start: Float64Array;
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Uint32Array;
  readonly selfSamples: Uint32Array;
}

export interface FlameLimits {
  /** Siblings lighter than this share of the whole are merged into one box. */
  readonly minShare: number;
  /** Never more boxes than this; the lightest are merged first. */
  readonly maxBoxes: number;
}

/** What the nodes left out below one node (element 0: among the roots) add up to. */
interface Remainders {
  readonly count: Int32Array;
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Float64Array;
  readonly selfSamples: Float64Array;
}

/** Places the boxes of a tree: heaviest siblings left, what is too narrow merged at their right end. */
export function computeFlameLayout(tree: CallTree, limits: FlameLimits): FlameLayout {
  const kept = keptNodes(tree, limits);
  const rest = remainders(tree, kept);
  const children = linkedByWeight(tree, kept);
  const boxes = new Boxes(tree, rest);
  boxes.addChildren(-1, children.firstRoot, children.nextSibling);
  for (let box = 0; box < boxes.length; box++) {
    const node = boxes.node[box];
    if (node >= 0) {
      boxes.addChildren(box, children.firstChild[node], children.nextSibling);
    }
  }
  return boxes.finish();
}

/** Nodes that get a box of their own, heaviest first; a node's parent is always among them and comes before it. */
function keptNodes(tree: CallTree, { minShare, maxBoxes }: FlameLimits): Int32Array {
  const minWeight = tree.totalWeight * minShare;
  const wide: number[] = [];
  for (let node = 0; node < tree.length; node++) {
    if (tree.weight[node] >= minWeight) {
      wide.push(node);
    }
  }
  const heaviestFirst = (a: number, b: number) =>
    tree.weight[b] - tree.weight[a] || tree.depth[a] - tree.depth[b] || a - b;
  // Half of the boxes: each kept node may need a merged box below it.
  return Int32Array.from(wide)
    .sort(heaviestFirst)
    .subarray(0, Math.floor(maxBoxes / 2));
}

function remainders(tree: CallTree, kept: Int32Array): Remainders {
  const isKept = new Uint8Array(tree.length);
  kept.forEach((node) => (isKept[node] = 1));
  const rest = {
    count: new Int32Array(tree.length + 1),
    weight: new Float64Array(tree.length + 1),
    self: new Float64Array(tree.length + 1),
    samples: new Float64Array(tree.length + 1),
    selfSamples: new Float64Array(tree.length + 1),
  };
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node];
    if (!isKept[node] && (above < 0 || isKept[above])) {
      rest.count[above + 1]++;
      for (const column of ["weight", "self", "samples", "selfSamples"] as const) {
        rest[column][above + 1] += tree[column][node];
      }
    }
  }
  return rest;
}

/** Child lists of the kept nodes in the order of `kept`: links its positions, then translates them into nodes. */
function linkedByWeight(tree: CallTree, kept: Int32Array): ReturnType<typeof linkChildren> {
  const position = new Int32Array(tree.length);
  kept.forEach((node, index) => (position[node] = index));
  const parents = kept.map((node) => (tree.parent[node] < 0 ? -1 : position[tree.parent[node]]));
  const links = linkChildren(parents, kept.length);
  const firstChild = new Int32Array(tree.length);
  const nextSibling = new Int32Array(tree.length);
  const nodeAt = (index: number) => (index < 0 ? -1 : kept[index]);
  kept.forEach((node, index) => {
    firstChild[node] = nodeAt(links.firstChild[index]);
    nextSibling[node] = nodeAt(links.nextSibling[index]);
  });
  return { firstRoot: nodeAt(links.firstRoot), firstChild, nextSibling };
}

/** The columns of a layout while they grow. */
class Boxes {
  readonly node: number[] = [];
  private readonly merged: number[] = [];
  private readonly parent: number[] = [];
  private readonly depth: number[] = [];
  private readonly start: number[] = [];
  private readonly sums = { weight: [], self: [], samples: [], selfSamples: [] } as Record<SumColumn, number[]>;

  constructor(
    private readonly tree: CallTree,
    private readonly rest: Remainders,
  ) {}

  get length(): number {
    return this.node.length;
  }

  /** Adds the boxes below `parentBox` (-1: the roots): the nodes linked from `first`, then what was merged. */
  addChildren(parentBox: number, first: number, nextSibling: Int32Array): void {
    let start = parentBox < 0 ? 0 : this.start[parentBox];
    for (let node = first; node >= 0; node = nextSibling[node]) {
      this.add(node, 1, parentBox, start, this.tree, node);
      start += this.tree.weight[node];
    }
    const slot = (parentBox < 0 ? -1 : this.node[parentBox]) + 1;
    if (this.rest.count[slot] > 0) {
      this.add(-1, this.rest.count[slot], parentBox, start, this.rest, slot);
    }
  }

  finish(): FlameLayout {
    return {
      length: this.length,
      node: Int32Array.from(this.node),
      merged: Int32Array.from(this.merged),
      parent: Int32Array.from(this.parent),
      depth: Int32Array.from(this.depth),
      start: Float64Array.from(this.start),
      weight: Float64Array.from(this.sums.weight),
      self: Float64Array.from(this.sums.self),
      samples: Uint32Array.from(this.sums.samples),
      selfSamples: Uint32Array.from(this.sums.selfSamples),
    };
  }

  private add(
    node: number,
    merged: number,
    parent: number,
    start: number,
    from: Record<SumColumn, Float64Array>,
    row: number,
  ): void {
    this.node.push(node);
    this.merged.push(merged);
    this.parent.push(parent);
    this.depth.push(parent < 0 ? 0 : this.depth[parent] + 1);
    this.start.push(start);
    for (const column of ["weight", "self", "samples", "selfSamples"] as const) {
      this.sums[column].push(from[column][row]);
    }
  }
}

type SumColumn = "weight" | "self" | "samples" | "selfSamples";
