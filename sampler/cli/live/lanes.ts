import { isWhole, type Profile, type Thread } from "../../profile";
import { ThreadStatus } from "../../wire";

/** Whose samples are looked at: of everything, of a process, or of one thread (by its row). */
export interface Lane {
  readonly process: number | null;
  readonly thread: number | null;
}

export const everything: Lane = { process: null, thread: null };

/** What a thread has been seen doing since the last reset. */
export interface LaneFacts {
  readonly samples: number;
  readonly onCpu: number;
  readonly hasGil: number;
  readonly gilRequested: number;
  /** The stack of its latest whole sample; -1 for none. */
  readonly lastStack: number;
  /** Shares of its samples on a processor at the latest refreshes, oldest first; -1 where it had no samples. */
  readonly history: readonly number[];
}

type Counts = { -readonly [K in keyof LaneFacts]: K extends "history" ? number[] : LaneFacts[K] };

export const historyLength = 20;

/** Whether a thread belongs to a lane. */
export function isInLane({ threads }: Profile, lane: Lane, thread: number): boolean {
  if (lane.thread !== null) return thread === lane.thread;
  return lane.process === null || threads[thread].process === lane.process;
}

/** "MainThread (4711)" */
export function threadName({ name, tid, interpreter }: Thread): string {
  const where = interpreter === 0 ? "" : `, interpreter ${interpreter}`;
  return name === "" ? `thread ${tid}${where}` : `${name} (${tid}${where})`;
}

/** What each thread does, kept up as runs are appended. */
export class Lanes {
  private readonly counts: Counts[] = [];

  /** Runs before `next` do not count. */
  constructor(
    private readonly profile: Profile,
    private next: number,
  ) {}

  /** By row of the thread table; undefined for threads without samples. */
  of(thread: number): LaneFacts | undefined {
    return this.counts[thread];
  }

  /** Rows of the threads that had samples, processes together in the order of their appearance. */
  get threads(): number[] {
    const rows = [...this.counts.keys()].filter((row) => this.counts[row] !== undefined);
    const processes = [...new Set(rows.map((row) => this.profile.threads[row].process))];
    return processes.flatMap((pid) => rows.filter((row) => this.profile.threads[row].process === pid));
  }

  get processes(): number[] {
    return [...new Set(this.threads.map((row) => this.profile.threads[row].process))];
  }

  /** Takes in the runs up to `end` as one refresh. */
  update(end: number): void {
    const before = this.counts.map(({ samples, onCpu }) => ({ samples, onCpu }));
    for (; this.next < end; this.next++) this.add(this.next);
    this.counts.forEach((counts, row) => {
      const { samples, onCpu } = before[row] ?? { samples: 0, onCpu: 0 };
      const fresh = counts.samples - samples;
      counts.history = [...counts.history, fresh > 0 ? (counts.onCpu - onCpu) / fresh : -1].slice(-historyLength);
    });
  }

  private add(run: number): void {
    const { thread, stack, status, count } = this.profile.runs;
    const bits = status[run];
    if (bits & (ThreadStatus.Torn | ThreadStatus.Failed)) return;
    const counts = (this.counts[thread[run]] ??= noCounts());
    counts.samples += count[run];
    if (bits & ThreadStatus.OnCpu) counts.onCpu += count[run];
    if (bits & ThreadStatus.HasGil) counts.hasGil += count[run];
    if (bits & ThreadStatus.GilRequested) counts.gilRequested += count[run];
    if (isWhole(bits, stack[run])) counts.lastStack = stack[run];
  }
}

function noCounts(): Counts {
  return { samples: 0, onCpu: 0, hasGil: 0, gilRequested: 0, lastStack: -1, history: [] };
}
