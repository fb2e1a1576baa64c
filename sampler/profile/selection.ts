import { ThreadStatus } from "../wire";
import type { Profile } from "./profile";

/** What part of a profile counts. */
export interface Selection {
  /** Row of the thread table; -1 for all threads. */
  readonly thread: number;
}

/** What whole samples weigh, by the stack node that was their leaf. Weights are nanoseconds. */
export interface StackWeights {
  readonly weight: Float64Array;
  readonly samples: Float64Array;
  readonly totalWeight: number;
  readonly totalSamples: number;
}

/** Weight (nanoseconds) and number of some samples. */
export interface SampleTotal {
  readonly weight: number;
  readonly samples: number;
}

/** All thread samples of a selection, by what became of them. Only `whole` ones count in shares. */
export interface SampleTotals {
  readonly whole: SampleTotal;
  /** Read correctly, but the thread had no Python frame. */
  readonly empty: SampleTotal;
  readonly torn: SampleTotal;
  readonly failed: SampleTotal;
}

export const allThreads: Selection = { thread: -1 };

const unusable = ThreadStatus.Torn | ThreadStatus.Failed;

/** Whether a run's samples saw a stack, and saw it whole. */
export function isWhole(status: number, stack: number): boolean {
  return stack >= 0 && (status & unusable) === 0;
}

/** Self weights of each stack node: one pass over the runs. Torn, failed and empty samples are left out. */
export function computeStackWeights(profile: Profile, selection: Selection = allThreads): StackWeights {
  const { thread, stack, status, count, weight, length } = profile.runs;
  const weights = new Float64Array(profile.stacks.length);
  const samples = new Float64Array(profile.stacks.length);
  let totalWeight = 0;
  let totalSamples = 0;
  for (let run = 0; run < length; run++) {
    const isSelected = selection.thread < 0 || thread[run] === selection.thread;
    if (isSelected && isWhole(status[run], stack[run])) {
      weights[stack[run]] += weight[run];
      samples[stack[run]] += count[run];
      totalWeight += weight[run];
      totalSamples += count[run];
    }
  }
  return { weight: weights, samples, totalWeight, totalSamples };
}

/** Totals of whole, empty, torn and failed samples; a sample both torn and failed counts as failed. */
export function computeSampleTotals(profile: Profile, selection: Selection = allThreads): SampleTotals {
  const { thread, stack, status, count, weight, length } = profile.runs;
  const totals = { whole: zero(), empty: zero(), torn: zero(), failed: zero() };
  for (let run = 0; run < length; run++) {
    if (selection.thread < 0 || thread[run] === selection.thread) {
      const total = totals[outcome(status[run], stack[run])];
      total.weight += weight[run];
      total.samples += count[run];
    }
  }
  return totals;
}

function zero(): { weight: number; samples: number } {
  return { weight: 0, samples: 0 };
}

function outcome(status: number, stack: number): keyof SampleTotals {
  if (status & ThreadStatus.Failed) {
    return "failed";
  }
  if (status & ThreadStatus.Torn) {
    return "torn";
  }
  return stack < 0 ? "empty" : "whole";
}
