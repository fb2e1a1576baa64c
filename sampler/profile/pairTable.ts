const emptySlot = -1;

/** Gives each distinct pair of 32-bit integers a number: 0, 1, 2, … in the order in which they come. */
export class PairTable {
  private slots = new Int32Array(64).fill(emptySlot);
  private firsts = new Int32Array(32);
  private seconds = new Int32Array(32);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** First numbers of the pairs, `length` of them; a view that the next `intern` may invalidate. */
  get first(): Int32Array {
    return this.firsts.subarray(0, this.count);
  }

  get second(): Int32Array {
    return this.seconds.subarray(0, this.count);
  }

  /** The pair's number; a new one when the pair is new. */
  intern(first: number, second: number): number {
    const mask = this.slots.length - 1;
    let slot = hash(first, second) & mask;
    for (let index = this.slots[slot]; index !== emptySlot; index = this.slots[slot]) {
      if (this.firsts[index] === first && this.seconds[index] === second) {
        return index;
      }
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.count;
    return this.add(first, second);
  }

  private add(first: number, second: number): number {
    this.firsts[this.count] = first;
    this.seconds[this.count] = second;
    this.count++;
    if (this.count === this.firsts.length) {
      this.grow();
    }
    return this.count - 1;
  }

  private grow(): void {
    this.firsts = doubled(this.firsts);
    this.seconds = doubled(this.seconds);
    this.slots = new Int32Array(2 * this.slots.length).fill(emptySlot);
    const mask = this.slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = hash(this.firsts[index], this.seconds[index]) & mask;
      while (this.slots[slot] !== emptySlot) {
        slot = (slot + 1) & mask;
      }
      this.slots[slot] = index;
    }
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * column.length);
  grown.set(column);
  return grown;
}

/** Multiplicative mixing, so that neighbours spread over the table. */
function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
