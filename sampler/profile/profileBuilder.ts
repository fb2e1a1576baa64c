import type { DecodedBatch } from "../wire";
import { checkBatch } from "./checkBatch";
import { appendRows } from "./growingTable";
import type { Profile, ProfileEvent, Statistics, Thread } from "./profile";
import { MergedRuns } from "./runs";

type DecodedRuns = NonNullable<DecodedBatch["runs"]>;

const noStatistics: Statistics = {
  time: 0,
  ticks: 0,
  samples: 0,
  torn: 0,
  failed: 0,
  retries: 0,
  late: 0,
  missed: 0,
  cpu: 0,
  reads: 0,
  bytesRead: 0,
  stops: 0,
  stopped: 0,
};

/** Makes a profile out of batches, in the order in which they were written. */
export class ProfileBuilder {
  private readonly tables = emptyTables();
  /** The same object throughout; it grows with each batch. */
  readonly profile: Profile = this.tables;
  private readonly merged: MergedRuns | null;

  /** Without `timeline`, samples that are alike are one run, which grows: memory depends on stacks, not on time. */
  constructor({ timeline } = { timeline: true }) {
    this.merged = timeline ? null : new MergedRuns(this.tables.runs);
  }

  /**
   * Appends a batch, in time proportional to its rows.
   * Throws a `WireError` when a row refers to a row that does not exist, or a number does not fit; the profile then
   * stays as it was.
   */
  append(batch: DecodedBatch): void {
    checkBatch(this.profile, batch);
    this.appendIndexed(batch);
    this.appendThreads(batch);
    this.appendFacts(batch);
    this.tables.revision++;
  }

  private appendIndexed(batch: DecodedBatch): void {
    for (const text of batch.strings?.value ?? []) {
      this.tables.strings.push(text);
    }
    for (const name of ["functions", "opcodes", "frames", "stacks", "runs"] as const) {
      const added = batch[name];
      if (added === undefined) continue;
      if (name === "runs" && this.merged !== null) this.merge(batch.runs!, this.merged);
      else appendRows(this.tables[name], added, added.length);
    }
  }

  private merge({ thread, stack, status, start, count, weight, length }: DecodedRuns, merged: MergedRuns): void {
    for (let run = 0; run < length; run++) {
      merged.add(thread[run], stack[run], status[run], start[run], count[run], weight[run]);
    }
  }

  private appendThreads({ threads }: DecodedBatch): void {
    for (let row = 0; threads !== undefined && row < threads.length; row++) {
      this.tables.threads.push({
        process: threads.process[row],
        tid: threads.tid[row],
        interpreter: threads.interpreter[row],
        main: threads.main[row] !== 0,
        name: threads.name[row],
      });
    }
  }

  private appendFacts({ properties, events, statistics }: DecodedBatch): void {
    for (let row = 0; properties !== undefined && row < properties.length; row++) {
      this.tables.properties.set(properties.key[row], properties.value[row]);
    }
    for (let row = 0; events !== undefined && row < events.length; row++) {
      const { time, kind, code, text } = events;
      this.tables.events.push({ time: time[row], kind: kind[row], code: code[row], text: text[row] });
    }
    if (statistics !== undefined && statistics.length > 0) {
      const names = Object.keys(noStatistics) as (keyof Statistics)[];
      const latest = names.map((name) => [name, statistics[name][statistics.length - 1]]);
      this.tables.statistics = Object.fromEntries(latest);
    }
  }
}

/** The tables of a profile without rows, to be filled. */
export function emptyTables() {
  return {
    revision: 0,
    strings: [] as string[],
    functions: {
      length: 0,
      name: new Uint32Array(0),
      file: new Uint32Array(0),
      firstLine: new Int32Array(0),
      kind: new Uint8Array(0),
    },
    opcodes: { length: 0, name: new Uint32Array(0), base: new Uint32Array(0), adaptive: new Uint8Array(0) },
    frames: {
      length: 0,
      function: new Uint32Array(0),
      line: new Int32Array(0),
      endLine: new Int32Array(0),
      column: new Int32Array(0),
      endColumn: new Int32Array(0),
      offset: new Int32Array(0),
      opcode: new Int32Array(0),
    },
    stacks: { length: 0, parent: new Int32Array(0), frame: new Uint32Array(0) },
    threads: [] as Thread[],
    runs: {
      length: 0,
      thread: new Uint32Array(0),
      stack: new Int32Array(0),
      status: new Uint32Array(0),
      start: new Float64Array(0),
      count: new Uint32Array(0),
      weight: new Float64Array(0),
    },
    statistics: noStatistics,
    properties: new Map<string, string>(),
    events: [] as ProfileEvent[],
  };
}
