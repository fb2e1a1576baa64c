import { computeKeyTotals, keysOfNodes } from "./keyTotals";
import type { StackSums } from "./keyTotals";
import type { Profile } from "./profile";

/** Which instructions samples saw at a place, heaviest first. */
export interface InstructionHeat {
  readonly instructions: readonly Instruction[];
  /**
   * How far the place is specialised: of the samples that saw an instruction with specialised forms, the
   * share that saw a specialised form; null when there were none.
   */
  readonly specialisedShare: number | null;
}

/** One opcode as executed. Weights are nanoseconds. */
export interface Instruction {
  readonly name: string;
  /** The generic instruction; equal to `name` when not specialised. */
  readonly base: string;
  readonly isSpecialised: boolean;
  /** The base instruction has specialised forms at all. */
  readonly isAdaptive: boolean;
  /** Samples in which the instruction itself was running. */
  readonly self: number;
  readonly selfSamples: number;
  /** The samples above and those in which it waited for what it called. */
  readonly total: number;
  readonly totalSamples: number;
  /** `total` as a share of the place's total, 0 … 1. */
  readonly share: number;
}

/** `nodes` has 1 for each stack node that belongs to the place; `placeTotal` is the place's total weight. */
export function computeInstructionHeat(
  profile: Profile,
  stacks: StackSums,
  nodes: Uint8Array,
  placeTotal: number,
): InstructionHeat {
  const { opcodes } = profile;
  const opcodeOf = (node: number) => profile.frames.opcode[profile.stacks.frame[node]];
  const keyOfNode = keysOfNodes(stacks.length, (node) => (nodes[node] ? opcodeOf(node) : -1));
  const totals = computeKeyTotals(stacks, keyOfNode, opcodes.length);
  const instructions: Instruction[] = [];
  for (let row = 0; row < opcodes.length; row++) {
    if (totals.totalSamples[row] > 0) {
      instructions.push({
        name: profile.strings[opcodes.name[row]],
        base: profile.strings[opcodes.base[row]],
        isSpecialised: opcodes.name[row] !== opcodes.base[row],
        isAdaptive: opcodes.adaptive[row] !== 0,
        self: totals.self[row],
        selfSamples: totals.selfSamples[row],
        total: totals.total[row],
        totalSamples: totals.totalSamples[row],
        share: placeTotal > 0 ? totals.total[row] / placeTotal : 0,
      });
    }
  }
  instructions.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  return { instructions, specialisedShare: specialisedShare(instructions) };
}

function specialisedShare(instructions: readonly Instruction[]): number | null {
  const samplesOf = (rows: readonly Instruction[]) => rows.reduce((sum, row) => sum + row.totalSamples, 0);
  const adaptive = instructions.filter((row) => row.isAdaptive);
  const seen = samplesOf(adaptive);
  return seen > 0 ? samplesOf(adaptive.filter((row) => row.isSpecialised)) / seen : null;
}
