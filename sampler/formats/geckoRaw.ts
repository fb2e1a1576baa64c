import { NumberRows } from "./geckoLists";
import { listIn, recordOf, textIn } from "./jsonValues";

type Table = Record<string, unknown>;

/** Firefox's own frames: `name (file:line:column)`, with the number of a source behind them, or a bare name. */
const location = /^(.*) \((.*?)(?::(\d+))?(?::(\d+))?\)(?:\[\d+\])?$/s;

/** Whether a thread is as Firefox hands it out: tables of rows with a schema, not of columns. */
export function isRawThread(thread: Table): boolean {
  return "schema" in recordOf(thread.stackTable);
}

/** The same thread in the processed format, as far as samples need it. */
export function processRawThread(thread: Table): Table {
  const strings = listIn(thread, "stringTable").map(String);
  const frames = columnsOf(recordOf(thread.frameTable), ["location", "line", "column"]);
  const places = frames.location.map((index) => parseLocation(strings[Number(index)] ?? ""));
  const own = [...strings];
  const text = (value: string | null) => (value === null ? null : own.push(value) - 1);
  const funcTable = {
    name: places.map(({ name }) => text(name)),
    fileName: places.map(({ file }) => text(file)),
    lineNumber: places.map(() => null),
    isJS: places.map(({ file }) => file !== null),
  };
  const frameTable = {
    func: places.map((_, index) => index),
    line: places.map(({ line }, index) => frames.line[index] ?? line),
    column: places.map(({ column }, index) => frames.column[index] ?? column),
  };
  const stackTable = columnsOf(recordOf(thread.stackTable), ["prefix", "frame"]);
  const isMainThread = textIn(thread, "name") === "GeckoMain";
  return { ...thread, isMainThread, stringArray: own, funcTable, frameTable, stackTable, samples: samplesOf(recordOf(thread.samples)), markers: {} };
}

function parseLocation(text: string): { name: string; file: string | null; line: number | null; column: number | null } {
  const match = location.exec(text);
  if (match === null) return { name: text, file: null, line: null, column: null };
  const [, name, file, line, column] = match;
  return { name, file, line: line ? Number(line) : null, column: column ? Number(column) : null };
}

function samplesOf({ schema, data }: Table): Table {
  if (!(data instanceof NumberRows)) return {};
  return Object.fromEntries(["stack", "time"].map((name) => [name, data.column(Number(recordOf(schema)[name]))]));
}

/** Rows as columns; what a row does not have is null. */
function columnsOf(table: Table, names: readonly string[]): Record<string, unknown[]> {
  const schema = recordOf(table.schema);
  const rows = listIn(table, "data").map((row) => (Array.isArray(row) ? (row as unknown[]) : []));
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[Number(schema[name])] ?? null)]));
}
