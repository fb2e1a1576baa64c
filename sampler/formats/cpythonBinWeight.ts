/** Modes in which a thread is left out while it is not of the mode. */
const filtered = new Set(["cpu", "gil", "exception"]);

/**
 * Nanoseconds that a sample stands for: those since the thread's sample before it (`deltaUs`, -1 for its first).
 * Of a first one, and of one after a time in which the thread did not count, only the sampling interval is known.
 */
export function sampleWeightNs(deltaUs: number, intervalUs: number, mode: string): number {
  const isAfterGap = filtered.has(mode) && deltaUs > 2 * intervalUs;
  return (deltaUs < 0 || isAfterGap ? intervalUs : deltaUs) * 1000;
}
