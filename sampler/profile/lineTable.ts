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
