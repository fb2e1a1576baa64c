import { setTimeout as sleep } from "node:timers/promises";
import { countThreads, isHeld, readWaitNs } from "./procfs";
import type { Profiler } from "./profilers";
import { ProfilerSession } from "./session";
import { median, medianError } from "./stats";
import type { Target } from "./target";

/** How much longer the target takes for its work while it is sampled, as a share; and one standard error of that. */
export interface Slowdown {
  readonly share: number;
  readonly error: number;
}

const settleMs = 700;
const pairs = 16;
const freeMs = 60;
const sampledMs = 60;
/** After it was frozen a profiler may first make up for the ticks that it has missed. */
const catchUpMs = 40;
const freezeAttempts = 1000;

/**
 * Freezes and thaws an attached profiler many times, and compares each stretch of the target's work with the free ones just
 * before and after it: this machine's own speed changes from second to second by more than what is to be measured.
 */
export async function measureSlowdown(
  profiler: Profiler,
  target: Target,
  rateHz: number,
  core: number,
): Promise<Slowdown> {
  const task = { pid: target.pid, rateHz, seconds: 60, threads: countThreads(target.pid) };
  const session = new ProfilerSession(profiler, task, core);
  try {
    await sleep(settleMs);
    const shares: number[] = [];
    await freeze(session, target);
    let free = await speedOver(target, freeMs);
    for (let pair = 0; pair < pairs; pair++) {
      session.signal("SIGCONT");
      await sleep(catchUpMs);
      const sampled = await speedOver(target, sampledMs);
      await freeze(session, target);
      const freeAfter = await speedOver(target, freeMs);
      shares.push((free + freeAfter) / 2 / sampled - 1);
      free = freeAfter;
    }
    return { share: median(shares), error: medianError(shares) };
  } finally {
    await session.abandon();
  }
}

/** Freezes the profiler at a moment when it does not hold the target. */
async function freeze(session: ProfilerSession, target: Target): Promise<void> {
  for (let attempt = 0; attempt < freezeAttempts; attempt++) {
    process.kill(session.pid, "SIGSTOP");
    await sleep(1);
    if (!isHeld(target.pid)) return;
    session.signal("SIGCONT");
    await sleep(1);
  }
  throw new Error("The profiler holds the target at all times.");
}

/** Rounds a second, not counting the time that other programs took away. */
async function speedOver(target: Target, ms: number): Promise<number> {
  const before = mark(target);
  await sleep(ms);
  const after = mark(target);
  return Number(after.rounds - before.rounds) / (after.ownMs - before.ownMs);
}

function mark(target: Target): { ownMs: number; rounds: bigint } {
  // Threads of one process wait for each other too, and that is its own time.
  const waitedMs = countThreads(target.pid) === 1 ? readWaitNs(target.pid) / 1e6 : 0;
  return { ownMs: performance.now() - waitedMs, rounds: target.rounds };
}
