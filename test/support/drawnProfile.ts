import { ProfileBuilder } from "../../sampler/profile";
import type { CallTree, Profile } from "../../sampler/profile";
import { decodeBatch, encodeBatch, FunctionKind } from "../../sampler/wire";
import type { BatchRows } from "../../sampler/wire";

/** How the columns of a drawing are to be read; each list has an element a column, or is left out. */
export interface DrawingOptions {
  /** Nanoseconds; 1 each when left out. */
  readonly weights?: readonly number[];
  /** Nanoseconds since the recording's start; 0, 1, 2, … when left out. */
  readonly starts?: readonly number[];
  /** Samples; 1 each when left out. */
  readonly counts?: readonly number[];
  /** Row of the thread table; 0 each when left out. */
  readonly threads?: readonly number[];
  /** Process of each row of the thread table; 4711 each when left out. */
  readonly processes?: readonly number[];
  /** `ThreadStatus` bits; 0 each when left out. */
  readonly statuses?: readonly number[];
  /** File of functions whose cell names none. */
  readonly file?: string;
  readonly properties?: Record<string, string>;
}

/**
 * A profile drawn as text: a column a sample, the root at the top, cells separated by spaces, `_` for no frame.
 *
 *     main   main    main
 *     load   solve:4 solve:4/BINARY_OP_ADD_INT<BINARY_OP
 *     <GC>   _       _
 *
 * A cell is `name[@file][:line][/opcode[<base]]`. Without a line it is line 1. An opcode with `<base` belongs to an
 * adaptive instruction; with the base of its own name it is not specialised. `<GC>` and `<native>` are synthetic.
 * A column of nothing but `_` is a sample without a stack.
 */
export function drawnProfile(drawing: string, options: DrawingOptions = {}): Profile {
  const rows = drawing
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/));
  const rowsOf = new DrawnRows(options.file ?? "app.py");
  const samples = rows[0].map((_, column) => rowsOf.stack(rows.map((row) => row[column] ?? "_")));
  const builder = new ProfileBuilder();
  builder.append(decodeBatch(encodeBatch({ ...rowsOf.batch(), ...runsOf(samples, options) })));
  return builder.profile;
}

/** A call tree as text: a line a node, indented by depth, with its samples and, where it has any, `self` ones. */
export function formatTree(profile: Profile, tree: CallTree): string {
  const children = new Map<number, number[]>();
  for (let node = 0; node < tree.length; node++) {
    const siblings = children.get(tree.parent[node]) ?? [];
    children.set(tree.parent[node], [...siblings, node]);
  }
  const lines: string[] = [];
  const print = (node: number): void => {
    const name = profile.strings[profile.functions.name[tree.function[node]]];
    const self = tree.self[node] > 0 ? ` self ${tree.self[node]}` : "";
    lines.push(`${"  ".repeat(tree.depth[node])}${name} ${tree.weight[node]}${self}`);
    (children.get(node) ?? []).forEach(print);
  };
  (children.get(-1) ?? []).forEach(print);
  return lines.join("\n");
}

/** Takes the indentation off a text of several lines, and its empty first and last. */
export function picture(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent).trimEnd()).join("\n");
}

function runsOf(samples: readonly number[], options: DrawingOptions): BatchRows {
  const each = (given: readonly number[] | undefined, value: number) =>
    samples.map((_, index) => given?.[index] ?? value);
  const thread = each(options.threads, 0);
  const threads = Array.from({ length: Math.max(...thread) + 1 }, (_, index) => index);
  const properties = Object.entries(options.properties ?? {});
  return {
    threads: {
      process: threads.map((index) => options.processes?.[index] ?? 4711),
      tid: threads.map((index) => 4711 + index),
      interpreter: threads.map(() => 0),
      main: threads.map((index) => (index === 0 ? 1 : 0)),
      name: threads.map((index) => (index === 0 ? "MainThread" : `Worker-${index}`)),
    },
    runs: {
      thread,
      stack: samples,
      status: each(options.statuses, 0),
      start: samples.map((_, index) => options.starts?.[index] ?? index),
      count: each(options.counts, 1),
      weight: each(options.weights, 1),
    },
    properties: { key: properties.map(([key]) => key), value: properties.map(([, value]) => value) },
  };
}

/** Interns what cells name. */
class DrawnRows {
  private readonly strings = new Interned();
  private readonly functions = new Interned();
  private readonly opcodes = new Interned();
  private readonly frames = new Interned();
  private readonly stacks = new Interned();

  constructor(private readonly defaultFile: string) {}

  /** The stack of one column; -1 when it is empty. */
  stack(cells: readonly string[]): number {
    return cells
      .filter((cell) => cell !== "_")
      .reduce((parent, cell) => this.stacks.row([parent, this.frame(cell)]), -1);
  }

  batch(): BatchRows {
    const [functions, opcodes] = [this.functions, this.opcodes];
    const frames = this.frames;
    return {
      functions: {
        name: functions.column(0),
        file: functions.column(1),
        firstLine: functions.column(2),
        kind: functions.column(3),
      },
      opcodes: { name: opcodes.column(0), base: opcodes.column(1), adaptive: opcodes.column(2) },
      frames: {
        function: frames.column(0),
        line: frames.column(1),
        endLine: frames.column(1),
        column: frames.column(0).map(() => 0),
        endColumn: frames.column(0).map(() => 1),
        offset: frames.column(0).map((_, row) => 2 * row),
        opcode: frames.column(2),
      },
      stacks: { parent: this.stacks.column(0), frame: this.stacks.column(1) },
      strings: { value: this.strings.keys() },
    };
  }

  private frame(cell: string): number {
    const match = /^(<\w+>|[^@:/]+)(?:@((?:[A-Z]:)?[^:]+?))?(?::(\d+))?(?:\/([A-Z]\w*)(?:<(\w+))?)?$/.exec(cell);
    if (match === null) {
      throw new Error(`'${cell}' is no cell of a drawn profile`);
    }
    const [, name, file, line, opcode, base] = match;
    const synthetic: Record<string, FunctionKind> = { "<GC>": FunctionKind.Gc, "<native>": FunctionKind.Native };
    const kind = synthetic[name] ?? FunctionKind.Python;
    const isPython = kind === FunctionKind.Python;
    const functionRow = this.functions.row([
      this.strings.row([name]),
      this.strings.row([isPython ? (file ?? this.defaultFile) : "~"]),
      isPython ? 1 : 0,
      kind,
    ]);
    const opcodeRow = opcode === undefined ? -1 : this.opcode(opcode, base);
    return this.frames.row([functionRow, isPython ? Number(line ?? 1) : 0, opcodeRow]);
  }

  private opcode(name: string, base: string | undefined): number {
    return this.opcodes.row([this.strings.row([name]), this.strings.row([base ?? name]), base === undefined ? 0 : 1]);
  }
}

/** Numbers distinct rows in the order in which they come. */
class Interned {
  private readonly rows = new Map<string, readonly (string | number)[]>();
  private readonly numbers = new Map<string, number>();

  row(values: readonly (string | number)[]): number {
    const key = values.join("\u0000");
    if (!this.rows.has(key)) {
      this.numbers.set(key, this.rows.size);
      this.rows.set(key, values);
    }
    return this.numbers.get(key)!;
  }

  column(index: number): number[] {
    return [...this.rows.values()].map((row) => row[index] as number);
  }

  keys(): string[] {
    return [...this.rows.keys()];
  }
}
