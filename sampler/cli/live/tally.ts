import { isWhole, type Profile, type StackWeights } from "../../profile";
import { ThreadStatus } from "../../wire";

/** How many thread samples had a status, or were lost. */
export interface StatusCounts {
  /** Whole samples and those of threads without a Python frame. */
  readonly total: number;
  readonly hasGil: number;
  readonly onCpu: number;
  readonly gilRequested: number;
  readonly hasException: number;
  readonly torn: number;
  readonly failed: number;
}

/**
 * Sums of some threads' samples by stack, kept up as runs are appended: what a refresh costs does not depend on how long
 * sampling has been going on.
 */
export class Tally {
  readonly status = { total: 0, hasGil: 0, onCpu: 0, gilRequested: 0, hasException: 0, torn: 0, failed: 0 };
  private weight = new Float64Array(256);
  private samples = new Float64Array(256);
  private totalWeight = 0;
  private totalSamples = 0;
  private stacks = 0;

  /** `accepts` tells by its row whether a thread counts; runs before `next` do not. */
  constructor(
    private readonly profile: Profile,
    private readonly accepts: (thread: number) => boolean,
    private next: number,
  ) {}

  /** Takes in the runs up to `end`. */
  update(end: number): void {
    this.makeRoom(this.profile.stacks.length);
    for (; this.next < end; this.next++) {
      if (this.accepts(this.profile.runs.thread[this.next])) this.add(this.next);
    }
  }

  /** Views that the next `update` changes. */
  get weights(): StackWeights {
    const { totalWeight, totalSamples, stacks } = this;
    const [weight, samples] = [this.weight.subarray(0, stacks), this.samples.subarray(0, stacks)];
    return { weight, samples, totalWeight, totalSamples };
  }

  private add(run: number): void {
    const { stack, status, count, weight } = this.profile.runs;
    this.countStatus(status[run], count[run]);
    if (!isWhole(status[run], stack[run])) return;
    this.weight[stack[run]] += weight[run];
    this.samples[stack[run]] += count[run];
    this.totalWeight += weight[run];
    this.totalSamples += count[run];
  }

  private countStatus(bits: number, samples: number): void {
    const { status } = this;
    if (bits & ThreadStatus.Failed) status.failed += samples;
    else if (bits & ThreadStatus.Torn) status.torn += samples;
    else {
      status.total += samples;
      if (bits & ThreadStatus.HasGil) status.hasGil += samples;
      if (bits & ThreadStatus.OnCpu) status.onCpu += samples;
      if (bits & ThreadStatus.GilRequested) status.gilRequested += samples;
      if (bits & ThreadStatus.HasException) status.hasException += samples;
    }
  }

  private makeRoom(stacks: number): void {
    this.stacks = stacks;
    if (stacks <= this.weight.length) return;
    const grown = (column: Float64Array): Float64Array<ArrayBuffer> => {
      const longer = new Float64Array(Math.max(stacks, 2 * column.length));
      longer.set(column);
      return longer;
    };
    this.weight = grown(this.weight);
    this.samples = grown(this.samples);
  }
}
