import { setTimeout as sleep } from "node:timers/promises";
import { countThreads, readCpuNs, readMemory } from "./procfs";
import type { Profiler, Summary } from "./profilers";
import { ProfilerSession } from "./session";
import type { Target } from "./target";

/** One profiler on one target at one rate, over one window of its steady state. */
export interface Measurement {
  readonly summary: Summary;
  /** Samples a second that were whole. */
  readonly validRate: number;
  /** CPU milliseconds of the whole profiler process for 1,000 samples. */
  readonly cpuPerThousandMs: number;
  readonly peakMemory: number;
}

const settleMs = 700;
const windowMs = 1500;
const tailMs = 800;
export const sessionSeconds = (settleMs + windowMs + tailMs) / 1000;

/** Attaches the profiler, pinned to `core`, and measures from outside while it runs. */
export async function measure(
  profiler: Profiler,
  target: Target,
  rateHz: number,
  core: number,
): Promise<Measurement> {
  const task = { pid: target.pid, rateHz, seconds: sessionSeconds, threads: countThreads(target.pid) };
  const session = new ProfilerSession(profiler, task, core);
  await sleep(settleMs);
  const before = { atMs: performance.now(), cpuNs: readCpuNs(session.pid) };
  await sleep(windowMs);
  const after = { atMs: performance.now(), cpuNs: readCpuNs(session.pid) };
  const { peak } = readMemory(session.pid);
  const summary = await session.finish();
  const samples = (summary.samplesPerSecond * (after.atMs - before.atMs)) / 1000;
  return {
    summary,
    validRate: summary.samplesPerSecond * (1 - summary.failedShare - summary.tornShare),
    cpuPerThousandMs: (after.cpuNs - before.cpuNs) / 1e6 / (samples / 1000),
    peakMemory: peak,
  };
}
