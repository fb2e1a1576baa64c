import type { WakeFloor } from "./floor";
import type { Measurement } from "./measure";
import type { Profiler } from "./profilers";
import type { Slowdown } from "./slowdown";
import { median } from "./stats";

/** All that was measured of one profiler on one target at one rate. */
export class Row {
  readonly measurements: Measurement[] = [];
  readonly slowdowns: Slowdown[] = [];

  constructor(readonly profiler: Profiler) {}

  median(pick: (measurement: Measurement) => number): number {
    return median(this.measurements.map(pick));
  }

  get slowdown(): Slowdown {
    const error = Math.hypot(...this.slowdowns.map((slowdown) => slowdown.error)) / this.slowdowns.length;
    return { share: median(this.slowdowns.map(({ share }) => share)), error };
  }
}

/** What the machine cannot do better: passes over the memory a second, and, where one sleeps, what wake-ups take. */
export interface Limits extends WakeFloor {
  readonly passes: number;
}

export const rowHead = ["", "valid/s", "x floor", "torn", "failed", "CPU ms/1,000", "x wakes", "x visits", "slowdown", "peak MB"];

/** The cells of one profiler. "x floor", "x wakes", "x visits": how many times what the machine itself takes. */
export function rowCells(row: Row, limits: Limits): string[] {
  const validRate = row.median((m) => m.validRate);
  const cpuMs = row.median((m) => m.cpuPerThousandMs);
  const { share, error } = row.slowdown;
  const isFlatOut = Number.isNaN(limits.wakeMs);
  return [
    Math.round(validRate).toLocaleString("en"),
    isFlatOut ? (limits.passes / validRate).toFixed(2) : "",
    percent(row.median((m) => m.summary.tornShare)),
    percent(row.median((m) => m.summary.failedShare)),
    cpuMs.toFixed(2),
    isFlatOut ? "" : (cpuMs / limits.wakeMs).toFixed(2),
    isFlatOut ? "" : (cpuMs / limits.visitMs).toFixed(2),
    `${percent(share)} ± ${(error * 100).toFixed(1)}`,
    (row.median((m) => m.peakMemory) / 1e6).toFixed(0),
  ];
}

/** One profiler over another. */
export function ratioCells(row: Row, other: Row): string[] {
  const ratio = (pick: (m: Measurement) => number): string => (row.median(pick) / other.median(pick)).toFixed(2);
  const slowdown = other.slowdown.share > other.slowdown.error ? (row.slowdown.share / other.slowdown.share).toFixed(2) : "";
  return [ratio((m) => m.validRate), "", "", "", ratio((m) => m.cpuPerThousandMs), "", "", slowdown, ratio((m) => m.peakMemory)];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
