import type { CallTree } from "./callTree";
import { sumSubtrees } from "./trees";

/**
 * The part of a tree that is gone (`isGone` is 1): its nodes, and above them their callers, which weigh as much as what
 * is gone below them. `isGone` of the result belongs to its own nodes.
 */
export function pickGone(tree: CallTree, isGone: Uint8Array): { tree: CallTree; isGone: Uint8Array } {
  const { parent } = tree;
  const own = (column: Float64Array) => column.map((value, node) => (isGone[node] ? value : 0));
  // Inverted, a node's weight is its own already: sums begin where what is gone hangs on what is still there.
  const first = (column: Float64Array) =>
    column.map((value, node) => (isGone[node] && !isGoneAt(isGone, parent[node]) ? value : 0));
  const total = (column: Float64Array, self: Float64Array) =>
    tree.inverted ? tops(tree, isGone, first(column), column) : sumSubtrees(parent, own(self));
  const weight = total(tree.weight, tree.self);
  const samples = total(tree.samples, tree.selfSamples);
  const kept = Array.from({ length: tree.length }, (_, node) => node).filter((node) => samples[node] > 0);
  const newRow = new Int32Array(tree.length).fill(-1);
  kept.forEach((node, row) => (newRow[node] = row));
  const pick = (column: Float64Array) => Float64Array.from(kept, (node) => column[node]);
  const ints = (of: (node: number) => number) => Int32Array.from(kept, of);
  const places = Array.from({ length: tree.places.length }, (_, at) => at).filter((at) => {
    const node = tree.places.node[at];
    return isGoneAt(isGone, node) && newRow[node] >= 0;
  });
  const roots = kept.filter((node) => parent[node] < 0);
  const sum = (column: Float64Array) => roots.reduce((all, node) => all + column[node], 0);
  return {
    isGone: Uint8Array.from(kept, (node) => isGone[node]),
    tree: {
      ...{ length: kept.length, inverted: tree.inverted, isPruned: tree.isPruned },
      ...{ totalWeight: sum(weight), totalSamples: sum(samples) },
      parent: ints((node) => (parent[node] < 0 ? -1 : newRow[parent[node]])),
      depth: ints((node) => tree.depth[node]),
      function: ints((node) => tree.function[node]),
      hotLine: ints((node) => tree.hotLine[node]),
      weight: pick(weight),
      samples: pick(samples),
      self: pick(own(tree.self)),
      selfSamples: pick(own(tree.selfSamples)),
      places: {
        length: places.length,
        node: Int32Array.from(places, (at) => newRow[tree.places.node[at]]),
        frame: Int32Array.from(places, (at) => tree.places.frame[at]),
        weight: Float64Array.from(places, (at) => tree.places.weight[at]),
      },
    },
  };
}

function isGoneAt(isGone: Uint8Array, node: number): boolean {
  return node >= 0 && isGone[node] === 1;
}

/** Sums what is topmost among the gone up to the roots; the gone below keep their own. */
function tops({ parent }: CallTree, isGone: Uint8Array, topmost: Float64Array, weight: Float64Array): Float64Array {
  return sumSubtrees(parent, topmost).map((sum, node) => (isGone[node] ? weight[node] : sum));
}
