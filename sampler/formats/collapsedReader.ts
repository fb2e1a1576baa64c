import { ProfileWriter } from "../profile";
import { FunctionKind, ThreadStatus } from "../wire";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { TextLines } from "./textLines";
import { untimedNote, untimedNs } from "./untimed";

/** A stack and how often it was seen. */
const stackLine = /^(.*\S)\s+(\d{1,15}(?:\.\d+)?)$/;
/** A cell of CPython's profiler: file, function, line. */
const placeCell = /^(.+?):(.+):(\d{1,9})$/s;
const threadCell = /^tid:(\d{1,15})$/;
/** Lines of tools that have formats of their own here: Austin's, py-spy's. */
const foreign = /^#|^P\d+;T|\(\S+:\d+\)(;| \d+$)/;
const mostSamples = 2 ** 32 - 1;

/** Whether all whole lines are stacks with a count, and none is of a kind that other formats read. */
export function isCollapsed(head: Uint8Array): boolean {
  const lines = new TextDecoder().decode(head).split("\n");
  const whole = lines.slice(0, Math.max(1, lines.length - 1)).filter((line) => line.trim() !== "");
  return whole.length > 0 && whole.every((line) => stackLine.test(line.trimEnd()) && !foreign.test(line));
}

/** Reads lines `a;b;c COUNT`, root first, as flamegraph.pl takes them; cells of CPython's profiler are taken apart. */
export async function readCollapsed(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const reader = new CollapsedReader(new ProfileWriter(options));
  const lines = new TextLines(chunks);
  for await (const line of lines) reader.readLine(line);
  return reader.finish(lines.isCut);
}

class CollapsedReader {
  private readonly frames = new Map<string, number>();
  private readonly threads = new Map<number, number>();
  private samples = 0;
  private time = 0;
  private unreadable = 0;

  constructor(private readonly writer: ProfileWriter) {}

  readLine(line: string): void {
    if (line.trim() === "" || line.startsWith("#")) return;
    const match = stackLine.exec(line.trimEnd());
    if (match === null) {
      this.unreadable++;
      return;
    }
    const cells = match[1].split(";").filter((cell) => cell !== "");
    const tid = threadCell.exec(cells[0] ?? "");
    const stack = this.stackOf(tid === null ? cells : cells.slice(1));
    const count = Math.round(Number(match[2]));
    if (count > 0) this.add(Number(tid?.[1] ?? 0), stack, count);
  }

  finish(isCut: boolean): ReadProfile {
    if (this.samples === 0 && this.unreadable > 0) throw new FormatError("No line of it is a stack with a count");
    const notes = [untimedNote];
    if (this.unreadable > 0) notes.push(`${this.unreadable} lines were left out: they are no stacks with a count.`);
    if (isCut) notes.push("Its last line has no end: the file may have been cut short.");
    return { profile: this.writer.finish(), notes };
  }

  private add(tid: number, stack: number, count: number): void {
    const weight = count * untimedNs;
    const status = ThreadStatus.Unknown;
    this.writer.addSamples(this.threadOf(tid), stack, status, this.time, Math.min(count, mostSamples), weight);
    this.samples += count;
    this.time += weight;
  }

  private threadOf(tid: number): number {
    const known = this.threads.get(tid);
    if (known !== undefined) return known;
    const row = this.writer.thread({ process: 0, tid, interpreter: 0, main: false, name: "" });
    this.threads.set(tid, row);
    return row;
  }

  private stackOf(cells: readonly string[]): number {
    return cells.reduce((parent, cell) => this.writer.stack(parent, this.frameOf(cell)), -1);
  }

  private frameOf(cell: string): number {
    const known = this.frames.get(cell);
    if (known !== undefined) return known;
    const [, file = "~", name = cell, line = "0"] = placeCell.exec(cell) ?? [];
    const kind = file === "<task>" ? FunctionKind.Task : (synthetic.get(cell) ?? FunctionKind.Python);
    const frame = this.writer.frame(this.writer.function(name, file, 0, kind), { line: Number(line) });
    this.frames.set(cell, frame);
    return frame;
  }
}

const synthetic = new Map([
  ["<GC>", FunctionKind.Gc],
  ["<native>", FunctionKind.Native],
]);
