import type { Profile } from "../profile";
import type { SamplingOptions } from "./options";

/** What is to be compared with, if anything; read before anything is sampled. Throws a `UserError`. */
export async function openBaseline({ baseline, view }: SamplingOptions): Promise<Profile | null> {
  if (baseline === null) return null;
  const { checkComparable, readBaseline } = await import(/* webpackMode: "eager" */ "./baseline");
  const profile = await readBaseline(baseline);
  checkComparable(profile, baseline, { ...view });
  return profile;
}
