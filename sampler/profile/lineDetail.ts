import { computeInstructionHeat } from "./instructionHeat";
import type { InstructionHeat } from "./instructionHeat";
import { computeKeyTotals, keysOfNodes, sumStacks } from "./keyTotals";
import type { StackSums } from "./keyTotals";
import type { Profile } from "./profile";
import type { StackWeights } from "./selection";

/** Everything known about one line. Weights are nanoseconds. */
export interface LineDetail {
  readonly file: string;
  readonly line: number;
  readonly self: number;
  readonly selfSamples: number;
  readonly total: number;
  readonly totalSamples: number;
  /** Share of all whole samples' weight, 0 … 1. */
  readonly selfShare: number;
  readonly totalShare: number;
  /** Functions whose code stands on the line; several where there is a lambda or a comprehension. */
  readonly functions: readonly RelatedFunction[];
  /** What called these functions, and what the line called: each sample once a function, heaviest first. */
  readonly callers: readonly RelatedFunction[];
  readonly callees: readonly RelatedFunction[];
  readonly instructions: InstructionHeat;
}

export interface RelatedFunction {
  /** Row of the function table. */
  readonly function: number;
  readonly weight: number;
  readonly samples: number;
  /** Of the line's total, 0 … 1. */
  readonly share: number;
}

/** The line's figures, `file` as the target has it; null when no whole sample saw the line. */
export function computeLineDetail(
  profile: Profile,
  weights: StackWeights,
  file: string,
  line: number,
): LineDetail | null {
  const stacks = sumStacks(profile, weights);
  const nodes = nodesOfLine(profile, stacks.length, file, line);
  const totals = computeKeyTotals(
    stacks,
    keysOfNodes(stacks.length, (node) => nodes[node] - 1),
    1,
  );
  const [self, selfSamples] = [totals.self[0], totals.selfSamples[0]];
  const [total, totalSamples] = [totals.total[0], totals.totalSamples[0]];
  if (totalSamples === 0) {
    return null;
  }
  const functionAt = (node: number) => profile.frames.function[profile.stacks.frame[node]];
  const parentOf = (node: number) => profile.stacks.parent[node];
  const related = (keyOf: (node: number) => number) => relatedFunctions(profile, stacks, keyOf, total);
  return {
    file,
    line,
    self,
    selfSamples,
    total,
    totalSamples,
    selfShare: ratio(self, weights.totalWeight),
    totalShare: ratio(total, weights.totalWeight),
    functions: related((node) => (nodes[node] ? functionAt(node) : -1)),
    callers: related((node) => (nodes[node] && parentOf(node) >= 0 ? functionAt(parentOf(node)) : -1)),
    callees: related((node) => (parentOf(node) >= 0 && nodes[parentOf(node)] ? functionAt(node) : -1)),
    instructions: computeInstructionHeat(profile, stacks, nodes, total),
  };
}

/** 1 for each stack node whose frame stands on the line. */
function nodesOfLine(profile: Profile, length: number, file: string, line: number): Uint8Array {
  const { frames, functions, stacks, strings } = profile;
  const nodes = new Uint8Array(length);
  const row = strings.indexOf(file);
  for (let node = 0; node < nodes.length; node++) {
    const frame = stacks.frame[node];
    nodes[node] = frames.line[frame] === line && functions.file[frames.function[frame]] === row ? 1 : 0;
  }
  return nodes;
}

function relatedFunctions(
  profile: Profile,
  stacks: StackSums,
  keyOf: (node: number) => number,
  lineTotal: number,
): RelatedFunction[] {
  const keyOfNode = keysOfNodes(stacks.length, keyOf);
  const { total, totalSamples } = computeKeyTotals(stacks, keyOfNode, profile.functions.length);
  const rows: RelatedFunction[] = [];
  for (let row = 0; row < total.length; row++) {
    if (totalSamples[row] > 0) {
      const share = ratio(total[row], lineTotal);
      rows.push({ function: row, weight: total[row], samples: totalSamples[row], share });
    }
  }
  return rows.sort((a, b) => b.weight - a.weight || a.function - b.function);
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
