import type { Addon, NativeSampler, SamplerEnd } from "../../../sampler/host/addon";
import type { Sink } from "../../../sampler/host/sink";
import { StreamDecoder, type DecodedBatch } from "../../../sampler/wire";

/** A native sampler without a process: what it gathered and how it ended is what the test says. */
export class FakeSampler implements NativeSampler {
  readonly batches: Uint8Array[] = [];
  end: SamplerEnd | null = null;
  running = false;
  /** Rows that the real one would still hold when its thread ends. */
  lastBatch: Uint8Array | null = null;

  start(): void {
    this.running = true;
  }

  stop(): void {
    if (this.running && this.lastBatch) this.batches.push(this.lastBatch);
    this.running = false;
    this.end ??= { kind: "stopped" };
  }

  drain(): Uint8Array | null {
    return this.batches.shift() ?? null;
  }

  ended(): SamplerEnd | null {
    return this.end;
  }
}

/** An addon whose samplers are all the one given. */
export function fakeAddon(sampler: FakeSampler): Addon {
  return {
    Sampler: function () {
      return sampler;
    },
    supportedVersions: ["3.14"],
    inspect: (pid: number) => {
      return { pid, version: "3.14.2", supported: true, executable: "/usr/bin/python3.14", reason: "", code: null };
    },
  } as unknown as Addon;
}

/** Keeps what was written, decoded. */
export class MemorySink implements Sink {
  readonly decoder = new StreamDecoder();
  readonly batches: DecodedBatch[] = [];
  closed = false;

  write(bytes: Uint8Array): void {
    this.batches.push(...this.decoder.push(bytes));
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** Kinds of all events in order. */
  get eventKinds(): number[] {
    return this.batches.flatMap(({ events }) => Array.from(events?.kind ?? []));
  }

  /** The last value of each property. */
  get properties(): Record<string, string> {
    const pairs = this.batches.flatMap(({ properties: rows }) =>
      Array.from(rows?.key ?? [], (key, row) => [key, rows!.value[row]] as const),
    );
    return Object.fromEntries(pairs);
  }
}
