import { FunctionKind } from "../wire";
import { AustinSamples } from "./austinSamples";
import { clampNumber } from "./clampNumber";
import type { Chunks, Format, ReadOptions, ReadProfile } from "./format";
import { headText } from "./jsonFile";
import { TextLines } from "./textLines";

export const austinFormat: Format = {
  id: "austin",
  option: null,
  extension: "austin",
  description: "Austin's text: a line a sample",
  defaultName: (pid) => `profile_${pid}.austin`,
  recognises: (head) => /^# austin: |^(?:# .*\s+)*P\d+;T[\da-f:]+[; ]/.test(headText(head)),
  read: readAustin,
};

const fact = /^# (\w+): (.*)$/;
/** `P12;T0:34;FILE:FUNCTION:LINE;… METRICS`; the interpreter is missing in versions before 3.5. */
const sample = /^P(\d{1,10});T(?:(\d{1,9}):)?([\da-f]{1,16})((?:;.*)?) (\d{1,16})(?:,([01]),-?\d+)?$/;
const place = /^(.*):([^:]*):(\d{1,9})$/;

/** Reads what `austin` writes without `-b`. */
async function readAustin(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const samples = new AustinSamples(options);
  const lines = new TextLines(chunks);
  const cells = new Cells(samples);
  let unreadable = 0;
  for await (const line of lines) {
    const [, key, value] = fact.exec(line) ?? [];
    if (key !== undefined) samples.readFact(key, value);
    else if (line !== "" && !cells.addLine(line)) unreadable++;
  }
  const { profile, notes } = samples.finish(lines.isCut);
  return {
    profile,
    notes: unreadable > 0 ? [...notes, `${unreadable} lines were left out: they are no samples.`] : notes,
  };
}

/** The cells of lines; equal ones are taken apart once. */
class Cells {
  private readonly rows = new Map<string, number>();

  constructor(private readonly samples: AustinSamples) {}

  /** False when the line is no sample. */
  addLine(line: string): boolean {
    const match = sample.exec(line);
    if (match === null) return false;
    const [, process, interpreter = "0", tid, stack, elapsed, idle] = match;
    const cells = stack.split(";").slice(1);
    this.samples.add({
      process: Number(process),
      interpreter: Number(interpreter),
      tid: threadId(tid),
      frames: cells.filter((cell) => cell !== ":INVALID:" && cell !== ":GC:").map((cell) => this.row(cell)),
      elapsed: Number(elapsed),
      idle: idle === undefined ? null : idle === "1",
      torn: cells.includes(":INVALID:"),
      collecting: cells.includes(":GC:"),
    });
    return true;
  }

  private row(cell: string): number {
    const known = this.rows.get(cell);
    if (known !== undefined) return known;
    const [, file, name, line] = place.exec(cell) ?? [];
    const row =
      file === undefined
        ? this.samples.other(cell, FunctionKind.Native)
        : this.samples.frame(name, file, { line: clampNumber(Number(line), 0, 2 ** 31 - 1) });
    this.rows.set(cell, row);
    return row;
  }
}

/** Decimal on Linux and macOS, hexadecimal on Windows. */
function threadId(text: string): number {
  return clampNumber(/[a-f]/.test(text) ? parseInt(text, 16) : Number(text), 0, Number.MAX_SAFE_INTEGER);
}
