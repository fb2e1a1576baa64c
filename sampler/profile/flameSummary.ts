import { categoryOf, shortFileName } from "./category";
import type { CodeCategory } from "./category";
import { computeFunctionTotals } from "./functionTotals";
import type { FunctionTotal } from "./functionTotals";
import type { Profile } from "./profile";
import { computeStackWeights } from "./selection";
import { computeThreadStates } from "./threadStates";
import type { StateShare } from "./threadStates";

/** Figures of a selection; the same shape as `FlameSummary` in the webviews' protocol. */
export interface FlameFigures {
  readonly samples: number;
  /** Nanoseconds. */
  readonly weight: number;
  readonly functions: number;
  readonly states: readonly StateShare[];
  readonly hotBySelf: readonly HotFunction[];
  readonly hotByTotal: readonly HotFunction[];
}

/** The same shape as `HotSpot` in the webviews' protocol. */
export interface HotFunction {
  readonly name: string;
  /** As the target has it; empty for synthetic frames. */
  readonly file: string;
  readonly shortFile: string;
  readonly firstLine: number;
  readonly category: CodeCategory;
  readonly self: number;
  readonly selfSamples: number;
  readonly total: number;
  readonly totalSamples: number;
}

const maxHotSpots = 12;

/** What stands beside the flame graph of a thread, or of all (-1). */
export function computeFlameSummary(profile: Profile, thread: number, projectRoots: readonly string[] = []): FlameFigures {
  const weights = computeStackWeights(profile, { thread });
  const bySelf = computeFunctionTotals(profile, weights, "self");
  const byTotal = [...bySelf].sort((a, b) => b.total - a.total || a.function - b.function);
  const describe = (rows: readonly FunctionTotal[]) =>
    rows.slice(0, maxHotSpots).map((row) => describeFunction(profile, row, projectRoots));
  return {
    samples: weights.totalSamples,
    weight: weights.totalWeight,
    functions: bySelf.length,
    states: computeThreadStates(profile, { thread }),
    hotBySelf: describe(bySelf.filter(({ selfSamples }) => selfSamples > 0)),
    hotByTotal: describe(byTotal),
  };
}

function describeFunction(profile: Profile, total: FunctionTotal, roots: readonly string[]): HotFunction {
  const { functions, strings } = profile;
  const { function: row, ...figures } = total;
  const path = strings[functions.file[row]];
  const file = path === "~" ? "" : path;
  return {
    name: strings[functions.name[row]],
    file,
    shortFile: file === "" ? "" : shortFileName(file, roots),
    firstLine: functions.firstLine[row],
    category: categoryOf(path, functions.kind[row], roots),
    ...figures,
  };
}
