import { shortFileName } from "./category";
import { exposuresOf, matchFunctions } from "./diff";
import { computeFunctionTotals } from "./functionTotals";
import type { FunctionTotal } from "./functionTotals";
import { changeInSigmas } from "./noise";
import type { Profile } from "./profile";
import { computeStackWeights } from "./selection";

/** A function's own time now and before; the same shape as `FunctionChange` in the webviews' protocol. */
export interface FunctionChange {
  readonly name: string;
  readonly file: string;
  readonly shortFile: string;
  readonly firstLine: number;
  /** Nanoseconds. */
  readonly self: number;
  readonly baselineSelf: number;
  /** Of the number of samples, at equal time. */
  readonly sigmas: number;
}

const maxChanges = 40;

/** The functions whose own time has changed most, in nanoseconds. */
export function computeFunctionChanges(profile: Profile, baseline: Profile, projectRoots: readonly string[] = []): FunctionChange[] {
  const [weights, weightsBefore] = [computeStackWeights(profile), computeStackWeights(baseline)];
  const { time } = exposuresOf(weights, weightsBefore);
  const match = matchFunctions(profile, baseline);
  const before = new Map(computeFunctionTotals(baseline, weightsBefore, "self").map((row) => [row.function, row]));
  const changes = computeFunctionTotals(profile, weights, "self").map((now) => {
    const was = before.get(match[now.function]);
    before.delete(match[now.function]);
    return changeOf(profile, now.function, now, was, time, projectRoots);
  });
  for (const was of before.values()) changes.push(changeOf(baseline, was.function, undefined, was, time, projectRoots));
  const size = (change: FunctionChange) => Math.abs(change.self - change.baselineSelf);
  return changes.sort((a, b) => size(b) - size(a)).slice(0, maxChanges);
}

function changeOf(
  { functions, strings }: Profile,
  row: number,
  now: FunctionTotal | undefined,
  was: FunctionTotal | undefined,
  exposure: number,
  roots: readonly string[],
): FunctionChange {
  const path = strings[functions.file[row]];
  const file = path === "~" ? "" : path;
  return {
    name: strings[functions.name[row]],
    file,
    shortFile: file === "" ? "" : shortFileName(file, roots),
    firstLine: functions.firstLine[row],
    self: now?.self ?? 0,
    baselineSelf: was?.self ?? 0,
    sigmas: changeInSigmas(now?.selfSamples ?? 0, was?.selfSamples ?? 0, exposure),
  };
}
