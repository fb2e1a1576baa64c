import { isWhole, PairTable } from "../profile";
import type { Profile } from "../profile";

/** The whole runs of a thread in their order, neighbours that show the same stack as one. */
export interface Lane {
  /** Row of the thread table. */
  readonly thread: number;
  /** When its first sample's time began: ns since the recording's start. */
  readonly start: number;
  /** Of `MergedStacks`; -1 for a gap. */
  readonly node: number[];
  /** Nanoseconds. */
  readonly weight: number[];
  readonly count: number[];
}

/** Stacks merged by what a format shows of their frames: a tree whose nodes have a parent and a key. */
export class MergedStacks {
  readonly length: number;
  /** The caller's node; -1 for a root. Callers come before callees. */
  readonly parent: Int32Array;
  readonly key: Int32Array;
  /** Node of each stack of the profile. */
  readonly nodeOf: Int32Array;

  /** `keyOfFrame` numbers what is shown of each frame of the profile. */
  constructor({ stacks }: Profile, keyOfFrame: ArrayLike<number>) {
    const pairs = new PairTable();
    this.nodeOf = new Int32Array(stacks.length);
    for (let stack = 0; stack < stacks.length; stack++) {
      const parent = stacks.parent[stack];
      this.nodeOf[stack] = pairs.intern(parent < 0 ? -1 : this.nodeOf[parent], keyOfFrame[stacks.frame[stack]]);
    }
    [this.length, this.parent, this.key] = [pairs.length, pairs.first, pairs.second];
  }

  /** Keys from the root to the node. */
  path(node: number): number[] {
    const keys: number[] = [];
    for (let at = node; at >= 0; at = this.parent[at]) keys.push(this.key[at]);
    return keys.reverse();
  }
}

/**
 * The threads that have whole samples, each with its runs. Torn, failed and empty ones are left out; `withGaps` has
 * node -1 for the time that they took.
 */
export function lanesOf(profile: Profile, stacks: MergedStacks, withGaps = false): Lane[] {
  const lanes: (Lane | undefined)[] = [];
  const { thread, stack, status, start, count, weight, length } = profile.runs;
  for (let run = 0; run < length; run++) {
    const node = isWhole(status[run], stack[run]) ? stacks.nodeOf[stack[run]] : -1;
    if (node < 0 && !withGaps) continue;
    const begin = Math.round(Math.max(start[run] - weight[run] / Math.max(count[run], 1), 0));
    const lane = (lanes[thread[run]] ??= { thread: thread[run], start: begin, node: [], weight: [], count: [] });
    append(lane, node, weight[run], count[run]);
  }
  return lanes.filter((lane) => lane?.node.some((node) => node >= 0)) as Lane[];
}

function append(lane: Lane, node: number, weight: number, count: number): void {
  const last = lane.node.length - 1;
  if (lane.node[last] === node) {
    lane.weight[last] += weight;
    lane.count[last] += count;
    return;
  }
  lane.node.push(node);
  lane.weight.push(weight);
  lane.count.push(count);
}
