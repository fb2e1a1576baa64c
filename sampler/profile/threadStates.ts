import { FunctionKind, ThreadStatus } from "../wire";
import type { Profile } from "./profile";
import { allThreads, isWhole } from "./selection";
import type { Selection } from "./selection";

/** What a thread was doing besides what its stack says. */
export type ThreadState = "gilHeld" | "gilWaiting" | "gilFree" | "onCpu" | "gc" | "exception";

/** The same shape as `StateShare` in the webviews' protocol. */
export interface StateShare {
  readonly state: ThreadState;
  /** Of the time of all samples that could be read, 0 … 1. */
  readonly share: number;
}

const { HasGil, GilRequested, OnCpu, HasException, Unknown, Failed } = ThreadStatus;
const ofGil: readonly ThreadState[] = ["gilHeld", "gilWaiting", "gilFree"];

/**
 * How threads spent their time, in the order of `ThreadState`. Torn samples count: a status is read in one piece.
 * The lock's states are left out where they say nothing: in recordings of those who hold it, and where nobody ever did
 * (free-threaded builds, versions that do not tell); likewise the processor where the system told nothing.
 */
export function computeThreadStates(profile: Profile, selection: Selection = allThreads): StateShare[] {
  const { thread, stack, status, weight, length } = profile.runs;
  const inGc = stacksInGc(profile);
  const sums: Record<ThreadState, number> = { gilHeld: 0, gilWaiting: 0, gilFree: 0, onCpu: 0, gc: 0, exception: 0 };
  let [total, told, seen] = [0, 0, 0];
  for (let run = 0; run < length; run++) {
    const [bits, time] = [status[run], weight[run]];
    seen |= bits;
    if ((bits & Failed) !== 0 || (selection.thread >= 0 && thread[run] !== selection.thread)) continue;
    total += time;
    if ((bits & Unknown) === 0) told += time;
    sums[gilState(bits)] += time;
    if (bits & OnCpu) sums.onCpu += time;
    if (bits & HasException) sums.exception += time;
    if (isWhole(bits, stack[run]) && inGc[stack[run]] === 1) sums.gc += time;
  }
  const gilTold = (seen & (HasGil | GilRequested)) !== 0 && profile.properties.get("mode") !== "gil";
  const states = (Object.keys(sums) as ThreadState[]).filter(
    (state) => total > 0 && (gilTold || !ofGil.includes(state)) && (state !== "onCpu" || (told > 0 && (seen & OnCpu) !== 0)),
  );
  return states.map((state) => ({ state, share: sums[state] / total }));
}

function gilState(status: number): ThreadState {
  if (status & HasGil) return "gilHeld";
  return status & GilRequested ? "gilWaiting" : "gilFree";
}

/** 1 for each stack node with a garbage collection on its stack. */
function stacksInGc({ stacks, frames, functions }: Profile): Uint8Array {
  const inGc = new Uint8Array(stacks.length);
  for (let node = 0; node < stacks.length; node++) {
    const isGc = functions.kind[frames.function[stacks.frame[node]]] === FunctionKind.Gc;
    inGc[node] = isGc || (stacks.parent[node] >= 0 && inGc[stacks.parent[node]] === 1) ? 1 : 0;
  }
  return inGc;
}
