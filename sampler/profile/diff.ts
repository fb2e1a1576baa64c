import type { CallTree } from "./callTree";
import { portableFileName } from "./category";
import { changeInSigmas } from "./noise";
import type { Profile } from "./profile";

/** Two counts and how sure it is that they differ. */
export interface Exposures {
  /** Samples now for each one before, were every function to take as long as before. */
  readonly time: number;
  /** The same, were every function to have the same share as before. */
  readonly share: number;
}

/** A baseline's figures beside those of each node of a tree; zeros for what the baseline does not have. */
export interface TreeDifference {
  /** Nanoseconds of the baseline. */
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Float64Array;
  readonly selfSamples: Float64Array;
  /** The baseline's nodes that the tree does not have: 1, the others 0. */
  readonly isGone: Uint8Array;
}

/** For each function row of one profile the row of the same function in another, -1 for none; no row twice. */
export function matchFunctions(current: Profile, baseline: Profile): Int32Array {
  const [ours, theirs] = [groupFunctions(current), groupFunctions(baseline)];
  const match = new Int32Array(current.functions.length).fill(-1);
  for (const [key, rows] of ours) matchGroup(current, rows, baseline, theirs.get(key) ?? [], match);
  return match;
}

/** Rows by name and file; files are compared by their place in the project, whatever folder that was in. */
function groupFunctions({ functions, strings, properties }: Profile): Map<string, number[]> {
  const cwd = properties.get("cwd");
  const roots = cwd ? [cwd] : [];
  const groups = new Map<string, number[]>();
  for (let row = 0; row < functions.length; row++) {
    const file = strings[functions.file[row]];
    const key = `${strings[functions.name[row]]}\n${portableFileName(file, roots) ?? file}`;
    const rows = groups.get(key) ?? [];
    groups.set(key, rows);
    rows.push(row);
  }
  return groups;
}

// Functions of one name in one file (lambdas, redefinitions): those that did not move, then the others in their order.
function matchGroup(current: Profile, ours: number[], baseline: Profile, theirs: number[], match: Int32Array): void {
  const line = (profile: Profile, row: number) => profile.functions.firstLine[row];
  const free = new Set(theirs);
  for (const row of ours) {
    const same = theirs.find((other) => free.has(other) && line(baseline, other) === line(current, row));
    if (same !== undefined && free.delete(same)) match[row] = same;
  }
  const moved = [...free].sort((a, b) => line(baseline, a) - line(baseline, b));
  const rest = ours.filter((row) => match[row] < 0).sort((a, b) => line(current, a) - line(current, b));
  rest.forEach((row, at) => (match[row] = moved[at] ?? -1));
}

/** Compares trees of two profiles path by path; `functions` is from `matchFunctions`. */
export function compareTrees(tree: CallTree, before: CallTree, functions: Int32Array): TreeDifference {
  const nodeAt = new Map<number, number>();
  const width = before.function.reduce((most, row) => Math.max(most, row + 1), 1);
  const key = (parent: number, row: number) => (parent + 1) * width + row;
  for (let node = 0; node < before.length; node++) nodeAt.set(key(before.parent[node], before.function[node]), node);
  const match = new Int32Array(tree.length).fill(-1);
  const isGone = new Uint8Array(before.length).fill(1);
  for (let node = 0; node < tree.length; node++) {
    const [parent, row] = [tree.parent[node], functions[tree.function[node]]];
    if (row < 0 || row >= width || (parent >= 0 && match[parent] < 0)) continue;
    match[node] = nodeAt.get(key(parent < 0 ? -1 : match[parent], row)) ?? -1;
    if (match[node] >= 0) isGone[match[node]] = 0;
  }
  const pick = (column: Float64Array) => Float64Array.from(match, (node) => (node < 0 ? 0 : column[node]));
  return {
    weight: pick(before.weight),
    self: pick(before.self),
    samples: pick(before.samples),
    selfSamples: pick(before.selfSamples),
    isGone,
  };
}

/** What counts of samples are to be compared with. */
export function exposuresOf(current: Totals, baseline: Totals): Exposures {
  const interval = ({ totalWeight, totalSamples }: Totals) => (totalSamples > 0 ? totalWeight / totalSamples : 0);
  return {
    time: interval(current) > 0 ? interval(baseline) / interval(current) : 0,
    share: baseline.totalSamples > 0 ? current.totalSamples / baseline.totalSamples : 0,
  };
}

type Totals = Pick<CallTree, "totalWeight" | "totalSamples">;

/** `changeInSigmas` of whole columns. */
export function sigmasOf(now: ArrayLike<number>, before: ArrayLike<number>, exposure: number): Float64Array {
  return Float64Array.from({ length: now.length }, (_, row) => changeInSigmas(now[row], before[row], exposure));
}
