import { computeKeyTotals, keysOfNodes, sumStacks } from "./keyTotals";
import type { KeyTotals } from "./keyTotals";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";
import type { StackWeights } from "./selection";

/** What each line of each file weighs. */
export interface LineHeat {
  /** By file as the target has it. */
  readonly files: ReadonlyMap<string, FileLineHeat>;
  /** All whole samples of the selection: what shares are shares of. */
  readonly totalWeight: number;
  readonly totalSamples: number;
}

/** Lines of one file that were seen, ascending; columns of equal length. Weights are nanoseconds. */
export interface FileLineHeat {
  readonly length: number;
  /** 1-based. */
  readonly line: Int32Array;
  readonly self: Float64Array;
  readonly selfSamples: Float64Array;
  /** A sample counts once for a line, however often the line stands on its stack. */
  readonly total: Float64Array;
  readonly totalSamples: Float64Array;
}

/** Self and total of every line that samples saw; lines without whole samples are left out. */
export function computeLineHeat(profile: Profile, weights: StackWeights): LineHeat {
  const { totalWeight, totalSamples } = weights;
  const lines = new PairTable();
  const keyOfFrame = linesOfFrames(profile, lines, null);
  const files = new Map<string, FileLineHeat>();
  for (const [file, heat] of heatByFile(profile, weights, lines, keyOfFrame)) {
    files.set(profile.strings[file], heat);
  }
  return { files, totalWeight, totalSamples };
}

/** The same for one file, `file` as the target has it. */
export function computeFileLineHeat(profile: Profile, weights: StackWeights, file: string): FileLineHeat {
  const row = profile.strings.indexOf(file);
  const lines = new PairTable();
  const keyOfFrame = linesOfFrames(profile, lines, row);
  return heatByFile(profile, weights, lines, keyOfFrame).get(row) ?? columnsOf([], new Int32Array(0), noTotals);
}

const none = new Float64Array(0);
const noTotals: KeyTotals = { self: none, selfSamples: none, total: none, totalSamples: none };

/** Numbers the (file, line) of each frame; -1 for frames without a line, or of another file than `only`. */
function linesOfFrames(profile: Profile, lines: PairTable, only: number | null): Int32Array {
  const { frames, functions } = profile;
  const keys = new Int32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const file = functions.file[frames.function[frame]];
    const counts = frames.line[frame] > 0 && (only === null || file === only);
    keys[frame] = counts ? lines.intern(file, frames.line[frame]) : -1;
  }
  return keys;
}

function heatByFile(
  profile: Profile,
  weights: StackWeights,
  lines: PairTable,
  keyOfFrame: Int32Array,
): Map<number, FileLineHeat> {
  const stacks = sumStacks(profile, weights);
  const keyOfNode = keysOfNodes(stacks.length, (node) => keyOfFrame[profile.stacks.frame[node]]);
  const totals = computeKeyTotals(stacks, keyOfNode, lines.length);
  const { first: file, second: line } = lines;
  const keysByFile = new Map<number, number[]>();
  for (let key = 0; key < lines.length; key++) {
    if (totals.totalSamples[key] > 0) {
      const keys = keysByFile.get(file[key]) ?? [];
      keysByFile.set(file[key], keys);
      keys.push(key);
    }
  }
  const heats = [...keysByFile].map(([row, keys]) => [row, columnsOf(keys, line, totals)] as const);
  return new Map(heats);
}

function columnsOf(keys: number[], line: Int32Array, totals: KeyTotals): FileLineHeat {
  keys.sort((a, b) => line[a] - line[b]);
  const pick = (column: Float64Array) => Float64Array.from(keys, (key) => column[key]);
  return {
    length: keys.length,
    line: Int32Array.from(keys, (key) => line[key]),
    self: pick(totals.self),
    selfSamples: pick(totals.selfSamples),
    total: pick(totals.total),
    totalSamples: pick(totals.totalSamples),
  };
}
