import { computeFlameSummary, computeThreadsWithSamples } from "../profile";
import type { FlameFigures, Profile, ThreadWithSamples } from "../profile";

/** The threads that a page shows one by one. */
export interface PageThreads {
  /** Empty when there is one only, or too many. */
  readonly threads: readonly ThreadWithSamples[];
  /** Rows of the thread table to show; -1, all together, is the first. */
  readonly rows: readonly number[];
  readonly summaries: readonly { readonly thread: number; readonly summary: FlameFigures }[];
  /** That there were too many. */
  readonly notes: readonly string[];
}

/** Chooses the threads of a page; with more than `most` of them it shows all together only. */
export function choosePageThreads(profile: Profile, most: number, projectRoots: readonly string[] = []): PageThreads {
  const all = computeThreadsWithSamples(profile);
  const threads = all.length > 1 && all.length <= most ? all : [];
  const rows = [-1, ...threads.map(({ thread }) => thread)];
  const tooMany = `The program had ${all.length} threads; this page shows them together only.`;
  return {
    threads,
    rows,
    summaries: rows.map((thread) => ({ thread, summary: computeFlameSummary(profile, thread, projectRoots) })),
    notes: all.length > most ? [tooMany] : [],
  };
}
