import type { KeyTotals } from "./keyTotals";
import type { FileLineHeat } from "./lineHeat";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";

/** Numbers the lines that frames stand on. */
export class LineTable {
  /** Number of each frame's line; -1 for frames without a line, or of another file than asked for. */
  readonly ofFrame: Int32Array;
  private readonly lines = new PairTable();

  /** `only` is a file's row of the string table; null for all files. */
  constructor({ frames, functions }: Profile, only: number | null = null) {
    this.ofFrame = new Int32Array(frames.length);
    for (let frame = 0; frame < frames.length; frame++) {
      const file = functions.file[frames.function[frame]];
      const counts = frames.line[frame] > 0 && (only === null || file === only);
      this.ofFrame[frame] = counts ? this.lines.intern(file, frames.line[frame]) : -1;
    }
  }

  get length(): number {
    return this.lines.length;
  }

  /** File of each numbered line, a row of the string table. */
  get file(): Int32Array {
    return this.lines.first;
  }

  /** 1-based. */
  get line(): Int32Array {
    return this.lines.second;
  }
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
