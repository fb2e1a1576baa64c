import { PairTable } from "../profile";
import type { JsonList, ListFor } from "./jsonBuilder";
import { recordOf } from "./jsonValues";
import { PackedNumbers } from "./packedNumbers";

const largestFrame = 2 ** 31 - 1;
const noStack = -1;

/** The long lists of a speedscope file, by their names. */
export const speedscopeListFor: ListFor = (owner, key) => {
  if (owner !== "profiles") return null;
  if (key === "samples") return new SampledStacks();
  if (key === "weights") return new PackedNumbers();
  return key === "events" ? new FrameEvents() : null;
};

/** Stacks as lists of frames, the innermost last; equal ones are one. */
export class SampledStacks implements JsonList {
  /** Each node's caller, -1 for none, and frame. */
  private readonly nodes = new PairTable();
  private readonly samples = new PackedNumbers();

  get length(): number {
    return this.samples.length;
  }

  add(element: unknown): void {
    this.samples.add(Array.isArray(element) ? this.nodeOf(element) : null);
  }

  /** The number of a sample's stack, -1 for an empty one; null when it is no list of frames. */
  at(sample: number): number | null {
    return this.samples.at(sample);
  }

  /** What `make` gives for each stack, out of its caller's and its frame; callers come first. */
  map<T>(make: (caller: T | undefined, frame: number) => T): T[] {
    const { first, second } = this.nodes;
    const made: T[] = [];
    for (let node = 0; node < first.length; node++) made.push(make(made[first[node]], second[node]));
    return made;
  }

  private nodeOf(frames: readonly unknown[]): number | null {
    let node = noStack;
    for (const frame of frames) {
      if (!isFrame(frame)) return null;
      node = this.nodes.intern(node, frame);
    }
    return node;
  }
}

/** When frames were opened and closed. */
export class FrameEvents implements JsonList {
  private readonly times = new PackedNumbers();
  private readonly frames = new PackedNumbers();
  private readonly opens = new PackedNumbers();

  get length(): number {
    return this.times.length;
  }

  add(element: unknown): void {
    const { type, at, frame } = recordOf(element);
    this.times.add(at);
    this.frames.add(frame);
    this.opens.add(type === "O" ? 1 : 0);
  }

  /** `frame` and `at` as the file has them; null or infinite when it does not tell. */
  event(index: number): { readonly isOpen: boolean; readonly at: number | null; readonly frame: number | null } {
    return { isOpen: this.opens.at(index) === 1, at: this.times.at(index), frame: this.frames.at(index) };
  }
}

function isFrame(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= largestFrame;
}
