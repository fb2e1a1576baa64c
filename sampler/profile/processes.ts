import type { Profile, RunTable, Thread } from "./profile";

/** How the keys of properties begin that one of several processes has. */
const group = "process";

/** Ids of the processes that have threads in a profile, in the order of their appearance. */
export function listProcesses({ threads }: Profile): number[] {
  return [...new Set(threads.map(({ process }) => process))];
}

/**
 * The part of a profile that one process has, as a profile of its own: its threads, its samples, and what the
 * recording says of it. All else is shared, the sampler's statistics too.
 */
export function selectProcess(profile: Profile, pid: number): Profile {
  const threads: Thread[] = [];
  const newRow = Int32Array.from(profile.threads, (thread) => (thread.process === pid ? threads.push(thread) - 1 : -1));
  return { ...profile, threads, runs: selectRuns(profile.runs, newRow), properties: propertiesOf(profile, pid) };
}

/** The runs of the threads that have a new row. */
function selectRuns(runs: RunTable, newRow: Int32Array): RunTable {
  const chosen = Array.from({ length: runs.length }, (_, run) => run).filter((run) => newRow[runs.thread[run]] >= 0);
  return {
    length: chosen.length,
    thread: Uint32Array.from(chosen, (run) => newRow[runs.thread[run]]),
    stack: Int32Array.from(chosen, (run) => runs.stack[run]),
    status: Uint32Array.from(chosen, (run) => runs.status[run]),
    start: Float64Array.from(chosen, (run) => runs.start[run]),
    count: Uint32Array.from(chosen, (run) => runs.count[run]),
    weight: Float64Array.from(chosen, (run) => runs.weight[run]),
  };
}

/** The recording's properties, with those of the process itself (GROUP.PID.…) in place of the first one's. */
function propertiesOf({ properties }: Profile, pid: number): ReadonlyMap<string, string> {
  const prefix = `${group}.${pid}.`;
  const own = [...properties].filter(([key]) => key.startsWith(prefix));
  return new Map([
    ...[...properties].filter(([key]) => !key.startsWith(`${group}.`)),
    ...own.map(([key, value]): [string, string] => [key.slice(prefix.length), value]),
    ["pid", String(pid)],
  ]);
}
