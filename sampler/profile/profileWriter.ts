import { FunctionKind } from "../wire";
import { appendRows } from "./growingTable";
import { PairTable } from "./pairTable";
import type { Profile, ProfileEvent, Statistics, Thread } from "./profile";
import { emptyTables } from "./profileBuilder";
import { MergedRuns, RunsInOrder, type Runs } from "./runs";
import { StringInterner } from "./stringInterner";

/** Where in its function a frame is; what a file does not tell is left out. Units as in `FrameTable`. */
export interface Place {
  readonly line: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly endColumn?: number;
  readonly offset?: number;
  /** Row of the opcode table; -1 for none. */
  readonly opcode?: number;
}

export interface ProfileWriterOptions {
  /** Keep when each sample was taken; else samples that are alike are one run, and memory depends on stacks alone. */
  readonly timeline: boolean;
}

/** Makes a profile out of what other tools' files hold, row by row; equal rows are one. */
export class ProfileWriter {
  private readonly tables = emptyTables();
  private readonly strings = new StringInterner();
  private readonly functions = new TupleTable(4);
  private readonly opcodes = new PairTable();
  private readonly frames = new TupleTable(7);
  private readonly stacks = new PairTable();
  private readonly runs: Runs;

  constructor({ timeline }: ProfileWriterOptions) {
    this.runs = timeline ? new RunsInOrder(this.tables.runs) : new MergedRuns(this.tables.runs);
  }

  /** Row of a function; `firstLine` 0 when it is not known. */
  function(name: string, file: string, firstLine: number, kind: FunctionKind = FunctionKind.Python): number {
    const before = this.functions.length;
    const values = [this.strings.intern(name), this.strings.intern(file), firstLine, kind];
    const row = this.functions.intern(values);
    if (row === before) {
      const [names, files] = values;
      appendRows(this.tables.functions, { name: [names], file: [files], firstLine: [firstLine], kind: [kind] }, 1);
    }
    return row;
  }

  /** Row of an instruction; `base` is the generic one that it was specialised from, or itself. */
  opcode(name: string, base: string, adaptive: boolean): number {
    const before = this.opcodes.length;
    const names = { name: [this.strings.intern(name)], base: [this.strings.intern(base)] };
    const row = this.opcodes.intern(names.name[0], names.base[0]);
    if (row === before) appendRows(this.tables.opcodes, { ...names, adaptive: [adaptive ? 1 : 0] }, 1);
    return row;
  }

  /** Row of a place in a function. */
  frame(functionRow: number, place: Place): number {
    const { line, endLine = 0, column = -1, endColumn = -1, offset = -1, opcode = -1 } = place;
    const before = this.frames.length;
    const row = this.frames.intern([functionRow, line, endLine, column, endColumn, offset, opcode]);
    if (row === before) {
      const columns = { endLine: [endLine], column: [column], endColumn: [endColumn], offset: [offset], opcode: [opcode] };
      appendRows(this.tables.frames, { function: [functionRow], line: [line], ...columns }, 1);
    }
    return row;
  }

  /** Row of a stack: a frame called by the stack `parent`, -1 for none. */
  stack(parent: number, frame: number): number {
    const before = this.stacks.length;
    const row = this.stacks.intern(parent, frame);
    if (row === before) appendRows(this.tables.stacks, { parent: [parent], frame: [frame] }, 1);
    return row;
  }

  /** Row of a new thread; threads are not compared. */
  thread(thread: Thread): number {
    return this.tables.threads.push(thread) - 1;
  }

  /** Renames a thread, for files that tell names last. */
  renameThread(row: number, name: string): void {
    this.tables.threads[row] = { ...this.tables.threads[row], name };
  }

  /** Some samples of a thread that saw the same. `start` and `weight` in ns; `stack` -1 for none. */
  addSamples(thread: number, stack: number, status: number, start: number, count: number, weight: number): void {
    this.runs.add(thread, stack, status, start, count, weight);
  }

  setProperty(key: string, value: string): void {
    this.tables.properties.set(key, value);
  }

  addEvent(event: ProfileEvent): void {
    this.tables.events.push(event);
  }

  setStatistics(known: Partial<Statistics>): void {
    this.tables.statistics = { ...this.tables.statistics, ...known };
  }

  /** What was written so far. Nothing may be written afterwards. */
  finish(): Profile {
    this.runs.finish();
    if (this.runs instanceof MergedRuns && this.tables.statistics.time === 0) this.setStatistics({ time: this.runs.endNs });
    for (const text of this.strings.values) this.tables.strings.push(text);
    this.tables.revision++;
    return this.tables;
  }
}

/** Gives each distinct tuple of `size` 32-bit integers a number: 0, 1, 2, … in the order in which they come. */
class TupleTable {
  private readonly pairs: readonly PairTable[];

  constructor(size: number) {
    this.pairs = Array.from({ length: size - 1 }, () => new PairTable());
  }

  get length(): number {
    return this.pairs[this.pairs.length - 1].length;
  }

  intern(tuple: readonly number[]): number {
    let number = tuple[0];
    for (let index = 1; index < tuple.length; index++) number = this.pairs[index - 1].intern(number, tuple[index]);
    return number;
  }
}
