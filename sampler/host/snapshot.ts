import { ProfileBuilder, type Profile } from "../profile";
import { ThreadStatus, decodeBatch, type DecodedBatch } from "../wire";
import type { Addon, NativeSampler, ViewOptions } from "./addon";
import { UserError } from "./userError";

/** Time between ticks: long enough to take each one out before the next. */
const INTERVAL_NS = 20e6;
const DRAIN_MS = 2;
/** The first tick of which every stack is whole is taken; of so many that are not, the one with the fewest gaps. */
const MOST_TICKS = 5;
const TIMEOUT_MS = 10_000;

/**
 * What all threads of a process do at one moment: a profile with the samples of one tick.
 * Throws a `SamplerError` when the process cannot be sampled, a `UserError` when it ends before it was.
 */
export async function takeSnapshot(addon: Addon, pid: number, view: ViewOptions): Promise<Profile> {
  const sampler = new addon.Sampler({ ...view, pid, intervalNs: INTERVAL_NS, waitForRuntime: false });
  sampler.start();
  try {
    return profileOfBest(await takeTicks(sampler, pid));
  } finally {
    sampler.stop();
  }
}

/** Batches up to the first whole tick. */
async function takeTicks(sampler: NativeSampler, pid: number): Promise<DecodedBatch[]> {
  const batches: DecodedBatch[] = [];
  const deadline = performance.now() + TIMEOUT_MS;
  let ticks = 0;
  while (ticks < MOST_TICKS) {
    const end = sampler.ended();
    const bytes = sampler.drain();
    if (bytes !== null) batches.push(decodeBatch(bytes));
    const runs = batches.at(-1)?.runs?.length ?? 0;
    if (bytes !== null && runs > 0) ticks++;
    if (bytes !== null && runs > 0 && gaps(batches.at(-1)!) === 0) break;
    if (end !== null || performance.now() > deadline) break;
    if (bytes === null) await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
  }
  if (ticks === 0) throw new UserError(noStack(sampler, pid));
  return batches;
}

function noStack(sampler: NativeSampler, pid: number): string {
  const end = sampler.ended();
  if (end?.kind === "error") return end.message;
  if (end !== null) return `No stack dump collected - process ${pid} exited before its stack could be read.`;
  return `No Python stacks found for PID ${pid}: it runs no Python code, or is starting. Try again in a moment.`;
}

/** Stacks that are not whole. */
function gaps({ runs }: DecodedBatch): number {
  const broken = ThreadStatus.Torn | ThreadStatus.Failed;
  return Array.from(runs?.status ?? []).filter((status) => (status & broken) !== 0).length;
}

function profileOfBest(batches: readonly DecodedBatch[]): Profile {
  const filled = batches.filter(({ runs }) => (runs?.length ?? 0) > 0);
  const best = filled.reduce((one, other) => (gaps(other) < gaps(one) ? other : one));
  const builder = new ProfileBuilder();
  for (const { runs, ...rest } of batches) builder.append(runs === best.runs ? { ...rest, runs } : rest);
  return builder.profile;
}
