import type { JsonList, ListFor } from "./jsonBuilder";
import { recordOf, textIn } from "./jsonValues";
import { PackedNumbers } from "./packedNumbers";

/** Nobody's rows of samples have as many columns. */
const mostColumns = 32;
const columnsOfSamples = new Set(["stack", "time", "timeDeltas", "weight"]);
const columnsOfMarkers = new Set(["name", "startTime", "endTime"]);
/** What a file may have beside its threads, or a thread beside its stacks, as long as it likes. */
const unused = new Set(["libs", "pages", "counters", "screenshots", "profilerOverhead", "profilingLog", "nativeAllocations", "jsAllocations", "jsTracer"]);

/** The long lists of a gecko file, by their names. */
export const geckoListFor: ListFor = (owner, key) => {
  if (owner === "samples") return key === "data" ? new NumberRows() : columnOf(columnsOfSamples, key);
  if (owner === "markers") return key === "data" ? new Instructions() : columnOf(columnsOfMarkers, key);
  return unused.has(owner) || unused.has(key) ? new NoList() : null;
};

function columnOf(known: ReadonlySet<string>, key: string): JsonList {
  return known.has(key) ? new PackedNumbers() : new NoList();
}

/** A list that nobody reads. */
class NoList implements JsonList {
  add(): void {
    // Its elements are dropped.
  }
}

/** Rows of numbers by their columns; what a row does not have is null. */
export class NumberRows implements JsonList {
  private readonly columns: PackedNumbers[] = [];
  private rows = 0;

  add(element: unknown): void {
    const row: readonly unknown[] = Array.isArray(element) ? element : [];
    for (let index = this.columns.length; index < Math.min(row.length, mostColumns); index++) this.addColumn();
    for (const [index, column] of this.columns.entries()) column.add(row[index] ?? null);
    this.rows++;
  }

  column(index: number): PackedNumbers {
    for (let next = this.columns.length; next <= Math.min(index, mostColumns - 1); next++) this.addColumn();
    return this.columns[index] ?? new PackedNumbers();
  }

  private addColumn(): void {
    const column = new PackedNumbers();
    for (let row = 0; row < this.rows; row++) column.add(null);
    this.columns.push(column);
  }
}

/** An instruction that ran, as its marker tells it. */
export interface Instruction {
  readonly line: unknown;
  readonly name: string;
  readonly base: string;
  readonly isSpecialized: boolean;
}

/** What markers tell besides their times: of interest are instructions alone, and equal ones are one. */
export class Instructions implements JsonList {
  private readonly numbers = new Map<string, number>();
  private readonly distinct: Instruction[] = [];
  private readonly rows = new PackedNumbers();

  add(element: unknown): void {
    const data = recordOf(element);
    this.rows.add(data.type === "Opcode" ? this.intern(data) : null);
  }

  /** Null for markers of other kinds. */
  at(row: number): Instruction | null {
    return this.distinct[this.rows.at(row) ?? -1] ?? null;
  }

  private intern(data: Record<string, unknown>): number {
    const base = textIn(data, "base_opname");
    const name = textIn(data, "opname").replace(` (${base})`, "");
    const instruction = { line: data.line, name, base: base || name, isSpecialized: data.is_specialized === true };
    const key = `${String(data.line)} ${name} ${base} ${instruction.isSpecialized}`;
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.distinct.push(instruction) - 1));
    return number;
  }
}
