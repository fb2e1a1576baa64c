import { PairTable, type Profile } from "../../profile";

/** Numbers for (function, line), kept up as frames are appended. */
export class FrameKeys {
  private readonly pairs = new PairTable();
  private readonly keys: number[] = [];

  constructor(private readonly profile: Profile) {}

  /** Of how many pairs there are numbers. */
  get length(): number {
    return this.pairs.length;
  }

  /** The number of a frame's pair. */
  keyOf(frame: number): number {
    const { frames } = this.profile;
    for (let next = this.keys.length; next <= frame; next++) {
      this.keys.push(this.pairs.intern(frames.function[next], frames.line[next]));
    }
    return this.keys[frame];
  }

  functionOf(key: number): number {
    return this.pairs.first[key];
  }

  lineOf(key: number): number {
    return this.pairs.second[key];
  }
}
