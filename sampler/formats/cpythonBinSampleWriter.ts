import { PairTable } from "../profile";
import type { Profile, Thread } from "../profile";
import { ThreadStatus, WireWriter } from "../wire";
import { maxDepth } from "./cpythonBinLayout";
import { Encoding } from "./cpythonBinSamples";
import { RunTimes } from "./sampleTimes";

const pieceBytes = 1 << 18;
const unusable = ThreadStatus.Torn | ThreadStatus.Failed;

interface ThreadState {
  readonly prefix: Uint8Array;
  /** Row of `BinStacks`; -1 for none. */
  stack: number;
  /** Of the sample before; -1: there was none. */
  timeUs: number;
}

/** The stacks of a profile as chains of the file's frames: stacks that look alike in the file are one. */
export class BinStacks {
  private readonly paths = new PairTable();
  private readonly ofStack: Int32Array;
  private readonly depths: number[] = [];

  constructor({ stacks }: Profile, frames: Int32Array) {
    this.ofStack = new Int32Array(stacks.length);
    for (let stack = 0; stack < stacks.length; stack++) {
      const above = this.pathOf(stacks.parent[stack]);
      const path = this.paths.intern(above, frames[stacks.frame[stack]]);
      this.ofStack[stack] = path;
      this.depths[path] = above < 0 ? 1 : this.depths[above] + 1;
    }
  }

  pathOf(stack: number): number {
    return stack < 0 ? -1 : this.ofStack[stack];
  }

  depth(path: number): number {
    return path < 0 ? 0 : this.depths[path];
  }

  /** The row below which both paths are the same; -1 when they share nothing. */
  common(a: number, b: number): number {
    const parent = this.paths.first;
    while (a !== b) {
      if (this.depth(a) >= this.depth(b)) a = parent[a];
      else b = parent[b];
    }
    return a;
  }

  /** Frames from the innermost, `count` of them. */
  appendFrames(path: number, count: number, writer: WireWriter): void {
    const { first: parent, second: frame } = this.paths;
    for (let at = path, left = count; left > 0; at = parent[at], left--) writer.uint(frame[at]);
  }
}

/** Encodes the samples of a profile's runs; torn and failed ones are left out. */
export class SampleWriter {
  samples = 0;
  private readonly states: ThreadState[];
  private readonly mode: string;

  constructor(
    private readonly profile: Profile,
    private readonly stacks: BinStacks,
    private readonly intervalUs: number,
  ) {
    this.states = profile.threads.map((thread) => ({ prefix: prefixOf(thread), stack: -1, timeUs: -1 }));
    this.mode = profile.properties.get("mode") ?? "";
  }

  /** Threads that have samples. */
  get threads(): number {
    return this.states.filter(({ timeUs }) => timeUs >= 0).length;
  }

  *pieces(): Iterable<Uint8Array> {
    const { status, length } = this.profile.runs;
    let writer = new WireWriter();
    for (let run = 0; run < length; run++) {
      if (status[run] & unusable) continue;
      for (const _ of this.encodeRun(run, writer)) {
        if (writer.bytes.length < pieceBytes) continue;
        yield writer.bytes;
        writer = new WireWriter();
      }
    }
    yield writer.bytes;
  }

  /** Stops after each part that may be taken away. */
  private *encodeRun(run: number, writer: WireWriter): Iterable<void> {
    const { thread, stack, status, start, count, weight } = this.profile.runs;
    const state = this.states[thread[run]];
    const times = new RunTimes(state.timeUs, start[run], count[run], weight[run], this.intervalUs, this.mode);
    this.samples += count[run];
    const path = this.stacks.pathOf(stack[run]);
    let sample = 0;
    if (path !== state.stack) {
      this.encodeStack(state, path, times.at(sample++), status[run], writer);
    }
    while (sample < count[run]) {
      const until = Math.min(count[run], sample + pieceBytes / 8);
      writer.append(state.prefix);
      writer.append(Uint8Array.of(Encoding.Repeat));
      writer.uint(until - sample);
      for (; sample < until; sample++) this.encodeTime(state, times.at(sample), status[run], writer);
      yield;
    }
    yield;
  }

  private encodeStack(state: ThreadState, path: number, timeUs: number, status: number, writer: WireWriter): void {
    const [before, depth] = [this.stacks.depth(state.stack), this.stacks.depth(path)];
    const common = Math.max(before, depth) > maxDepth ? -1 : this.stacks.common(state.stack, path);
    const shared = this.stacks.depth(common);
    const encoding = chooseEncoding(before, depth, shared);
    writer.append(state.prefix);
    writer.append(Uint8Array.of(encoding));
    this.encodeTime(state, timeUs, status, writer);
    if (encoding === Encoding.Suffix) writer.uint(shared);
    if (encoding === Encoding.PopPush) writer.uint(before - shared);
    const added = encoding === Encoding.Full ? Math.min(depth, maxDepth) : depth - shared;
    writer.uint(added);
    this.stacks.appendFrames(path, added, writer);
    state.stack = path;
  }

  private encodeTime(state: ThreadState, timeUs: number, status: number, writer: WireWriter): void {
    writer.uint(timeUs - Math.max(state.timeUs, 0));
    writer.append(Uint8Array.of(status));
    state.timeUs = timeUs;
  }
}

/** As CPython's writer chooses, so that files are as small as its own. */
function chooseEncoding(before: number, depth: number, shared: number): Encoding {
  if (shared === 0 || depth === 0) return Encoding.Full;
  if (shared === before) return Encoding.Suffix;
  return shared < depth / 2 ? Encoding.Full : Encoding.PopPush;
}

/** Thread and interpreter, as each record begins. */
function prefixOf({ tid, interpreter }: Thread): Uint8Array {
  const prefix = new Uint8Array(12);
  const view = new DataView(prefix.buffer);
  view.setBigUint64(0, BigInt(tid), true);
  view.setUint32(8, interpreter, true);
  return prefix;
}
