import type { Place, ProfileWriter } from "../profile";
import { FunctionKind } from "../wire";
import { functionKindOf } from "./cpythonBinTables";
import { listIn, numberIn, recordOf } from "./jsonValues";

type Table = Record<string, unknown>;
const maxInt = 2 ** 31 - 1;

/** A row of a thread's stack table that is not usable; its callees are not either. */
export const noStack = -2;

/** Where a stack's innermost frame is, for those who replace it. */
export interface Leaf {
  readonly parent: number;
  readonly func: number;
  readonly place: Place;
}

/** The stacks of a thread of a processed profile; tables that threads share are `shared`. */
export class GeckoThreadStacks {
  /** Rows of the profile's stack table by the thread's; `noStack` for those that are damaged. */
  readonly rows: number[] = [];
  private readonly leaves: (Leaf | null)[] = [];
  private readonly strings: readonly unknown[];
  private readonly table: (name: string) => Table;

  constructor(
    thread: Table,
    shared: Table,
    private readonly writer: ProfileWriter,
  ) {
    this.table = (name) => recordOf(thread[name] ?? shared[name]);
    this.strings = Array.isArray(shared.stringArray) ? listIn(shared, "stringArray") : listIn(thread, "stringArray");
    const fileOf = this.filesOf(recordOf(shared.sources));
    const functions = this.readFunctions(fileOf);
    this.readStacks(functions);
  }

  leaf(stack: number): Leaf | null {
    return this.leaves[stack] ?? null;
  }

  text(index: unknown): string | null {
    const value = typeof index === "number" ? this.strings[index] : null;
    return typeof value === "string" ? value : null;
  }

  /** How functions name their files: directly, in a table of sources, or by their resource. */
  private filesOf(sources: Table): (func: number) => string | null {
    const functions = this.table("funcTable");
    const [names, indexes, resources] = ["fileName", "source", "resource"].map((name) => listIn(functions, name));
    const fileNames = listIn(sources, "filename");
    const resourceNames = listIn(this.table("resourceTable"), "name");
    return (func) =>
      this.text(names[func]) ?? this.text(fileNames[Number(indexes[func] ?? -1)]) ?? this.text(resourceNames[Number(resources[func] ?? -1)]);
  }

  private readFunctions(fileOf: (func: number) => string | null): number[] {
    const table = this.table("funcTable");
    const isScript = listIn(table, "isJS");
    const firstLines = listIn(table, "lineNumber");
    return listIn(table, "name").map((index, func) => {
      const name = this.text(index) ?? "<unknown function>";
      const file = fileOf(func) ?? "~";
      const firstLine = numberIn({ line: firstLines[func] }, "line", 0, maxInt);
      return this.writer.function(name, file, firstLine, kindOf(file, name, isScript[func] === true));
    });
  }

  private readStacks(functions: readonly number[]): void {
    const [stacks, frames] = [this.table("stackTable"), this.table("frameTable")];
    const [prefixes, offsets, frameRows] = ["prefix", "prefixOffset", "frame"].map((name) => listIn(stacks, name));
    const [funcs, lines, columns] = ["func", "line", "column"].map((name) => listIn(frames, name));
    frameRows.forEach((value, stack) => {
      const frame = Number(value);
      const func = functions[Number(funcs[frame] ?? -1)];
      const parent = this.parentOf(stack, prefixes[stack], offsets[stack]);
      const place = { line: numberIn({ v: lines[frame] }, "v", 0, maxInt), column: numberIn({ v: columns[frame] }, "v", -1, maxInt) };
      const isWhole = func !== undefined && parent !== noStack;
      this.leaves.push(isWhole ? { parent, func, place } : null);
      this.rows.push(isWhole ? this.writer.stack(parent, this.writer.frame(func, place)) : noStack);
    });
  }

  private parentOf(stack: number, prefix: unknown, offset: unknown): number {
    const caller = typeof offset === "number" ? (offset === 0 ? null : stack - offset) : (prefix ?? null);
    if (caller === null || caller === -1) return -1;
    return typeof caller === "number" && caller < stack ? (this.rows[caller] ?? noStack) : noStack;
  }
}

function kindOf(file: string, name: string, isScript: boolean): FunctionKind {
  const kind = functionKindOf(file, name);
  const isCode = isScript || /\.py$|^</.test(file);
  return kind === FunctionKind.Python && !isCode ? FunctionKind.Native : kind;
}
