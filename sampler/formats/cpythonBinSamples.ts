import { PairTable } from "../profile";
import { maxDepth } from "./cpythonBinLayout";

/** How a record tells its stack. */
export enum Encoding {
  /** As before; a count and so many samples. */
  Repeat = 0,
  /** Anew. */
  Full = 1,
  /** New frames on top of so many outermost ones of the stack before. */
  Suffix = 2,
  /** New frames in place of so many innermost ones of the stack before. */
  PopPush = 3,
}

/** A thread of an interpreter. */
export interface BinThread {
  readonly row: number;
  readonly tid: number;
  readonly interpreter: number;
}

/** Gets the samples one by one. `stack` is a row of `stacks`, -1 for none; `deltaUs` counts from the sample before. */
export type OnSample = (thread: BinThread, stack: number, status: number, timeUs: number, deltaUs: number) => void;

interface ThreadState extends BinThread {
  timeUs: number;
  isFirst: boolean;
  /** Rows of `stacks` from the outermost frame to the innermost. */
  readonly path: number[];
}

/** Bits of a status byte that mean something. */
const knownStatus = 0x3f;

/** Decodes samples from bytes in pieces of any size. */
export class SampleDecoder {
  /** (caller's row, frame's number in the file) of each distinct stack. */
  readonly stacks = new PairTable();
  samples = 0;
  /** What is wrong with the bytes; nothing is decoded from there on. */
  problem: string | null = null;

  private readonly states: ThreadState[] = [];
  private readonly statesOf = new Map<number, ThreadState[]>();
  private current: ThreadState | null = null;
  /** Samples of a `Repeat` that are still to come. */
  private repeats = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);
  private at = 0;
  private isShort = false;
  private readonly frames: number[] = [];

  constructor(
    private readonly startUs: number,
    private readonly littleEndian: boolean,
    private readonly onSample: OnSample,
  ) {}

  push(bytes: Uint8Array): void {
    if (this.problem !== null) return;
    this.bytes = this.at === this.bytes.length ? bytes : joined(this.bytes, bytes);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.at = 0;
    while (this.problem === null && this.at < this.bytes.length) {
      const start = this.at;
      this.isShort = false;
      if (this.repeats > 0) this.decodeRepeat();
      else this.decodeRecord();
      if (this.isShort) {
        this.keepFrom(start);
        return;
      }
    }
  }

  /** A copy: the bytes' memory may be used again for the next ones. */
  private keepFrom(start: number): void {
    this.bytes = this.bytes.slice(start);
    this.at = 0;
  }

  private decodeRecord(): void {
    if (this.bytes.length - this.at < 14) {
      this.isShort = true;
      return;
    }
    const [low, high] = this.littleEndian ? [0, 4] : [4, 0];
    const tid = this.uint32(low) + this.uint32(high) * 2 ** 32;
    if (!Number.isSafeInteger(tid)) {
      this.problem = "a thread's number that no system gives";
      return;
    }
    const state = this.stateOf(tid, this.uint32(8));
    const encoding = this.bytes[this.at + 12];
    this.at += 13;
    if (encoding === Encoding.Repeat) this.beginRepeat(state);
    else if (encoding <= Encoding.PopPush) this.decodeStack(state, encoding);
    else this.problem = `a record of the unknown kind ${encoding}`;
  }

  private beginRepeat(state: ThreadState): void {
    const count = this.uint();
    if (this.isShort) return;
    this.current = state;
    this.repeats = count;
  }

  private decodeRepeat(): void {
    const delta = this.uint();
    const status = this.byte();
    if (this.isShort) return;
    this.repeats--;
    this.emit(this.current!, delta, status);
  }

  private decodeStack(state: ThreadState, encoding: Encoding): void {
    const delta = this.uint();
    const status = this.byte();
    const before = state.path.length;
    const shared = encoding === Encoding.Full ? 0 : this.uint();
    const kept = encoding === Encoding.PopPush ? before - shared : shared;
    const added = this.uint();
    if (this.isShort) return;
    if (kept < 0 || kept > before || kept + added > maxDepth) {
      this.problem = `a stack of ${kept} old and ${added} new frames after one of ${before}`;
      return;
    }
    for (let index = 0; index < added; index++) this.frames[index] = this.uint();
    if (this.isShort) return;
    this.renew(state.path, kept, added);
    this.emit(state, delta, status);
  }

  /** Frames are told from the innermost; stacks grow from the outermost. */
  private renew(path: number[], kept: number, added: number): void {
    path.length = kept;
    let stack = kept === 0 ? -1 : path[kept - 1];
    for (let index = added - 1; index >= 0; index--) {
      stack = this.stacks.intern(stack, this.frames[index]);
      path.push(stack);
    }
  }

  private emit(state: ThreadState, delta: number, status: number): void {
    const { path } = state;
    const sinceBefore = state.isFirst ? -1 : delta;
    state.timeUs += delta;
    state.isFirst = false;
    this.samples++;
    this.onSample(state, path.length === 0 ? -1 : path[path.length - 1], status & knownStatus, state.timeUs, sinceBefore);
  }

  private stateOf(tid: number, interpreter: number): ThreadState {
    const last = this.current;
    if (last !== null && last.tid === tid && last.interpreter === interpreter) return last;
    const known = this.statesOf.get(tid) ?? [];
    let state = known.find((candidate) => candidate.interpreter === interpreter);
    if (state === undefined) {
      state = { row: this.states.length, tid, interpreter, timeUs: this.startUs, isFirst: true, path: [] };
      this.states.push(state);
      this.statesOf.set(tid, [...known, state]);
    }
    this.current = state;
    return state;
  }

  private uint32(offset: number): number {
    return this.view.getUint32(this.at + offset, this.littleEndian);
  }

  private byte(): number {
    if (this.at < this.bytes.length) return this.bytes[this.at++];
    this.isShort = true;
    return 0;
  }

  /** Unsigned LEB128; one of more than 2^53 is damage. */
  private uint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 56; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    this.problem = "a number of more than 8 bytes";
    return 0;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
