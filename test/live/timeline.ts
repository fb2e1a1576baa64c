const entryBytes = 16;

/** Which stacks a program had when, as it published them itself (targets/published.py). Times in ns of the monotonic clock. */
export class Timeline {
  private readonly times: number[] = [];
  private readonly stacks: string[] = [];

  /** `originNs` is what times are counted from, so that they are small enough for numbers. */
  constructor(ring: Buffer, names: readonly string[], originNs: bigint) {
    const entries: (readonly [time: number, stack: string])[] = [];
    for (let at = 0; at < ring.length; at += entryBytes) {
      const time = ring.readBigUInt64LE(at);
      if (time > 0n) entries.push([Number(time - originNs), names[Number(ring.readBigUInt64LE(at + 8))]]);
    }
    entries.sort(([a], [b]) => a - b);
    // The program may have been ended in the middle of the last one.
    entries.pop();
    this.times = entries.map(([time]) => time);
    this.stacks = entries.map(([, stack]) => stack);
  }

  get length(): number {
    return this.times.length;
  }

  covers(from: number, to: number): boolean {
    return this.length > 0 && this.times[0] <= from && to <= this.times[this.length - 1];
  }

  /** Whether `stack` can have stood at some moment from `from` to `to`. */
  had(stack: string, from: number, to: number): boolean {
    for (let next = this.firstAfter(from); next < this.length; next++) {
      if (isBetween(stack, this.stacks[next - 1], this.stacks[next])) return true;
      if (this.times[next] > to) return false;
    }
    return false;
  }

  /** The first entry later than `time`; at least 1. */
  private firstAfter(time: number): number {
    let low = 1;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle] > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Whether a stack lies on the way from one to the other: frames are left one by one, then entered one by one. */
function isBetween(stack: string, from: string, to: string): boolean {
  const isPart = (whole: string): boolean => whole === stack || whole.startsWith(`${stack}/`);
  if (!isPart(from) && !isPart(to)) return false;
  return stack.split("/").length >= commonDepth(from.split("/"), to.split("/"));
}

function commonDepth(a: readonly string[], b: readonly string[]): number {
  let depth = 0;
  while (depth < a.length && a[depth] === b[depth]) depth++;
  return depth;
}
