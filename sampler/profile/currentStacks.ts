import { FunctionKind } from "../wire";
import type { Profile } from "./profile";
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

/**
 * Follows a growing profile and keeps what each thread and task does now. The sampler cuts runs off when it hands rows over,
 * so whatever lives and counts has a run in each update that brings any.
 */
export class CurrentStacks {
  private readonly lanes: OpenLane[] = [];
  private readonly byKey = new Map<string, OpenLane>();
  /** Function row of the innermost task on each stack; -1 for none. */
  private taskOf = new Int32Array(0);
  private knownStacks = 0;
  /** By row of the thread table; nanoseconds since the recording's start. */
  private readonly seenAt: number[] = [];
  private seenRuns = 0;
  private updates = 0;

  constructor(private readonly profile: Profile) {}

  /** Takes in the rows that came since the last call, in time proportional to them. */
  update(): LaneChanges {
    this.placeTasks();
    const { runs } = this.profile;
    const before = this.lanes.length;
    const returned: number[] = [];
    if (runs.length > this.seenRuns) this.updates++;
    for (; this.seenRuns < runs.length; this.seenRuns++) {
      const lane = this.see(this.seenRuns);
      if (lane.isGone) returned.push(lane.id);
      lane.isGone = false;
    }
    const gone = this.lanes.filter((lane) => !lane.isGone && this.isOver(lane));
    for (const lane of gone) lane.isGone = true;
    const fresh = this.lanes.slice(before).map(({ id }) => id);
    return { appeared: [...returned, ...fresh], gone: gone.map(({ id }) => id) };
  }

  /** The lanes that are there now, by process: main threads first, each thread followed by its tasks. */
  current(): readonly Lane[] {
    return this.lanes
      .filter((lane) => !lane.isGone)
      .sort((a, b) => this.rank(a.thread) - this.rank(b.thread) || Number(a.task !== null) - Number(b.task !== null) || a.id - b.id)
      .map(({ isGone: _isGone, update, ...lane }) => ({ ...lane, isCurrent: update === this.updates }));
  }

  /** Less for what is listed before. */
  private rank(thread: number): number {
    const { threads } = this.profile;
    const first = threads.findIndex(({ process }) => process === threads[thread].process);
    const isMain = threads[thread].main && threads[thread].interpreter === 0;
    return (2 * first + (isMain ? 0 : 1)) * threads.length + thread;
  }

  private see(run: number): OpenLane {
    const { thread, stack, status, start, count, weight } = this.profile.runs;
    const lane = this.laneOf(thread[run], stack[run]);
    const isTorn = stack[run] < 0 && !isWhole(status[run], 0);
    if (!isTorn) lane.stack = stack[run];
    lane.status = status[run];
    lane.samples += count[run];
    this.seenAt[thread[run]] = start[run] + weight[run];
    lane.update = this.updates;
    return lane;
  }

  private laneOf(thread: number, stack: number): OpenLane {
    const task = stack < 0 ? -1 : this.taskOf[stack];
    const key = `${thread} ${task}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const { functions, strings } = this.profile;
    const name = task < 0 ? null : strings[functions.name[task]];
    const id = this.lanes.length + 1;
    const lane = { id, thread, task: name, stack: -1, status: 0, samples: 0, update: 0, isGone: false };
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
