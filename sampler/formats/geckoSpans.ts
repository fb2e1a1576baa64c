import { ThreadStatus } from "../wire";
import { Instructions, type Instruction } from "./geckoLists";
import { stateMarkers } from "./geckoShape";
import { numbersIn, type PackedNumbers } from "./packedNumbers";

type Table = Record<string, unknown>;

/** A thread's markers that last, by when they began; times in ms. */
class Spans {
  /** Rows of the file's table. */
  readonly rows: Uint32Array;
  private readonly starts: PackedNumbers;
  private readonly ends: PackedNumbers;
  private readonly names: PackedNumbers;
  private readonly instructions: Instructions | null;

  constructor(markers: Table) {
    this.starts = numbersIn(markers, "startTime");
    this.ends = numbersIn(markers, "endTime");
    this.names = numbersIn(markers, "name");
    this.instructions = markers.data instanceof Instructions ? markers.data : null;
    this.rows = this.rowsInOrder();
  }

  /** NaN when the file does not tell. */
  start(row: number): number {
    return this.starts.at(row) ?? NaN;
  }

  end(row: number): number {
    return this.ends.at(row) ?? NaN;
  }

  name(row: number): number | null {
    return this.names.at(row);
  }

  instruction(row: number): Instruction | null {
    return this.instructions?.at(row) ?? null;
  }

  private rowsInOrder(): Uint32Array {
    const all = new Uint32Array(this.names.length);
    let used = 0;
    let isSorted = true;
    for (let row = 0; row < all.length; row++) {
      if (!(this.end(row) >= this.start(row))) continue;
      isSorted &&= used === 0 || this.start(all[used - 1]) <= this.start(row);
      all[used++] = row;
    }
    const rows = all.subarray(0, used);
    return isSorted ? rows : rows.sort((a, b) => this.start(a) - this.start(b) || a - b);
  }
}

/** What a thread was up to, asked for times that only grow. */
class SpanCursor {
  private next = 0;
  private latest = -1;

  constructor(
    private readonly spans: Spans,
    private readonly isOurs: (row: number) => boolean,
  ) {}

  /** The row of the span that began last, while it lasts; -1 for none. One that ends just then has not ended unless another begins. */
  at(time: number): number {
    const { spans } = this;
    for (; this.next < spans.rows.length && spans.start(spans.rows[this.next]) <= time; this.next++) {
      if (this.isOurs(spans.rows[this.next])) this.latest = spans.rows[this.next];
    }
    return this.latest >= 0 && spans.end(this.latest) >= time ? this.latest : -1;
  }
}

/** The states that profilers of Python mark, as bits of the samples' status. */
export class GeckoStates {
  private readonly spans: Spans;
  private readonly opcodes: SpanCursor;
  private readonly gil: SpanCursor;
  private readonly cpu: SpanCursor;
  private readonly exceptions: SpanCursor;
  private readonly waiting: SpanCursor;

  /** `text` gives the string of an index. */
  constructor(
    markers: Table,
    private readonly text: (index: unknown) => string | null,
  ) {
    const { hasGil, noGil, onCpu, offCpu, exception, noException, waiting } = stateMarkers;
    this.spans = new Spans(markers);
    this.gil = this.cursor(hasGil.name, noGil.name);
    this.cpu = this.cursor(onCpu.name, offCpu.name);
    this.exceptions = this.cursor(exception.name, noException.name);
    this.waiting = this.cursor(waiting.name);
    this.opcodes = new SpanCursor(this.spans, (row) => this.spans.instruction(row) !== null);
  }

  statusAt(time: number): number {
    const cpu = this.nameOf(this.cpu.at(time));
    const waiting = this.waiting.at(time);
    let status = 0;
    if (this.nameOf(this.gil.at(time)) === stateMarkers.hasGil.name) status |= ThreadStatus.HasGil;
    if (this.nameOf(this.exceptions.at(time)) === stateMarkers.exception.name) status |= ThreadStatus.HasException;
    if (waiting >= 0 && this.spans.end(waiting) > time) status |= ThreadStatus.GilRequested;
    if (cpu === null) return status | ThreadStatus.Unknown;
    return cpu === stateMarkers.onCpu.name ? status | ThreadStatus.OnCpu : status;
  }

  instructionAt(time: number): Instruction | null {
    const row = this.opcodes.at(time);
    return row < 0 ? null : this.spans.instruction(row);
  }

  private cursor(...names: string[]): SpanCursor {
    return new SpanCursor(this.spans, (row) => names.includes(this.nameOf(row) ?? ""));
  }

  private nameOf(row: number): string | null {
    return row < 0 ? null : this.text(this.spans.name(row));
  }
}
