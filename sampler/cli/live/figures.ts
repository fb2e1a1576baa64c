import {
  computeCallTree,
  computeKeyTotals,
  keysOfNodes,
  sumStacks,
  type CallTree,
  type KeyTotals,
  type Profile,
  type StackSums,
  type Statistics,
} from "../../profile";
import { FunctionKind } from "../../wire";
import type { FrameKeys } from "./frameKeys";
import type { StatusCounts, Tally } from "./tally";

/** What is known at one refresh of the samples that are looked at. Sums are made when first asked for. */
export class Figures {
  readonly status: StatusCounts;
  readonly totalSamples: number;
  readonly totalWeight: number;
  private readonly sums: StackSums;
  private readonly made = new Map<string, unknown>();

  /** `base` and `statistics`: the sampler about itself at the last reset and now. */
  constructor(
    readonly profile: Profile,
    tally: Tally,
    private readonly lineKeys: FrameKeys,
    private readonly base: Statistics,
    private readonly statistics: Statistics,
  ) {
    this.status = { ...tally.status };
    const weights = tally.weights;
    this.totalSamples = weights.totalSamples;
    this.totalWeight = weights.totalWeight;
    this.sums = sumStacks(profile, weights);
  }

  /** Passes over the threads since the last reset. */
  get ticks(): number {
    return this.statistics.ticks - this.base.ticks;
  }

  /** Sampled time since the last reset. */
  get elapsedNs(): number {
    return this.statistics.time - this.base.time;
  }

  /** By row of the function table. */
  get functions(): KeyTotals {
    return this.once("functions", () => {
      const functionOf = (node: number): number => this.profile.frames.function[this.frameOf(node)];
      return computeKeyTotals(this.sums, keysOfNodes(this.sums.length, functionOf), this.profile.functions.length);
    });
  }

  /** By number of (function, line). */
  get lines(): KeyTotals {
    return this.once("lines", () => {
      const keys = keysOfNodes(this.sums.length, (node) => this.lineKeys.keyOf(this.frameOf(node)));
      return computeKeyTotals(this.sums, keys, this.lineKeys.length);
    });
  }

  get tree(): CallTree {
    return this.once("tree", () => computeCallTree(this.profile, this.sums.own, { inverted: false }));
  }

  /** From the functions that run to what called them. */
  get callers(): CallTree {
    return this.once("callers", () => computeCallTree(this.profile, this.sums.own, { inverted: true, minShare: 0.001 }));
  }

  /** Share of the samples during which a garbage collection ran. */
  get gcShare(): number {
    const { kind, length } = this.profile.functions;
    let samples = 0;
    for (let row = 0; row < length; row++) {
      if (kind[row] === FunctionKind.Gc) samples += this.functions.totalSamples[row];
    }
    return this.totalSamples > 0 ? samples / this.totalSamples : 0;
  }

  /** Samples by opcode of the leaves that `counts` says yes to (by frame). */
  opcodes(counts: (frame: number) => boolean): Map<number, number> {
    const { samples } = this.sums.own;
    const found = new Map<number, number>();
    for (let node = 0; node < this.sums.length; node++) {
      const frame = this.frameOf(node);
      const opcode = this.profile.frames.opcode[frame];
      if (samples[node] > 0 && opcode >= 0 && counts(frame)) found.set(opcode, (found.get(opcode) ?? 0) + samples[node]);
    }
    return found;
  }

  /** Whether these sums were made while they could be: older samples are not kept apart from newer ones. */
  has(name: "functions" | "lines"): boolean {
    return this.made.has(name);
  }

  functionOfLine(key: number): number {
    return this.lineKeys.functionOf(key);
  }

  lineOfLine(key: number): number {
    return this.lineKeys.lineOf(key);
  }

  private frameOf(node: number): number {
    return this.profile.stacks.frame[node];
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }
}
