import { ProfileBuilder, type Profile } from "../../sampler/profile";
import type { Intent } from "../../sampler/host/intents";
import { EventKind, StreamDecoder, WireError, type DecodedBatch } from "../../sampler/wire";
import { Emitter } from "./emitter";
import { Problem } from "./problem";
import { canBecome, isOver, type SessionState } from "./sessionState";
import { warnings, type ShownProfile } from "./shownProfile";
import type { PathMapping } from "./sourcePaths";
import type { StreamListener } from "./streamServer";

/** What a session has to know about its program. */
export interface SessionPlan {
  /** The recording's path. */
  readonly file: string;
  /** What people call the program, such as "demo.py". */
  readonly title: string;
  readonly rateHz: number;
  readonly pathMappings?: readonly PathMapping[];
  /** The debug configuration that asked for it, if one did. */
  readonly configuration?: object;
  /** Milliseconds that it has been under way already; absent for a new one. */
  readonly elapsedMs?: number;
}

/** One profiling run: takes the helper's stream, builds the profile, and says where in its life it is. */
export class Session implements ShownProfile, StreamListener {
  private current: SessionState = "starting";
  private readonly decoder = new StreamDecoder();
  // No view needs a time line, and a session may last for days.
  private readonly builder = new ProfileBuilder({ timeline: false });
  private readonly changed = new Emitter<SessionState>();
  private readonly updated = new Emitter<void>();
  private readonly appended = new Emitter<DecodedBatch>();
  private send: ((intent: Intent) => void) | undefined;
  private asked: Intent | undefined;
  private seenEvents = 0;
  private beganAt: number | undefined;
  private endedAt: number | undefined;
  private damage: WireError | null = null;
  private failure: Problem | undefined;
  private resolveOver: () => void = () => undefined;
  private readonly over = new Promise<void>((resolve) => (this.resolveOver = resolve));

  readonly onDidChange = this.changed.event;
  readonly onDidUpdate = this.updated.event;
  /** Each batch, once the profile has it. */
  readonly onDidAppend = this.appended.event;

  /** `clock` gives milliseconds; only differences count. */
  constructor(
    readonly plan: SessionPlan,
    private readonly clock: () => number,
  ) {}

  get file(): string {
    return this.plan.file;
  }

  get pathMappings(): readonly PathMapping[] {
    return this.plan.pathMappings ?? [];
  }

  get profile(): Profile {
    return this.builder.profile;
  }

  get state(): SessionState {
    return this.current;
  }

  get live(): boolean {
    return !isOver(this.current);
  }

  /** Why there is no profile; only in the state "failed". */
  get problem(): Problem | undefined {
    return this.failure;
  }

  /** Milliseconds since the helper connected, up to the end of sampling. */
  get elapsedMs(): number {
    return this.beganAt === undefined ? 0 : (this.endedAt ?? this.clock()) - this.beganAt;
  }

  /** Over because the program ended: nobody asked for it, nothing went wrong, no time was up. */
  get targetEnded(): boolean {
    const others = [EventKind.DurationReached, EventKind.Error];
    return this.current === "ended" && this.asked === undefined && !this.profile.events.some(({ kind }) => others.includes(kind));
  }

  get notes(): readonly string[] {
    const damage = this.damage ?? this.decoder.problem;
    return damage === null ? [] : [`The stream from the profiler could not be read further: ${damage.message}.`];
  }

  connected(send: (intent: Intent) => void): void {
    this.send = send;
    this.beganAt = this.clock() - (this.plan.elapsedMs ?? 0);
    if (this.asked !== undefined) send(this.asked);
    this.updated.fire();
  }

  received(bytes: Uint8Array): void {
    const before = this.profile.revision;
    this.append(bytes);
    if (this.profile.revision === before) return;
    if (this.current === "starting" && this.hasSamples()) this.become("running");
    this.look();
    this.updated.fire();
  }

  disconnected(): void {
    // After a reload nobody tells of the process; this is the last that it does.
    if (this.plan.elapsedMs !== undefined) this.resolveOver();
    this.finish();
    this.updated.fire();
  }

  /** Resolves when the helper process is over; that of a launched program ends after the program. */
  get processOver(): Promise<void> {
    return this.over;
  }

  /** The helper process ended. Whatever it had to say through the stream arrives before `disconnected`. */
  processEnded(exitCode: number | undefined): void {
    this.resolveOver();
    if (this.send !== undefined || isOver(this.current)) return;
    const how =
      exitCode === undefined ? "It was ended before it could connect." : `It ended with exit code ${exitCode}.`;
    this.fail(new Problem(`${this.plan.title} could not be profiled.`, how, "Its terminal says more."));
  }

  /** Asks for the end of sampling; the program goes on. */
  stop(): void {
    if (canBecome(this.current, "stopping")) this.ask({ intent: "stop" });
  }

  /** Asks for the end of sampling and of a launched program, also when sampling is over. */
  terminate(): void {
    this.ask({ intent: "terminate" });
  }

  fail(problem: Problem): void {
    this.failure = problem;
    this.become("failed");
  }

  dispose(): void {
    this.changed.dispose();
    this.updated.dispose();
    this.appended.dispose();
  }

  /** Rows that contradict each other end the reading, as bytes that cannot be decoded do. */
  private append(bytes: Uint8Array): void {
    if (this.damage !== null) return;
    try {
      for (const batch of this.decoder.push(bytes)) {
        this.builder.append(batch);
        this.appended.fire(batch);
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.damage = error;
    }
  }

  private hasSamples(): boolean {
    return this.profile.runs.length > 0 && this.profile.stacks.length > 0;
  }

  /** Looks for the end among new events. Without samples the reason may still be to come, unless it has been told. */
  private look(): void {
    const fresh = this.profile.events.slice(this.seenEvents).map((event) => event.kind);
    this.seenEvents = this.profile.events.length;
    const targetOver = fresh.some((kind) => kind === EventKind.TargetExited || kind === EventKind.TargetKilled);
    const samplingOver = fresh.includes(EventKind.Stopped) || fresh.includes(EventKind.DurationReached);
    if (targetOver || (samplingOver && (this.asked !== undefined || this.hasSamples() || warnings(this.profile).length > 0)))
      this.finish();
  }

  private finish(): void {
    if (isOver(this.current)) return;
    this.endedAt = this.clock();
    if (this.hasSamples()) this.become("ended");
    else this.fail(noSamples(this.plan.title, this.profile, this.asked !== undefined));
  }

  private ask(intent: Intent): void {
    this.asked = intent;
    this.send?.(intent);
    this.become("stopping");
  }

  private become(state: SessionState): void {
    if (!canBecome(this.current, state)) return;
    this.current = state;
    this.changed.fire(state);
  }
}

function noSamples(title: string, profile: Profile, stopped: boolean): Problem {
  const what = `There is no profile of ${title}.`;
  const reasons = warnings(profile);
  if (reasons.length > 0) return new Problem(what, reasons.join(" "));
  if (stopped) return new Problem(what, "Profiling was stopped before the first sample was taken.");
  const exit = profile.events.find((event) => event.kind === EventKind.TargetExited);
  if (exit !== undefined && exit.code !== 0) {
    return new Problem(
      what,
      `It ended with exit code ${exit.code} before a sample was taken.`,
      "Its terminal says more.",
    );
  }
  return new Problem(
    what,
    "It ended before the first sample was taken.",
    'A higher "tachyon.sampling.rate" sees shorter runs.',
  );
}
