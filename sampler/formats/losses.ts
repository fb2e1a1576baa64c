import type { Profile } from "../profile";
import { ThreadStatus } from "../wire";

const told = ThreadStatus.HasGil | ThreadStatus.OnCpu | ThreadStatus.GilRequested | ThreadStatus.HasException;
const unusable = ThreadStatus.Torn | ThreadStatus.Failed;

/** What a profile may hold that formats have no place for. */
export type Detail =
  "opcodes" | "columns" | "thread status" | "torn and failed samples" | "samples without a stack" | "events";

/** Those details that are in a profile, but not among those that a format keeps. */
export function lostDetails({ opcodes, frames, runs, events }: Profile, kept: readonly Detail[] = []): Detail[] {
  const isThere: Record<Detail, boolean> = {
    opcodes: opcodes.length > 0,
    columns: has(frames.column, frames.length, (column) => column >= 0),
    "thread status": has(runs.status, runs.length, (status) => (status & told) !== 0),
    "torn and failed samples": has(runs.status, runs.length, (status) => (status & unusable) !== 0),
    "samples without a stack": has(runs.stack, runs.length, (stack) => stack < 0),
    events: events.length > 0,
  };
  const details = Object.keys(isThere) as Detail[];
  return details.filter((detail) => isThere[detail] && !kept.includes(detail));
}

function has(column: ArrayLike<number>, length: number, test: (value: number) => boolean): boolean {
  for (let row = 0; row < length; row++) if (test(column[row])) return true;
  return false;
}
