import type { Statistics } from "../profile";

const NS_PER_S = 1e9;

/** What the closing summary is made of. */
export interface SummaryFacts {
  readonly statistics: Statistics;
  /** Sampled time. */
  readonly elapsedNs: number;
  /** The user ended it: nothing was missed then. */
  readonly interrupted: boolean;
}

/**
 * The closing lines, in the words of CPython's own profiler so that what reads those reads these; a line of our own
 * for torn samples. Its "samples" are our ticks (passes over the threads); its errors are torn and failed samples.
 */
export function formatSummary({ statistics, elapsedNs, interrupted }: SummaryFacts): string[] {
  const { ticks, samples, torn, failed, missed } = statistics;
  const seconds = elapsedNs / NS_PER_S;
  const attempted = samples + torn + failed;
  const lines = [
    `Captured ${ticks} sample${ticks === 1 ? "" : "s"} in ${seconds.toFixed(2)} seconds`,
    `Sample rate: ${ratio(ticks, seconds).toFixed(2)} samples/sec`,
    `Error rate: ${percent(torn + failed, attempted)}`,
  ];
  if (torn > 0) lines.push(`Torn: ${torn} of ${attempted} thread samples (${percent(torn, attempted)}%)`);
  if (missed > 0 && !interrupted) {
    const expected = ticks + missed;
    lines.push(
      `Warning: missed ${missed} samples from the expected total of ${expected} (${percent(missed, expected)}%)`,
    );
  }
  if (samples === 0) lines.push("No samples were collected.");
  return lines;
}

function percent(part: number, whole: number): string {
  return (100 * ratio(part, whole)).toFixed(2);
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
