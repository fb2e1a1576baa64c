/**
 * The life of one profiling run.
 * starting: the helper process is on its way or waits for the program; running: samples arrive;
 * stopping: the end of sampling was asked for; ended: there is a profile; failed: there is none.
 */
export type SessionState = "starting" | "running" | "stopping" | "ended" | "failed";

const transitions: Readonly<Record<SessionState, readonly SessionState[]>> = {
  starting: ["running", "stopping", "ended", "failed"],
  running: ["stopping", "ended", "failed"],
  stopping: ["ended", "failed"],
  ended: [],
  failed: [],
};

export function canBecome(from: SessionState, to: SessionState): boolean {
  return transitions[from].includes(to);
}

/** Nothing more will happen. */
export function isOver(state: SessionState): boolean {
  return transitions[state].length === 0;
}
