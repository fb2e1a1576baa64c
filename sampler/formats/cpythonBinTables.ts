import type { Place } from "../profile";
import { FunctionKind, WireError, WireReader, WireWriter } from "../wire";

/** A row of the frame table of a binary profile. */
export interface BinFrame {
  readonly name: string;
  readonly file: string;
  /** Line 0: none. */
  readonly place: Required<Pick<Place, "line" | "endLine" | "column" | "endColumn">>;
  /** Its number in the Python that wrote the file; -1 for none. */
  readonly opcode: number;
}

/** A table as far as it could be read. */
export interface PartOf<T> {
  readonly rows: readonly T[];
  /** Why it ends early; null when it is whole. */
  readonly problem: string | null;
}

const noOpcode = 255;

/** Strings as they follow each other in `bytes`, `count` of them or as many as there are. */
export function decodeStrings(bytes: Uint8Array, count: number): PartOf<string> {
  const reader = new WireReader(bytes);
  return decodeRows(reader, count, () => reader.string());
}

export function decodeFrames(bytes: Uint8Array, count: number, strings: readonly string[]): PartOf<BinFrame> {
  const reader = new WireReader(bytes);
  return decodeRows(reader, count, () => decodeFrame(reader, strings));
}

function decodeRows<T>(reader: WireReader, count: number, decode: () => T): PartOf<T> {
  const rows: T[] = [];
  try {
    while (rows.length < count && reader.remaining > 0) rows.push(decode());
  } catch (error) {
    if (error instanceof WireError) return { rows, problem: error.message };
    throw error;
  }
  return { rows, problem: rows.length < count && count !== Infinity ? "the file ends early" : null };
}

function decodeFrame(reader: WireReader, strings: readonly string[]): BinFrame {
  const [file, name] = [reader.uint(), reader.uint()];
  const line = reader.int();
  const endLine = line + reader.int();
  const column = reader.int();
  const endColumn = column + reader.int();
  const [opcode] = reader.take(1);
  return {
    file: strings[file] ?? "~",
    name: strings[name] ?? "<unreadable frame>",
    place: line < 0 ? nowhere : { line, endLine, ...columns(column, endColumn) },
    opcode: opcode === noOpcode ? -1 : opcode,
  };
}

const nowhere = { line: 0, endLine: 0, column: -1, endColumn: -1 };

function columns(column: number, endColumn: number) {
  return column < 0 ? { column: -1, endColumn: -1 } : { column, endColumn: Math.max(endColumn, -1) };
}

/** Distinct frames with their strings, as bytes. */
export class BinTables {
  private readonly strings = new Map<string, number>();
  private readonly frames = new Map<string, number>();
  private readonly stringBytes = new WireWriter();
  private readonly frameBytes = new WireWriter();

  get stringCount(): number {
    return this.strings.size;
  }

  get frameCount(): number {
    return this.frames.size;
  }

  get encodedStrings(): Uint8Array {
    return this.stringBytes.bytes;
  }

  get encodedFrames(): Uint8Array {
    return this.frameBytes.bytes;
  }

  /** The frame's number in the file. */
  intern({ name, file, place, opcode }: BinFrame): number {
    const values = [this.internString(file), this.internString(name), ...fieldsOf(place)];
    const key = `${values.join()},${opcode}`;
    const known = this.frames.get(key);
    if (known !== undefined) return known;
    this.frames.set(key, this.frames.size);
    values.slice(0, 2).forEach((value) => this.frameBytes.uint(value));
    values.slice(2).forEach((value) => this.frameBytes.int(value));
    this.frameBytes.append(Uint8Array.of(opcode < 0 ? noOpcode : opcode));
    return this.frames.size - 1;
  }

  private internString(text: string): number {
    const known = this.strings.get(text);
    if (known !== undefined) return known;
    this.strings.set(text, this.strings.size);
    this.stringBytes.string(text);
    return this.strings.size - 1;
  }
}

/** Line, lines until the end, column, columns until the end, as the file has them; line -1: none. */
function fieldsOf({ line, endLine, column, endColumn }: BinFrame["place"]): number[] {
  if (line <= 0) return [-1, 0, -1, 0];
  const lines = endLine > 0 ? endLine - line : 0;
  return column < 0 ? [line, lines, -1, 0] : [line, lines, column, endColumn - column];
}

/** What kind of function CPython's profiler means by a file and a name. */
export function functionKindOf(file: string, name: string): FunctionKind {
  if (/^<(unreadable frame|unknown function|frame \d+)>$/.test(name)) return FunctionKind.Unreadable;
  if (file === "<task>") return FunctionKind.Task;
  if (file !== "~") return FunctionKind.Python;
  return name === "<GC>" ? FunctionKind.Gc : FunctionKind.Native;
}
