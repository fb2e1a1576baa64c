import { computeKeyTotals, keysOfNodes, sumStacks } from "./keyTotals";
import type { KeyTotals } from "./keyTotals";
import { LineTable } from "./lineTable";
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
  const files = new Map<string, FileLineHeat>();
  for (const [file, heat] of heatByFile(profile, weights, null)) {
    files.set(profile.strings[file], heat);
  }
  return { files, totalWeight, totalSamples };
}

/** The same for one file, `file` as the target has it. */
export function computeFileLineHeat(profile: Profile, weights: StackWeights, file: string): FileLineHeat {
  const row = profile.strings.indexOf(file);
  return heatByFile(profile, weights, row).get(row) ?? noHeat;
}

const none = new Float64Array(0);
const noHeat: FileLineHeat = {
  length: 0,
  line: new Int32Array(0),
  ...{ self: none, selfSamples: none, total: none, totalSamples: none },
};

function heatByFile(profile: Profile, weights: StackWeights, only: number | null): Map<number, FileLineHeat> {
  const stacks = sumStacks(profile, weights);
  const lines = new LineTable(profile, only);
  const keyOfNode = keysOfNodes(stacks.length, (node) => lines.ofFrame[profile.stacks.frame[node]]);
  return columnsOfLines(lines, computeKeyTotals(stacks, keyOfNode, lines.length));
}

/** What each line of each file weighs, by the file's row; lines without whole samples are left out. */
export function columnsOfLines({ file, line, length }: LineTable, totals: KeyTotals): Map<number, FileLineHeat> {
  const keysByFile = new Map<number, number[]>();
  for (let key = 0; key < length; key++) {
    if (totals.totalSamples[key] > 0) {
      const keys = keysByFile.get(file[key]) ?? [];
      keysByFile.set(file[key], keys);
      keys.push(key);
    }
  }
  return new Map([...keysByFile].map(([row, keys]) => [row, columnsOf(keys, line, totals)]));
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
