import { computeLineHeat, computeStackWeights, type LineHeat, type StackWeights } from "../../sampler/profile";
import { SourcePaths } from "./sourcePaths";
import type { ShownProfile } from "./shownProfile";

/** What editor and views compute from one profile, kept until the profile grows, so that all show the same numbers. */
export class ProfileFigures {
  readonly paths: SourcePaths;
  private weightsNow: { readonly revision: number; readonly value: StackWeights } | undefined;
  private heatNow: { readonly revision: number; readonly value: LineHeat } | undefined;

  constructor(readonly shown: ShownProfile) {
    this.paths = new SourcePaths(shown.profile, shown.pathMappings);
  }

  /** What each stack weighs, over all threads. */
  weights(): StackWeights {
    const { profile } = this.shown;
    if (this.weightsNow?.revision !== profile.revision) {
      this.weightsNow = { revision: profile.revision, value: computeStackWeights(profile) };
    }
    return this.weightsNow.value;
  }

  lineHeat(): LineHeat {
    const { profile } = this.shown;
    if (this.heatNow?.revision !== profile.revision) {
      this.heatNow = { revision: profile.revision, value: computeLineHeat(profile, this.weights()) };
    }
    return this.heatNow.value;
  }
}
