import type { Profile } from "../profile";
import { ThreadStatus } from "../wire";

const known = ThreadStatus.HasGil | ThreadStatus.OnCpu | ThreadStatus.GilRequested | ThreadStatus.HasException;

/** What of a profile formats have no place for that know functions and lines; `more` is what this one lacks besides. */
export function linesLosses(profile: Profile, more: readonly string[]): string[] {
  const { opcodes, frames, runs, events } = profile;
  const has = (column: ArrayLike<number>, length: number, test: (value: number) => boolean) => {
    for (let row = 0; row < length; row++) if (test(column[row])) return true;
    return false;
  };
  const losses: [boolean, string][] = [
    [opcodes.length > 0, "opcodes"],
    [has(frames.column, frames.length, (column) => column >= 0), "columns"],
    [has(runs.status, runs.length, (status) => (status & known) !== 0), "thread status"],
    [has(runs.status, runs.length, (status) => (status & (ThreadStatus.Torn | ThreadStatus.Failed)) !== 0), "torn and failed samples"],
    [has(runs.stack, runs.length, (stack) => stack < 0), "samples without a stack"],
    [events.length > 0, "events"],
  ];
  return [...losses.filter(([isThere]) => isThere).map(([, name]) => name), ...more];
}
