import { PairTable, type Profile, type StringInterner } from "../profile";
import { FunctionKind } from "../wire";
import { GeckoCategory } from "./geckoShape";

/** Of a resource that is a file of code. */
const libraryResource = 1;

const categoryOfKind: Readonly<Record<FunctionKind, GeckoCategory>> = {
  [FunctionKind.Python]: GeckoCategory.Python,
  [FunctionKind.Gc]: GeckoCategory.Gc,
  [FunctionKind.Native]: GeckoCategory.Native,
  [FunctionKind.Task]: GeckoCategory.Other,
  [FunctionKind.Unreadable]: GeckoCategory.Other,
};

/** The stacks, frames, functions and files that one thread's samples refer to, as tables of columns. */
export class GeckoTables {
  private readonly stacks = new PairTable();
  private readonly rowOfStack = new Map<number, number>();
  private readonly frames = new RowTable(
    ...["address", "inlineDepth", "category", "subcategory", "func", "nativeSymbol", "innerWindowID", "line", "column"],
  );
  private readonly funcs = new RowTable("name", "isJS", "relevantForJS", "resource", "fileName", "lineNumber", "columnNumber");
  private readonly resources = new RowTable("lib", "name", "host", "type");

  constructor(
    private readonly profile: Profile,
    private readonly strings: StringInterner,
  ) {}

  /** The thread's row of a stack of the profile; null for none. */
  stack(stack: number): number | null {
    if (stack < 0) return null;
    // The nodes that are new here, from the innermost; callers get their rows first.
    const path: number[] = [];
    for (let at = stack; at >= 0 && !this.rowOfStack.has(at); at = this.profile.stacks.parent[at]) path.push(at);
    for (const node of path.reverse()) {
      const parent = this.profile.stacks.parent[node];
      const above = parent < 0 ? -1 : this.rowOfStack.get(parent)!;
      this.rowOfStack.set(node, this.stacks.intern(above, this.frame(this.profile.stacks.frame[node])));
    }
    return this.rowOfStack.get(stack)!;
  }

  /** The tables by their names, as the thread has them. */
  tables(): Record<string, object> {
    const { first: prefix, second: frame, length } = this.stacks;
    const prefixes = Array.from(prefix, (row) => (row < 0 ? null : row));
    return {
      stackTable: { frame: [...frame], prefix: prefixes, length },
      frameTable: this.frames.columns(),
      funcTable: this.funcs.columns(),
      resourceTable: this.resources.columns(),
      nativeSymbols: { libIndex: [], address: [], name: [], functionSize: [], length: 0 },
    };
  }

  private frame(frame: number): number {
    const { frames, functions } = this.profile;
    const row = frames.function[frame];
    const category = categoryOfKind[functions.kind[row] as FunctionKind];
    const line = frames.line[frame] > 0 ? frames.line[frame] : null;
    const column = line !== null && frames.column[frame] >= 0 ? frames.column[frame] : null;
    return this.frames.intern([-1, 0, category, 0, this.func(row), null, null, line, column]);
  }

  private func(row: number): number {
    const { functions, strings } = this.profile;
    const isPython = functions.kind[row] === FunctionKind.Python;
    const file = functions.kind[row] === FunctionKind.Task ? "<task>" : strings[functions.file[row]];
    const name = this.strings.intern(strings[functions.name[row]]);
    const firstLine = functions.firstLine[row] > 0 ? functions.firstLine[row] : null;
    const fileName = isPython ? this.strings.intern(file) : null;
    return this.funcs.intern([name, isPython, isPython, this.resource(file), fileName, firstLine, null]);
  }

  private resource(file: string): number {
    return this.resources.intern([null, this.strings.intern(file), null, libraryResource]);
  }
}

type Cell = number | boolean | null;

/** Distinct rows, kept as columns. */
class RowTable {
  private readonly names: readonly string[];
  private readonly rows: (readonly Cell[])[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(...names: readonly string[]) {
    this.names = names;
  }

  intern(row: readonly Cell[]): number {
    const key = row.join();
    const number = this.numbers.get(key) ?? this.rows.push(row) - 1;
    this.numbers.set(key, number);
    return number;
  }

  columns(): Record<string, unknown> {
    const columns = this.names.map((name, column) => [name, this.rows.map((row) => row[column])]);
    return { ...Object.fromEntries(columns), length: this.rows.length };
  }
}
