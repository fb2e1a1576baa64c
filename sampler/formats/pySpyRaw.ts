import { ProfileWriter } from "../profile";
import { ThreadStatus } from "../wire";
import { clampNumber } from "./clampNumber";
import { damagedNote, type Chunks, type Format, type ReadOptions, type ReadProfile } from "./format";
import { headText } from "./jsonFile";
import { parseLane } from "./lanes";
import { parsePlace } from "./placeKeys";
import { TextLines } from "./textLines";
import { untimedNote, untimedNs } from "./untimed";

export const pySpyRawFormat: Format = {
  id: "py-spy",
  option: null,
  extension: "raw",
  description: "py-spy's raw text (py-spy record -f raw): a line a stack with its count",
  defaultName: (pid) => `profile_${pid}.raw`,
  recognises: (head) => isPySpyRaw(headText(head)),
  read: readPySpyRaw,
};

const countedStack = /^(.*) (\d{1,10})$/;
/** `f (app.py:12)`, `f (app.py)`, `f (libc.so.6)`; names may hold anything. */
const place = /^(.*) \(([^()]*?)(?::(\d{1,9}))?\)$/;
/** With `--subprocesses` stacks begin with the processes' commands, parents first; these may hold semicolons. */
const processCell = /^process (\d{1,10}):".*?"(?:;|$)/;
const threadCell = /^thread \([^;]*/;

function isPySpyRaw(text: string): boolean {
  const [line] = text.split("\n");
  return /^(?:process \d+:"|thread \((?:0x)?[\da-fA-F]+\))/.test(line) || /^[^;]*\([^();]+:\d+\)(;| \d+$)/.test(line);
}

/** Reads what `py-spy record -f raw` writes. */
async function readPySpyRaw(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const reader = new PySpyReader(new ProfileWriter(options));
  const lines = new TextLines(chunks);
  for await (const line of lines) if (line !== "") reader.addLine(line);
  return reader.finish(lines.isCut);
}

class PySpyReader {
  private readonly threads = new Map<string, { readonly row: number; now: number }>();
  private readonly frames = new Map<string, number>();
  private unreadable = 0;

  constructor(private readonly writer: ProfileWriter) {}

  addLine(line: string): void {
    const [, text, count] = countedStack.exec(line) ?? [];
    if (text === undefined) {
      this.unreadable++;
      return;
    }
    const { lane, places } = splitStack(text);
    const thread = this.threadOf(lane);
    const stack = places.reduce((parent, cell) => this.writer.stack(parent, this.frame(cell)), -1);
    const samples = clampNumber(Number(count), 0, 2 ** 32 - 1);
    this.writer.addSamples(thread.row, stack, ThreadStatus.Unknown, thread.now, samples, samples * untimedNs);
    thread.now += samples * untimedNs;
  }

  finish(isCut: boolean): ReadProfile {
    const notes = [untimedNote];
    if (this.unreadable > 0) notes.push(`${this.unreadable} lines were left out: they are no stacks with a count.`);
    return { profile: this.writer.finish(), notes: isCut ? [...notes, damagedNote] : notes };
  }

  /** Threads that have no name at first may get one later. */
  private threadOf(lane: string): { readonly row: number; now: number } {
    const parsed = parseLane(lane, 0);
    const key = `${parsed.process} ${parsed.tid}`;
    let thread = this.threads.get(key);
    if (thread === undefined) this.threads.set(key, (thread = { row: this.writer.thread(parsed), now: 0 }));
    if (parsed.name !== "") this.writer.renameThread(thread.row, parsed.name);
    return thread;
  }

  private frame(cell: string): number {
    const known = this.frames.get(cell);
    if (known !== undefined) return known;
    const [, name = cell, file = "", line = "0"] = place.exec(cell) ?? [];
    const { name: shown, file: path, kind } = parsePlace(name, file);
    const row = this.writer.frame(this.writer.function(shown, path, 0, kind), { line: Number(line) });
    this.frames.set(cell, row);
    return row;
  }
}

/** The thread, as `parseLane` takes it, and the places from the root on. */
function splitStack(text: string): { lane: string; places: string[] } {
  let rest = text;
  let process = "";
  for (let match = processCell.exec(rest); match !== null; match = processCell.exec(rest)) {
    process = match[1];
    rest = rest.slice(match[0].length);
  }
  const thread = threadCell.exec(rest)?.[0] ?? "";
  rest = rest.slice(thread.length).replace(/^;/, "");
  const lane = process === "" ? thread : `process ${process} ${thread || `thread ${process}`}`;
  return { lane, places: rest === "" ? [] : rest.split(";") };
}
