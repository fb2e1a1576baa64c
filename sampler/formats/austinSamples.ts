import { ProfileWriter, type Place } from "../profile";
import { FunctionKind, ThreadStatus } from "../wire";
import { clampNumber, longestNs } from "./clampNumber";
import { damagedNote, FormatError, type ReadOptions, type ReadProfile } from "./format";

/** A sample of Austin's. Times are microseconds since the one before. */
export interface AustinSample {
  readonly process: number;
  readonly interpreter: number;
  readonly tid: number;
  /** Rows of frames, the root's first. */
  readonly frames: readonly number[];
  readonly elapsed: number;
  /** Null when the file does not tell. */
  readonly idle: boolean | null;
  /** Austin could not read the stack to its end. */
  readonly torn: boolean;
  readonly collecting: boolean;
}

/** What Austin's two kinds of files have in common: metadata, and samples of threads. */
export class AustinSamples {
  private readonly writer: ProfileWriter;
  private readonly threads = new Map<string, { readonly row: number; now: number }>();
  private mode = "";
  private torn = 0;
  private count = 0;

  constructor(options: ReadOptions) {
    this.writer = new ProfileWriter(options);
  }

  /** A fact about the recording, as `# key: value` in a text. Throws a `FormatError` when it is one of memory. */
  readFact(key: string, value: string): void {
    const microseconds = clampNumber(Number(value), 0, longestNs / 1000);
    if (key === "mode" && value === "memory") throw new FormatError("It tells which memory was used, not which time");
    if (key === "mode") this.writer.setProperty("mode", (this.mode = value));
    else if (key === "austin") this.writer.setProperty("tool", `austin ${value}`);
    else if (key === "python") this.writer.setProperty("python", value);
    else if (key === "duration") this.writer.setStatistics({ time: microseconds * 1000 });
    else if (key === "interval" && microseconds > 0) {
      this.writer.setProperty("intervalNs", String(microseconds * 1000));
      this.writer.setProperty("rate", String(1e6 / microseconds));
    }
  }

  /** Whether samples of threads that do nothing are marked. */
  get tellsIdle(): boolean {
    return this.mode === "full";
  }

  /** Row of a frame of Python code. */
  frame(name: string, file: string, place: Place): number {
    const isKernel = file === "kernel" && place.line === 0;
    return isKernel
      ? this.other(name, FunctionKind.Native)
      : this.writer.frame(this.writer.function(name, file, 0), place);
  }

  /** Row of a frame that is no Python code. */
  other(name: string, kind: FunctionKind): number {
    return this.writer.frame(this.writer.function(name, "~", 0, kind), { line: 0 });
  }

  add({ process, interpreter, tid, frames, elapsed, idle, torn, collecting }: AustinSample): void {
    const thread = this.threadOf(process, interpreter, tid);
    const rows = collecting ? [...frames, this.other("<GC>", FunctionKind.Gc)] : frames;
    const stack = torn ? -1 : rows.reduce((parent, row) => this.writer.stack(parent, row), -1);
    const weight = clampNumber(elapsed, 0, longestNs / 1000) * 1000;
    this.writer.addSamples(
      thread.row,
      stack,
      this.statusOf(idle) | (torn ? ThreadStatus.Torn : 0),
      thread.now,
      1,
      weight,
    );
    thread.now += weight;
    this.count++;
    if (torn) this.torn++;
  }

  finish(isDamaged: boolean): ReadProfile {
    this.writer.setStatistics({ samples: this.count - this.torn, torn: this.torn });
    return { profile: this.writer.finish(), notes: isDamaged ? [damagedNote] : [] };
  }

  /** With `-s` Austin keeps only samples of threads that run. */
  private statusOf(idle: boolean | null): number {
    if (idle === null && this.mode !== "cpu") return ThreadStatus.Unknown;
    return idle ? 0 : ThreadStatus.OnCpu;
  }

  private threadOf(process: number, interpreter: number, tid: number): { readonly row: number; now: number } {
    const key = `${process} ${interpreter} ${tid}`;
    let thread = this.threads.get(key);
    if (thread === undefined) {
      const row = this.writer.thread({ process, tid, interpreter, main: process === tid, name: "" });
      this.threads.set(key, (thread = { row, now: 0 }));
    }
    return thread;
  }
}
