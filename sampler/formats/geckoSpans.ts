import { ThreadStatus } from "../wire";
import { stateMarkers } from "./geckoShape";
import { listIn, recordOf, textIn } from "./jsonValues";

type Table = Record<string, unknown>;

/** A marker's time, in ms. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly data: Table;
}

/** What a thread was up to, asked for times that only grow. */
export class SpanCursor {
  private next = 0;
  private latest: Span | null = null;

  constructor(private readonly spans: readonly Span[]) {}

  /** The span that began last, while it lasts; one that ends just then has not ended unless another begins. */
  at(time: number): Span | null {
    for (; this.next < this.spans.length && this.spans[this.next].start <= time; this.next++) {
      this.latest = this.spans[this.next];
    }
    return this.latest !== null && this.latest.end >= time ? this.latest : null;
  }
}

/** The states that profilers of Python mark, as bits of the samples' status. */
export class GeckoStates {
  readonly opcodes: SpanCursor;
  private readonly gil: SpanCursor;
  private readonly cpu: SpanCursor;
  private readonly exceptions: SpanCursor;
  private readonly waiting: SpanCursor;

  /** `text` gives the string of an index. */
  constructor(markers: Table, text: (index: unknown) => string | null) {
    const spans = readSpans(markers, text);
    const cursor = (...names: string[]) => new SpanCursor(spans.filter(({ name }) => names.includes(name)));
    const { hasGil, noGil, onCpu, offCpu, exception, noException, waiting } = stateMarkers;
    this.gil = cursor(hasGil.name, noGil.name);
    this.cpu = cursor(onCpu.name, offCpu.name);
    this.exceptions = cursor(exception.name, noException.name);
    this.waiting = cursor(waiting.name);
    this.opcodes = new SpanCursor(spans.filter(({ data }) => textIn(data, "type") === "Opcode"));
  }

  statusAt(time: number): number {
    const cpu = this.cpu.at(time)?.name;
    const waiting = this.waiting.at(time);
    let status = 0;
    if (this.gil.at(time)?.name === stateMarkers.hasGil.name) status |= ThreadStatus.HasGil;
    if (this.exceptions.at(time)?.name === stateMarkers.exception.name) status |= ThreadStatus.HasException;
    if (waiting !== null && waiting.end > time) status |= ThreadStatus.GilRequested;
    if (cpu === undefined) return status | ThreadStatus.Unknown;
    return cpu === stateMarkers.onCpu.name ? status | ThreadStatus.OnCpu : status;
  }
}

function readSpans(markers: Table, text: (index: unknown) => string | null): Span[] {
  const [names, starts, ends, datas] = ["name", "startTime", "endTime", "data"].map((name) => listIn(markers, name));
  const spans = names.map((name, row) => ({
    start: Number(starts[row] ?? NaN),
    end: Number(ends[row] ?? NaN),
    name: text(name) ?? "",
    data: recordOf(datas[row]),
  }));
  return spans.filter(({ start, end }) => end >= start).sort((a, b) => a.start - b.start);
}
