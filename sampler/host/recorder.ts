import * as os from "node:os";
import { EventKind, ThreadStatus, decodeBatch, encodeBatch, encodeHeader, type DecodedBatch } from "../wire";
import type { Addon, NativeSampler, SamplerEnd, SamplerError, SamplerOptions } from "./addon";
import type { Exit } from "./launch";
import type { Sink } from "./sink";

/** Often enough for a picture that lives. */
const WATCHED_DRAIN_MS = 100;
/** Each drain costs about as much as ten samples; what a sampler that is killed loses is no older. */
const DRAIN_MS = 500;
/** After the start, so that the shortest program's interpreter is looked at while it lives. */
const EARLY_DRAINS_MS = [15, 30, 60];
const NS_PER_MS = 1e6;

/** Why sampling ended: the sampler's own end, or the duration asked for. */
export type RecordingEnd = SamplerEnd | { readonly kind: "duration" };

/** What stands at the head of a recording. */
export interface RecordingFacts {
  readonly properties: Readonly<Record<string, string>>;
  /** Facts that can be known only once the runtime is there; asked after the first whole sample. */
  readonly lateProperties: () => Readonly<Record<string, string>>;
}

/** Who gets a recording while it grows. */
export interface Audience {
  readonly all: readonly Sink[];
  /** Whether people see what comes. */
  readonly isWatched: boolean;
}

/**
 * Drives the native sampler and hands what it gathers to the sinks: the header and the properties first, then batches
 * as they come, then the end of sampling, then (at `close`) the end of the target.
 */
export class Recorder {
  /** Resolves when sampling is over and every row has reached the sinks; rejects when a batch makes no sense. */
  readonly ended: Promise<RecordingEnd>;
  private sampler: NativeSampler | null = null;
  /** How it ended before it could begin. */
  private earlyEnd: RecordingEnd | null = null;
  readonly startedAt = new Date();
  private readonly startNs = process.hrtime.bigint();
  private resolveEnded: (end: RecordingEnd) => void = () => {};
  private rejectEnded: (error: unknown) => void = () => {};
  private sinks: readonly Sink[] = [];
  private lateProperties: RecordingFacts["lateProperties"] = () => ({});
  private readonly timers: NodeJS.Timeout[] = [];
  private over = false;
  private firstSampleSeen = false;

  /**
   * Starts sampling at once, before there is any place for the samples: what is slow to load can follow.
   * `durationNs`: when to end by ourselves; null for never; 0 takes no sample.
   * Throws a `SamplerError` for a process that cannot be sampled.
   */
  constructor(
    addon: Addon,
    options: SamplerOptions,
    private readonly durationNs: number | null,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.resolveEnded = resolve;
      this.rejectEnded = reject;
    });
    if (durationNs === 0) this.earlyEnd = { kind: "duration" };
    else this.start(addon, options);
  }

  /** To be called once, before anything else: the sinks get everything gathered since the start. */
  open(sinks: Audience, facts: RecordingFacts): void {
    this.sinks = sinks.all;
    this.lateProperties = facts.lateProperties;
    this.send(encodeHeader());
    this.sendProperties(facts.properties);
    this.event(EventKind.Started, 0, "", 0);
    this.schedule(sinks.isWatched ? WATCHED_DRAIN_MS : DRAIN_MS);
  }

  /** Ends sampling. The rows gathered so far reach the sinks; `ended` resolves. */
  stop(): void {
    this.end({ kind: "stopped" });
  }

  /** Whether a whole sample has been taken. */
  get hasSamples(): boolean {
    return this.firstSampleSeen;
  }

  /** To be called when the target has ended: takes what the sampler still holds, without waiting for it to notice. */
  targetEnded(): void {
    this.end(this.sampler?.ended() ?? { kind: "exited" });
  }

  /** Something worth knowing about this recording, for people. */
  note(text: string): void {
    this.event(EventKind.Note, 0, text);
  }

  /** Writes how the target ended, if that is known, and closes the sinks. */
  async close(exit: Exit | null): Promise<void> {
    this.stop();
    if (exit && "signal" in exit) {
      this.event(EventKind.TargetKilled, os.constants.signals[exit.signal], exit.signal);
    } else if (exit) {
      this.event(EventKind.TargetExited, exit.code);
    }
    await Promise.all(this.sinks.map((sink) => sink.close()));
  }

  private start(addon: Addon, options: SamplerOptions): void {
    const sampler = new addon.Sampler(options);
    try {
      sampler.start();
      this.sampler = sampler;
    } catch (error) {
      // What was launched may be over already; that is no mistake of anyone's.
      if (!options.waitForRuntime || (error as SamplerError).code !== "NOT_FOUND") throw error;
      this.earlyEnd = { kind: "exited" };
    }
  }

  private schedule(drainMs: number): void {
    if (this.earlyEnd) return this.end(this.earlyEnd);
    this.timers.push(setInterval(() => this.tick(), drainMs));
    this.timers.push(...EARLY_DRAINS_MS.map((delay) => setTimeout(() => this.tick(), delay)));
    if (this.durationNs !== null) {
      const restMs = (this.durationNs - this.elapsedNs()) / NS_PER_MS;
      this.timers.push(setTimeout(() => this.end({ kind: "duration" }), restMs));
    }
  }

  private tick(): void {
    const end = this.sampler?.ended() ?? null;
    if (end) return this.end(end);
    try {
      this.drain();
    } catch (error) {
      this.end({ kind: "stopped" }, error);
    }
  }

  /** `failure` is what a batch that cannot be read has brought; what follows it is not looked at. */
  private end(end: RecordingEnd, failure?: unknown): void {
    if (this.over) return;
    this.over = true;
    this.timers.forEach((timer) => clearTimeout(timer));
    this.sampler?.stop();
    if (failure === undefined) this.drainLast(end);
    else this.rejectEnded(failure);
    if (end.kind === "duration") this.event(EventKind.DurationReached);
    if (end.kind === "error") this.event(EventKind.Error, 0, end.message);
    this.event(EventKind.Stopped);
  }

  private drainLast(end: RecordingEnd): void {
    try {
      this.drain();
      this.resolveEnded(end);
    } catch (error) {
      this.rejectEnded(error);
    }
  }

  private drain(): void {
    for (let batch = this.sampler?.drain(); batch; batch = this.sampler?.drain()) {
      this.send(batch);
      if (!this.firstSampleSeen) this.lookForFirstSample(batch);
    }
  }

  private lookForFirstSample(bytes: Uint8Array): void {
    const timeNs = firstWholeSample(decodeBatch(bytes));
    if (timeNs === null) return;
    this.firstSampleSeen = true;
    this.event(EventKind.FirstSample, 0, "", timeNs);
    this.sendProperties(this.lateProperties());
  }

  private sendProperties(properties: Readonly<Record<string, string>>): void {
    this.send(encodeBatch({ properties: { key: Object.keys(properties), value: Object.values(properties) } }));
  }

  private event(kind: EventKind, code = 0, text = "", timeNs = this.elapsedNs()): void {
    this.send(encodeBatch({ events: { time: [timeNs], kind: [kind], code: [code], text: [text] } }));
  }

  private elapsedNs(): number {
    return Number(process.hrtime.bigint() - this.startNs);
  }

  private send(bytes: Uint8Array): void {
    for (const sink of this.sinks) sink.write(bytes);
  }
}

/** Time of the first whole sample in a batch, in ns since the recording's start; null when there is none. */
function firstWholeSample({ runs }: DecodedBatch): number | null {
  const broken = ThreadStatus.Torn | ThreadStatus.Failed;
  for (let run = 0; run < (runs?.length ?? 0); run++) {
    if (runs!.stack[run] >= 0 && (runs!.status[run] & broken) === 0) return runs!.start[run];
  }
  return null;
}
