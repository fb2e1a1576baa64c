import type { Profile } from "./profile";

/**
 * The row of a baseline's thread table that stands for a thread of another run: the one of the same name, and of equal
 * names the one at the same place. No such thread: a row that the table does not have.
 */
export function matchThread(profile: Profile, baseline: Profile, thread: number): number {
  const { name } = profile.threads[thread];
  const sameName = ({ threads }: Profile) => threads.flatMap((row, at) => (row.name === name ? [at] : []));
  return sameName(baseline)[sameName(profile).indexOf(thread)] ?? baseline.threads.length;
}
