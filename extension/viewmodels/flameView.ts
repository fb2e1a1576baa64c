import { computeFlameGraph, computeFlameSummary, computeProfileFacts, computeThreadsWithSamples } from "../../sampler/profile";
import type { FlameOptions, Profile, ProfileFacts } from "../../sampler/profile";
import type { FlameSelection, ToFlameView } from "../../webviews/protocol";

export interface FlameViewOptions extends FlameOptions {
  /** What people call the program; empty: as the profile's properties have it. */
  readonly title: string;
  readonly live: boolean;
  /** What is missing or doubtful, besides what the recording itself says. */
  readonly notes?: readonly string[];
}

/** What the flame graph view is to show for a selection: a graph, or why there is none. */
export function computeFlameMessage(
  profile: Profile,
  selection: FlameSelection,
  options: FlameViewOptions,
): ToFlameView {
  const facts = computeProfileFacts(profile, options);
  const cwd = profile.properties.get("cwd");
  const projectRoots = options.projectRoots ?? (cwd ? [cwd] : []);
  const graph = computeFlameGraph(profile, selection, { ...options, projectRoots });
  if (graph.length === 0) {
    return { kind: "empty", reason: reasonForNothing(facts, selection), facts };
  }
  const summary = computeFlameSummary(profile, selection.thread, projectRoots);
  return { kind: "graph", graph, selection, threads: computeThreadsWithSamples(profile), facts, summary };
}

function reasonForNothing(facts: ProfileFacts, { thread }: FlameSelection): string {
  if (thread >= 0 && facts.samples > 0) {
    return "This thread has no samples.";
  }
  if (facts.live) {
    return "Waiting for the first sample.";
  }
  return facts.tornShare + facts.failedShare > 0
    ? "No sample could be read whole."
    : "The program ended before a sample of its code was taken.";
}
