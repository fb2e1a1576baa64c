import {
  computeComparison,
  computeComparisonNotes,
  computeDiffGraph,
  computeFlameSummary,
  computeProfileFacts,
  computeThreadsWithSamples,
} from "../../sampler/profile";
import type { Profile } from "../../sampler/profile";
import type { FlameSelection, ToFlameView } from "../../webviews/protocol";
import type { FlameViewOptions } from "./flameView";

/** What the flame graph view is to show of a profile beside its baseline: what there is now, or what is gone. */
export function computeComparisonMessage(
  profile: Profile,
  baseline: Profile,
  selection: FlameSelection,
  options: FlameViewOptions,
): ToFlameView {
  const cwd = profile.properties.get("cwd");
  const projectRoots = options.projectRoots ?? (cwd ? [cwd] : []);
  const notes = [...(options.notes ?? []), ...computeComparisonNotes(profile, baseline)];
  const diff = { ...selection, gone: selection.gone === true };
  return {
    kind: "graph",
    ...computeDiffGraph(profile, baseline, diff, { ...options, projectRoots }),
    selection: diff,
    threads: computeThreadsWithSamples(profile),
    facts: computeProfileFacts(profile, { ...options, notes }),
    summary: computeFlameSummary(profile, selection.thread, projectRoots),
    comparison: computeComparison(profile, baseline, projectRoots),
  };
}
