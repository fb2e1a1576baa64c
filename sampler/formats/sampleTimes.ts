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

/** When the samples of a run were taken, in µs: the run knows its first one's time and what all of them weigh. */
export class RunTimes {
  private readonly firstUs: number;
  private readonly stepUs: number;

  constructor(beforeUs: number, startNs: number, count: number, weightNs: number, intervalUs: number, mode: string) {
    const startUs = Math.round(startNs / 1000);
    const isLate = startUs >= beforeUs;
    const evenUs = weightNs / count / 1000;
    this.firstUs = isLate ? startUs : beforeUs + Math.round(evenUs);
    const firstNs = sampleWeightNs(beforeUs < 0 ? -1 : this.firstUs - beforeUs, intervalUs, mode);
    const isEven = count === 1 || firstNs > weightNs;
    this.stepUs = isEven ? evenUs : (weightNs - firstNs) / (count - 1) / 1000;
  }

  at(sample: number): number {
    return this.firstUs + Math.round(sample * this.stepUs);
  }
}
