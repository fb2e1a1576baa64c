import type { Profile, StackWeights } from "../profile";

/** What each function weighs (rows of the function table), in nanoseconds. */
export interface FunctionTotals {
  /** While it was the leaf. */
  readonly self: Float64Array;
  /** While it was anywhere on the stack; a recursive function counts once a sample. */
  readonly total: Float64Array;
}

/** Sums weights up by function: one backward loop for subtrees, one walk for those that recur. */
export function computeFunctionTotals({ stacks, frames, functions }: Profile, weights: StackWeights): FunctionTotals {
  const self = new Float64Array(functions.length);
  const total = new Float64Array(functions.length);
  const subtree = Float64Array.from(weights.weight);
  for (let node = stacks.length - 1; node >= 0; node--) {
    self[frames.function[stacks.frame[node]]] += weights.weight[node];
    if (stacks.parent[node] >= 0) subtree[stacks.parent[node]] += subtree[node];
  }
  const timesOnPath = new Uint32Array(functions.length);
  walkDepthFirst(stacks, (node, entering) => {
    const row = frames.function[stacks.frame[node]];
    if (!entering) timesOnPath[row]--;
    else if (timesOnPath[row]++ === 0) total[row] += subtree[node];
  });
  return { self, total };
}

/** Visits each node on the way in and on the way out, without recursion: stacks are thousands of frames deep. */
function walkDepthFirst(stacks: Profile["stacks"], visit: (node: number, entering: boolean) => void): void {
  const { firstChild, nextSibling, firstRoot } = linkChildren(stacks);
  let node = firstRoot;
  while (node >= 0) {
    visit(node, true);
    if (firstChild[node] >= 0) {
      node = firstChild[node];
      continue;
    }
    visit(node, false);
    while (nextSibling[node] < 0 && stacks.parent[node] >= 0) {
      node = stacks.parent[node];
      visit(node, false);
    }
    node = nextSibling[node];
  }
}

function linkChildren({ length, parent }: Profile["stacks"]) {
  const firstChild = new Int32Array(length).fill(-1);
  const nextSibling = new Int32Array(length).fill(-1);
  let firstRoot = -1;
  for (let node = length - 1; node >= 0; node--) {
    nextSibling[node] = parent[node] >= 0 ? firstChild[parent[node]] : firstRoot;
    if (parent[node] >= 0) firstChild[parent[node]] = node;
    else firstRoot = node;
  }
  return { firstChild, nextSibling, firstRoot };
}
