import { computeKeyTotals, keysOfNodes, sumStacks } from "./keyTotals";
import type { Profile } from "./profile";
import type { StackWeights } from "./selection";

/** What one function weighs, callees apart (`self`) and included (`total`). Weights are nanoseconds. */
export interface FunctionTotal {
  /** Row of the function table. */
  readonly function: number;
  readonly self: number;
  readonly selfSamples: number;
  /** A recursive function counts once a sample. */
  readonly total: number;
  readonly totalSamples: number;
}

/** Every function that whole samples saw, the greatest `by` first. */
export function computeFunctionTotals(profile: Profile, weights: StackWeights, by: "self" | "total"): FunctionTotal[] {
  const stacks = sumStacks(profile, weights);
  const keyOfNode = keysOfNodes(stacks.length, (node) => profile.frames.function[profile.stacks.frame[node]]);
  const totals = computeKeyTotals(stacks, keyOfNode, profile.functions.length);
  const rows: FunctionTotal[] = [];
  for (let row = 0; row < profile.functions.length; row++) {
    if (totals.totalSamples[row] > 0) {
      rows.push({
        function: row,
        self: totals.self[row],
        selfSamples: totals.selfSamples[row],
        total: totals.total[row],
        totalSamples: totals.totalSamples[row],
      });
    }
  }
  return rows.sort((a, b) => b[by] - a[by] || b.total - a.total || a.function - b.function);
}
