import type { JsonList } from "./jsonBuilder";

const cellsOfBlock = 65_536;
/** Microseconds as milliseconds, and nanoseconds as microseconds, are whole thousandths. */
const scales = [1, 1000];

type Cells = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The number of a cell is `(base + cell) / scale`; `none` is that of null. */
interface Block {
  readonly cells: Cells;
  readonly base: number;
  readonly scale: number;
  readonly none: number;
}

/**
 * A list of numbers and nulls in as few bytes as they need, out of the heap; mostly less than their text had.
 * What is neither counts as infinite: no index, no time.
 */
export class PackedNumbers implements JsonList {
  private readonly blocks: Block[] = [];
  /** The last block while it is not full; NaN for null. */
  private tail = new Float64Array(16);
  private used = 0;

  get length(): number {
    return this.blocks.length * cellsOfBlock + this.used;
  }

  add(element: unknown): void {
    if (this.used === this.tail.length) this.makeRoom();
    this.tail[this.used++] = typeof element === "number" ? element : element === null ? NaN : Infinity;
  }

  /** Null for one that is not there, too. */
  at(index: number): number | null {
    const block = this.blocks[Math.floor(index / cellsOfBlock)];
    if (block === undefined) return numberOf(this.tail, index - this.blocks.length * cellsOfBlock, this.used);
    const cell = block.cells[index % cellsOfBlock];
    return cell === block.none || Number.isNaN(cell) ? null : (block.base + cell) / block.scale;
  }

  private makeRoom(): void {
    if (this.used < cellsOfBlock) {
      const tail = new Float64Array(2 * this.used);
      tail.set(this.tail);
      this.tail = tail;
      return;
    }
    this.blocks.push(pack(this.tail));
    this.used = 0;
  }
}

function numberOf(cells: Float64Array, index: number, used: number): number | null {
  return index >= 0 && index < used && !Number.isNaN(cells[index]) ? cells[index] : null;
}

function pack(numbers: Float64Array): Block {
  for (const scale of scales) {
    const range = rangeOf(numbers, scale);
    if (range !== null) return packWhole(numbers, scale, range);
  }
  return { cells: numbers.slice(), base: 0, scale: 1, none: NaN };
}

/** Of the numbers times `scale`; null unless that makes them whole and near each other. */
function rangeOf(numbers: Float64Array, scale: number): { least: number; span: number } | null {
  let least = Infinity;
  let most = -Infinity;
  for (const number of numbers) {
    if (Number.isNaN(number)) continue;
    const scaled = Math.round(number * scale);
    if (scaled / scale !== number) return null;
    if (scaled < least) least = scaled;
    if (scaled > most) most = scaled;
  }
  return most - least < 2 ** 32 - 1 ? { least, span: Math.max(most - least, 0) } : null;
}

function packWhole(numbers: Float64Array, scale: number, range: { least: number; span: number }): Block {
  const { least: base, span } = range;
  const [Cells, none] =
    span < 0xff
      ? ([Uint8Array, 0xff] as const)
      : span < 0xffff
        ? ([Uint16Array, 0xffff] as const)
        : ([Uint32Array, 0xffffffff] as const);
  const cells = new Cells(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index];
    cells[index] = Number.isNaN(number) ? none : Math.round(number * scale) - base;
  }
  return { cells, base, scale, none };
}

/** A record's list of numbers; an empty one when there is none. */
export function numbersIn(record: Record<string, unknown>, key: string): PackedNumbers {
  const value = record[key];
  return value instanceof PackedNumbers ? value : new PackedNumbers();
}
