import { FunctionKind } from "../wire";
import type { Profile, RunTable } from "./profile";
import { isWhole } from "./selection";

/** What one thread, or one asyncio task on it, was doing when it was last seen. */
export interface Lane {
  /** 1, 2, 3, … in the order of appearance. */
  readonly id: number;
  /** Row of the thread table. */
  readonly thread: number;
  /** The task's name; null for the thread itself. */
  readonly task: string | null;
  /** Row of the stack table; -1 when no Python frame was there. */
  readonly stack: number;
  /** `ThreadStatus` bits of the last sample, a torn or failed one included. */
  readonly status: number;
  /** Samples so far. */
  readonly samples: number;
  /** Seen by the latest update. What is not does not count in this mode, or is a thread that is busy with its tasks. */
  readonly isCurrent: boolean;
}

/** Which lanes came and went with an update, by id. */
export interface LaneChanges {
  readonly appeared: readonly number[];
  readonly gone: readonly number[];
}

interface OpenLane {
  readonly id: number;
  /** Of `byKey`. */
  readonly key: string;
  readonly thread: number;
  readonly task: string | null;
  stack: number;
  status: number;
  samples: number;
  /** Number of the update that brought its latest samples. */
  update: number;
  isGone: boolean;
}

/** A thread that was not seen for this long, in nanoseconds, is over, where all threads count. */
const patienceNs = 1e9;
/** Ticks that may fail in a row for a thread that is still there. */
const patienceTicks = 3;

/** Runs as they come in a batch. */
type NewRuns = { readonly [column in keyof RunTable]: RunTable[column] extends number ? number : ArrayLike<number> };

/**
 * Follows a growing profile and keeps what each thread and task does now. The sampler cuts runs off when it hands rows over,
 * so whatever lives and counts has a run in each update that brings any.
 */
export class CurrentStacks {
  private lanes: OpenLane[] = [];
  private readonly byKey = new Map<string, OpenLane>();
  /** Function row of the innermost task on each stack; -1 for none. */
  private taskOf = new Int32Array(0);
  private knownStacks = 0;
  /** By row of the thread table; nanoseconds since the recording's start. */
  private readonly seenAt: number[] = [];
  private lastId = 0;
  private updates = 0;
  /** The present update has brought samples. */
  private hasNews = false;
  private appeared: number[] = [];

  /** Begins with what `profile` holds already. */
  constructor(private readonly profile: Profile) {
    this.take(profile.runs);
  }

  /** Takes in runs that the profile got just now, in time proportional to them. */
  take(runs: NewRuns): void {
    this.placeTasks();
    if (runs.length > 0 && !this.hasNews) this.updates++;
    this.hasNews ||= runs.length > 0;
    for (let run = 0; run < runs.length; run++) this.see(runs, run);
  }

  /** What came and went with all that was taken since the last call. */
  update(): LaneChanges {
    const gone = this.lanes.filter((lane) => !lane.isGone && this.isOver(lane));
    for (const lane of gone) this.leave(lane);
    const { appeared } = this;
    this.appeared = [];
    this.hasNews = false;
    return { appeared, gone: gone.map(({ id }) => id) };
  }

  /** The lanes that are there now, by process: main threads first, each thread followed by its tasks. */
  current(): readonly Lane[] {
    return this.lanes
      .filter((lane) => !lane.isGone)
      .sort((a, b) => this.rank(a.thread) - this.rank(b.thread) || Number(a.task !== null) - Number(b.task !== null) || a.id - b.id)
      .map(({ isGone: _isGone, key: _key, update, ...lane }) => ({ ...lane, isCurrent: update === this.updates }));
  }

  /** Less for what is listed before. */
  private rank(thread: number): number {
    const { threads } = this.profile;
    const first = threads.findIndex(({ process }) => process === threads[thread].process);
    const isMain = threads[thread].main && threads[thread].interpreter === 0;
    return (2 * first + (isMain ? 0 : 1)) * threads.length + thread;
  }

  private see({ thread, stack, status, start, count, weight }: NewRuns, run: number): void {
    const lane = this.laneOf(thread[run], stack[run]);
    if (lane.isGone) this.appeared.push(lane.id);
    lane.isGone = false;
    const isTorn = stack[run] < 0 && !isWhole(status[run], 0);
    if (!isTorn) lane.stack = stack[run];
    lane.status = status[run];
    lane.samples += count[run];
    this.seenAt[thread[run]] = start[run] + weight[run];
    lane.update = this.updates;
  }

  /** A thread may come back; of tasks there may be any number, and what is over is forgotten. */
  private leave(lane: OpenLane): void {
    lane.isGone = true;
    if (lane.task === null) return;
    this.lanes = this.lanes.filter((other) => other !== lane);
    this.byKey.delete(lane.key);
  }

  private laneOf(thread: number, stack: number): OpenLane {
    const task = stack < 0 ? -1 : this.taskOf[stack];
    const key = `${thread} ${task}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const { functions, strings } = this.profile;
    const name = task < 0 ? null : strings[functions.name[task]];
    const id = ++this.lastId;
    const lane = { id, key, thread, task: name, stack: -1, status: 0, samples: 0, update: 0, isGone: true };
    this.lanes.push(lane);
    this.byKey.set(key, lane);
    return lane;
  }

  /** A task is there or not; a thread may miss a few ticks. */
  private isOver({ task, thread, update }: OpenLane): boolean {
    if (task !== null || update === this.updates) return update !== this.updates;
    const { properties, statistics } = this.profile;
    // A thread that does not count now, such as one off its processor, may come back.
    if ((properties.get("mode") ?? "wall") !== "wall") return false;
    const intervalNs = Number(properties.get("intervalNs") ?? 0);
    return statistics.time - this.seenAt[thread] > Math.max(patienceNs, patienceTicks * intervalNs);
  }

  /** A stack's innermost task is its leaf's, else its caller's; callers come first. */
  private placeTasks(): void {
    const { stacks, frames, functions } = this.profile;
    if (this.taskOf.length < stacks.length) {
      const grown = new Int32Array(2 * stacks.length);
      grown.set(this.taskOf);
      this.taskOf = grown;
    }
    for (let stack = this.knownStacks; stack < stacks.length; stack++) {
      const row = frames.function[stacks.frame[stack]];
      const above = stacks.parent[stack] < 0 ? -1 : this.taskOf[stacks.parent[stack]];
      this.taskOf[stack] = functions.kind[row] === FunctionKind.Task ? row : above;
    }
    this.knownStacks = stacks.length;
  }
}
