/** Boxes as columns: where each lies on the horizontal axis and on which row. */
export interface Boxes {
  readonly length: number;
  readonly levels: number;
  readonly depth: Int32Array;
  readonly start: Float64Array;
  readonly weight: Float64Array;
}

/** The boxes by row, each row from left to right: what drawing and hit tests walk along. */
export class BoxRows {
  /** Box indices by row; row r stands at rowStart[r] … rowStart[r + 1]. */
  readonly order: Uint32Array;
  readonly rowStart: Uint32Array;
  /** Position of each box in `order`. */
  readonly position: Uint32Array;

  constructor(readonly boxes: Boxes) {
    this.rowStart = new Uint32Array(boxes.levels + 1);
    for (let box = 0; box < boxes.length; box++) this.rowStart[boxes.depth[box] + 1]++;
    for (let row = 0; row < boxes.levels; row++) this.rowStart[row + 1] += this.rowStart[row];
    this.order = new Uint32Array(boxes.length);
    const next = this.rowStart.slice();
    for (let box = 0; box < boxes.length; box++) this.order[next[boxes.depth[box]]++] = box;
    for (let row = 0; row < boxes.levels; row++) this.sortRow(row);
    this.position = new Uint32Array(boxes.length);
    for (let at = 0; at < boxes.length; at++) this.position[this.order[at]] = at;
  }

  /** First position in a row whose box ends right of `value`; the row's end if none does. */
  firstEndingAfter(row: number, value: number): number {
    const { start, weight } = this.boxes;
    let [low, high] = [this.rowStart[row], this.rowStart[row + 1]];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const box = this.order[middle];
      if (start[box] + weight[box] > value) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The box of a row that covers `value`, or -1. */
  boxAt(row: number, value: number): number {
    if (row < 0 || row >= this.boxes.levels) return -1;
    const at = this.firstEndingAfter(row, value);
    if (at >= this.rowStart[row + 1]) return -1;
    const box = this.order[at];
    return this.boxes.start[box] <= value ? box : -1;
  }

  /** The box beside this one on its row, or -1 at the row's end. */
  neighbour(box: number, step: -1 | 1): number {
    const at = this.position[box] + step;
    const row = this.boxes.depth[box];
    return at >= this.rowStart[row] && at < this.rowStart[row + 1] ? this.order[at] : -1;
  }

  private sortRow(row: number): void {
    const { start } = this.boxes;
    const slice = this.order.subarray(this.rowStart[row], this.rowStart[row + 1]);
    const sorted = slice.every((box, at) => at === 0 || start[slice[at - 1]] <= start[box]);
    if (!sorted) slice.sort((a, b) => start[a] - start[b]);
  }
}
