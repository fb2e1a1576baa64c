import { computeCallTree } from "./callTree";
import { compareTrees, matchFunctions } from "./diff";
import { computeFunctionChanges } from "./functionChanges";
import type { FunctionChange } from "./functionChanges";
import { pickGone } from "./goneTree";
import type { Profile } from "./profile";
import { computeProfileFacts } from "./profileFacts";
import type { ProfileFacts } from "./profileFacts";
import { computeStackWeights } from "./selection";

/** What stands beside a differential graph; the same shape as `Comparison` in the webviews' protocol. */
export interface ProfileComparison {
  /** The baseline's. */
  readonly facts: ProfileFacts;
  /** Nanoseconds of the baseline in what there is no more. */
  readonly goneWeight: number;
  readonly functions: readonly FunctionChange[];
}

/** What a differential graph shows besides its boxes. */
export function computeComparison(profile: Profile, baseline: Profile, projectRoots: readonly string[] = []): ProfileComparison {
  return {
    facts: computeProfileFacts(baseline, { title: "", live: false }),
    goneWeight: goneWeight(profile, baseline),
    functions: computeFunctionChanges(profile, baseline, projectRoots),
  };
}

/** Sentences for where the two were not sampled alike, which shows as change. */
export function computeComparisonNotes(profile: Profile, baseline: Profile): string[] {
  const [now, before] = [profile, baseline].map(({ properties }) => properties.get("mode") ?? "");
  return now !== "" && before !== "" && now !== before
    ? [`The baseline was sampled with --mode=${before}, this with --mode=${now}: not all that differs has changed.`]
    : [];
}

function goneWeight(profile: Profile, baseline: Profile): number {
  const tree = computeCallTree(profile, computeStackWeights(profile), { inverted: false });
  const before = computeCallTree(baseline, computeStackWeights(baseline), { inverted: false });
  return pickGone(before, compareTrees(tree, before, matchFunctions(profile, baseline)).isGone).tree.totalWeight;
}
