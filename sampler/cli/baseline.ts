import { UserError } from "../host/userError";
import { computeSampleTotals, type Profile } from "../profile";
import { complain } from "./messages";
import { readProfile } from "./readProfile";

/** Reads the profile to compare with, before anything is started. Throws a `UserError`. */
export async function readBaseline(file: string): Promise<Profile> {
  const { profile, notes } = await readProfile(file, false, "Baseline file");
  notes.forEach(complain);
  if (computeSampleTotals(profile).whole.samples > 0) return profile;
  throw new UserError(`Baseline '${file}' has no samples. Compare with another one.`);
}

/**
 * Throws a `UserError` when a baseline was sampled in another way than `view` (its mode, its kinds of stacks) says: what
 * differs would be the way of sampling, not the program. What the baseline's file does not tell is taken as agreeing.
 */
export function checkComparable(baseline: Profile, file: string, view: Readonly<Record<string, unknown>>): void {
  const theirs = viewOf(baseline);
  const different = COMPARED.filter((key) => theirs[key] !== undefined && theirs[key] !== view[key]);
  if (different.length === 0) return;
  const list = different.map((key) => `${key} ${String(theirs[key])} there, ${String(view[key])} here`).join("; ");
  throw new UserError(`Baseline '${file}' was sampled in another way (${list}). Sample with the same options.`);
}

const COMPARED = ["mode", "allThreads", "native", "gc", "async"] as const;

function viewOf({ properties }: Profile): Readonly<Record<string, unknown>> {
  const mode = properties.get("mode");
  const options = properties.get("options");
  try {
    return { ...(options ? (JSON.parse(options) as object) : {}), ...(mode ? { mode } : {}) };
  } catch {
    return {};
  }
}
