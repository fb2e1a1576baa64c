/** How often each of some things was seen. */
export class Distribution {
  private readonly counts = new Map<string, number>();
  private sum = 0;

  get total(): number {
    return this.sum;
  }

  add(key: string, count: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
    this.sum += count;
  }

  addAll(other: Distribution): void {
    for (const [key, count] of other.counts) this.add(key, count);
  }

  /** Total variation distance: the share of samples, 0 … 1, that would have to move to make the two alike. NaN when one is empty. */
  distanceTo(other: Distribution): number {
    const keys = new Set([...this.counts.keys(), ...other.counts.keys()]);
    let difference = 0;
    for (const key of keys) difference += Math.abs(this.share(key) - other.share(key));
    return difference / 2;
  }

  private share(key: string): number {
    return (this.counts.get(key) ?? 0) / this.sum;
  }
}
