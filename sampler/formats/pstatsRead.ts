import { ProfileWriter } from "../profile";
import type { Profile } from "../profile";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { MarshalDict, MarshalError, MarshalReader, type MarshalValue } from "./marshal";
import { unfoldCalls, type CallRow } from "./pstatsCalls";
import { functionKindOf } from "./cpythonBinTables";

/** A table of functions is never larger; what is, is something else. */
const maxBytes = 2 ** 28;

/** A function of the file; times in seconds. */
interface FileRow {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** cProfile: calls that were not recursive, all calls. Sampled: samples of its own, all samples. */
  readonly counts: readonly [number, number];
  readonly own: number;
  readonly total: number;
  /** Of each caller (file, line, name): the function's time, samples or calls that are due to it. */
  readonly callers: ReadonlyMap<string, number>;
  /** Of callers there are samples or calls, no times: sampled, or by the standard library's `profile`. */
  readonly isCounted: boolean;
}

const noFile = "not a file of Python's pstats";

/** Reads what `cProfile`, `profiling.tracing` and `profiling.sampling` dump: functions and who calls whom. */
export async function readPstats(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { bytes, isCut } = await collect(chunks);
  const notes = isCut ? [`Only the first ${maxBytes} bytes were read: a table of functions is never larger.`] : [];
  const { rows, isSampled, problem } = decodeRows(bytes);
  if (problem !== null && rows.size === 0) throw new FormatError(`It is no table of functions: ${problem}.`);
  if (problem !== null) notes.push(`The file is damaged: ${problem}. ${rows.size} functions were read.`);
  const writer = new ProfileWriter(options);
  const isExact = writeCalls(rows, isSampled, writer);
  notes.push("Such a file has functions and who calls whom, no stacks: these are made up in proportion to the calls.");
  if (!isExact) notes.push("Recursion and rare paths are cut: those functions' total times are too small.");
  if (!isSampled) notes.push("It counts calls, not samples: a sample stands for a microsecond.");
  return { profile: finish(writer, isSampled), notes };
}

async function collect(chunks: Chunks): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  let bytes = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (bytes.length + chunk.length > maxBytes) return { bytes, isCut: true };
    const longer = new Uint8Array(bytes.length + chunk.length);
    longer.set(bytes);
    longer.set(chunk, bytes.length);
    bytes = longer;
  }
  return { bytes, isCut: false };
}

function decodeRows(bytes: Uint8Array): { rows: Map<string, FileRow>; isSampled: boolean; problem: string | null } {
  const rows = new Map<string, FileRow>();
  let isSampled = false;
  try {
    const reader = new MarshalReader(bytes);
    if (!reader.beginsDict()) throw new MarshalError(noFile);
    for (let key = reader.readKey(); key !== undefined; key = reader.readKey()) {
      const value = reader.read(1);
      if (isMark(key)) isSampled = value === true;
      else rows.set(JSON.stringify(key), decodeRow(key, value));
    }
  } catch (error) {
    if (!(error instanceof MarshalError)) throw error;
    // The mark stands last; counts of callers show it where it was cut off.
    isSampled ||= [...rows.values()].some(({ isCounted }) => isCounted);
    return { rows, isSampled, problem: error.message };
  }
  return { rows, isSampled, problem: null };
}

function isMark(key: MarshalValue): boolean {
  return Array.isArray(key) && key.length === 1 && key[0] === "__sampled__";
}

function decodeRow(key: MarshalValue, value: MarshalValue): FileRow {
  if (!isKey(key) || !Array.isArray(value) || value.length !== 5) throw new MarshalError(noFile);
  const [primitive, all, own, total, callers] = value as readonly MarshalValue[];
  const numbers = [primitive, all, own, total];
  if (!numbers.every(isAmount) || !(callers instanceof MarshalDict)) throw new MarshalError(noFile);
  return {
    file: key[0],
    line: key[1],
    name: key[2],
    counts: [Number(primitive), Number(all)],
    own: Number(own),
    total: Number(total),
    callers: new Map(callers.items.map(([caller, amount]) => [JSON.stringify(caller), amountOf(amount)])),
    isCounted: callers.items.some(([, amount]) => typeof amount === "number"),
  };
}

function isKey(key: MarshalValue): key is readonly [string, number, string] {
  if (!Array.isArray(key) || key.length !== 3) return false;
  const [file, line, name] = key as readonly MarshalValue[];
  return typeof file === "string" && typeof name === "string" && Number.isSafeInteger(line) && (line as number) >= 0;
}

function isAmount(value: MarshalValue): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** Samples, or calls; of `cProfile` the cumulative time of the calls. */
function amountOf(amount: MarshalValue): number {
  const value = Array.isArray(amount) ? (amount as readonly MarshalValue[])[3] : amount;
  if (value === undefined || !isAmount(value)) throw new MarshalError(noFile);
  return Number(value);
}

/** Whether the stacks that were made up give every function its total. */
function writeCalls(rows: ReadonlyMap<string, FileRow>, isSampled: boolean, writer: ProfileWriter): boolean {
  const list = [...rows.values()];
  const indexOf = new Map([...rows.keys()].map((key, index) => [key, index]));
  const frames = list.map((row) => addFrame(row, isSampled, writer));
  const calls = list.map((row, index): CallRow => {
    const callers = [...row.callers].map(([key, amount]) => ({ row: indexOf.get(key) ?? -1, amount }));
    const known = callers.filter((caller) => caller.row >= 0 && caller.row !== index);
    const total = isSampled || row.isCounted ? row.counts[1] : row.total;
    return { own: isSampled ? row.counts[0] : row.own, total, callers: known };
  });
  const thread = writer.thread({ process: 0, tid: 0, interpreter: 0, main: true, name: "" });
  const spread = list.map((row) => new Spread(isSampled ? row.counts[0] : Math.round(row.own * 1e6), row.own * 1e9));
  const rowsOfNodes: number[] = [];
  let start = 0;
  return unfoldCalls(calls, (node, parent, row, share) => {
    rowsOfNodes[node] = writer.stack(parent < 0 ? -1 : rowsOfNodes[parent], frames[row]);
    const { count, weight } = spread[row].take(share);
    if (count > 0) writer.addSamples(thread, rowsOfNodes[node], 0, start, count, weight);
    start += count > 0 ? weight : 0;
  });
}

/** Hands out shares of a number of samples, whole ones, so that all together they are the number. */
class Spread {
  private share = 0;
  private count = 0;

  constructor(
    private readonly samples: number,
    private readonly weightNs: number,
  ) {}

  take(share: number): { count: number; weight: number } {
    this.share += share;
    const until = Math.round(this.samples * Math.min(1, this.share));
    const count = until - this.count;
    this.count = until;
    return { count, weight: this.samples > 0 ? Math.round((this.weightNs * count) / this.samples) : 0 };
  }
}

function addFrame({ file, line, name }: FileRow, isSampled: boolean, writer: ProfileWriter): number {
  const row = writer.function(name, file, isSampled ? 0 : line, functionKindOf(file, name));
  return writer.frame(row, { line });
}

function finish(writer: ProfileWriter, isSampled: boolean): Profile {
  writer.setProperty("mode", isSampled ? "wall" : "tracing");
  return writer.finish();
}
