import { appendRows } from "./growingTable";
import { PairTable } from "./pairTable";
import type { RunTable } from "./profile";

const rowsOfBlock = 65_536;
/** A run's count has 32 bits. */
const mostCount = 2 ** 32 - 1;

/** Takes samples one after the other and makes them rows of a table of runs. */
export interface Runs {
  add(thread: number, stack: number, status: number, start: number, count: number, weight: number): void;
  /** Writes what is not in the table yet. */
  finish(): void;
}

/** One run for all samples of a thread that saw the same, with the first one's start. The table is whole at any time. */
export class MergedRuns implements Runs {
  private readonly places = new PairTable();
  private readonly keys = new PairTable();
  private end = 0;

  constructor(private readonly table: RunTable & { length: number }) {}

  /** When the last sample's time was over: the rows do not tell. */
  get endNs(): number {
    return this.end;
  }

  add(thread: number, stack: number, status: number, start: number, count: number, weight: number): void {
    if (start + weight > this.end) this.end = start + weight;
    const row = this.keys.intern(this.places.intern(thread, stack), status);
    if (row === this.table.length) {
      const added = { thread: [thread], stack: [stack], status: [status], start: [start], count: [count], weight: [weight] };
      return appendRows(this.table, added, 1);
    }
    this.table.count[row] = Math.min(this.table.count[row] + count, mostCount);
    this.table.weight[row] += weight;
  }

  finish(): void {
    // Nothing is held back.
  }
}

/** Runs in the order of their coming; a sample that sees what its thread's last one saw prolongs that run. */
export class RunsInOrder implements Runs {
  private readonly lastOf: number[] = [];
  private readonly block = {
    thread: new Uint32Array(rowsOfBlock),
    stack: new Int32Array(rowsOfBlock),
    status: new Uint32Array(rowsOfBlock),
    start: new Float64Array(rowsOfBlock),
    count: new Uint32Array(rowsOfBlock),
    weight: new Float64Array(rowsOfBlock),
  };
  private used = 0;

  constructor(private readonly table: { length: number }) {}

  add(thread: number, stack: number, status: number, start: number, count: number, weight: number): void {
    const last = this.lastOf[thread] ?? -1;
    // Only runs of the block can still grow: those before it are written.
    if (last >= 0 && this.block.stack[last] === stack && this.block.status[last] === status) {
      this.block.count[last] += count;
      this.block.weight[last] += weight;
      return;
    }
    if (this.used === rowsOfBlock) this.finish();
    const row = this.used++;
    this.lastOf[thread] = row;
    this.block.thread[row] = thread;
    this.block.stack[row] = stack;
    this.block.status[row] = status;
    this.block.start[row] = start;
    this.block.count[row] = count;
    this.block.weight[row] = weight;
  }

  finish(): void {
    const rows = Object.entries(this.block).map(([name, column]) => [name, column.subarray(0, this.used)]);
    appendRows(this.table, Object.fromEntries(rows), this.used);
    this.used = 0;
    this.lastOf.length = 0;
  }
}
