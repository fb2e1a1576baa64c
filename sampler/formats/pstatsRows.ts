import { computeKeyTotals, computeStackWeights, keysOfNodes, PairTable, sumStacks } from "../profile";
import type { Profile } from "../profile";
import { FunctionKind } from "../wire";

/** What CPython's profiler counts in its tables: a line of a function, wherever the function stands. */
export interface PstatsRow {
  readonly file: string;
  /** The line that was running; 0 for synthetic frames. */
  readonly line: number;
  readonly name: string;
  /** Samples in which it was running itself, and those in which it was anywhere on the stack. */
  readonly direct: number;
  readonly cumulative: number;
  /** Nanoseconds of the same. */
  readonly directNs: number;
  readonly cumulativeNs: number;
  /** Rows that called it, each with the samples of this call; a sample counts as often as the call is on its stack. */
  readonly callers: readonly { readonly row: number; readonly samples: number }[];
}

/** What a row is: a line of a function as in the reference's tables, or a function with all its lines (line 0). */
export type PstatsRowKind = "line" | "function";

/** The rows of all whole samples, in the order in which the profile has their frames. */
export function computePstatsRows(profile: Profile, kind: PstatsRowKind = "line"): PstatsRow[] {
  const { keyOfFrame, firstFrame } = numberRows(profile, kind);
  const stacks = sumStacks(profile, computeStackWeights(profile));
  const keys = keysOfNodes(stacks.length, (node) => keyOfFrame[profile.stacks.frame[node]]);
  const totals = computeKeyTotals(stacks, keys, firstFrame.length);
  const used = firstFrame.map((_, key) => key).filter((key) => totals.totalSamples[key] > 0);
  const rowOfKey = new Map(used.map((key, row) => [key, row]));
  const callers = countCalls(stacks.parent, keys, stacks.samplesBelow, rowOfKey);
  return used.map((key, row) => ({
    ...locate(profile, firstFrame[key], kind),
    direct: totals.selfSamples[key],
    cumulative: totals.totalSamples[key],
    directNs: totals.self[key],
    cumulativeNs: totals.total[key],
    callers: callers.get(row) ?? [],
  }));
}

/** The file's name as CPython's profiler has it. */
function locate({ functions, frames, strings }: Profile, frame: number, kind: PstatsRowKind) {
  const row = frames.function[frame];
  const isTask = functions.kind[row] === FunctionKind.Task;
  const file = isTask ? "<task>" : strings[functions.file[row]];
  return { file, line: kind === "line" ? frames.line[frame] : 0, name: strings[functions.name[row]] };
}

function numberRows(profile: Profile, kind: PstatsRowKind): { keyOfFrame: Int32Array; firstFrame: number[] } {
  const keys = new Map<string, number>();
  const firstFrame: number[] = [];
  const keyOfFrame = Int32Array.from({ length: profile.frames.length }, (_, frame) => {
    const { file, line, name } = locate(profile, frame, kind);
    const text = JSON.stringify([file, line, name]);
    const key = keys.get(text) ?? firstFrame.push(frame) - 1;
    keys.set(text, key);
    return key;
  });
  return { keyOfFrame, firstFrame };
}

function countCalls(parent: Int32Array, keys: Int32Array, samples: Float64Array, rowOfKey: ReadonlyMap<number, number>) {
  const calls = new PairTable();
  const counts: number[] = [];
  for (let node = 0; node < keys.length; node++) {
    if (parent[node] < 0 || samples[node] === 0) continue;
    const call = calls.intern(rowOfKey.get(keys[node])!, rowOfKey.get(keys[parent[node]])!);
    counts[call] = (counts[call] ?? 0) + samples[node];
  }
  const callers = new Map<number, { row: number; samples: number }[]>();
  counts.forEach((count, call) => {
    const callee = calls.first[call];
    const known = callers.get(callee) ?? [];
    if (known.length === 0) callers.set(callee, known);
    known.push({ row: calls.second[call], samples: count });
  });
  return callers;
}
