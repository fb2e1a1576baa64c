import type { DumpedFrame, DumpedStack } from "../../sampler/profile";

/** What `tachyon dump --json` tells. */
export interface StackDump {
  readonly pid: number;
  readonly python: string | null;
  readonly command: readonly string[];
  readonly stacks: readonly DumpedStackWithSource[];
  readonly notes: readonly string[];
}

interface DumpedStackWithSource extends DumpedStack {
  readonly frames: readonly (DumpedFrame & { readonly source: string | null })[];
}

/** A part of a line of the text that leads to a line of a file. Positions are 0-based. */
export interface DumpLink {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

export interface DumpText {
  readonly text: string;
  readonly links: readonly DumpLink[];
}

interface Line {
  readonly text: string;
  readonly place?: { readonly file: string; readonly line: number };
}

/** A dump as people read it: a paragraph a thread or task. `shorten` is how file names are shown. */
export function computeDumpText(dump: StackDump, title: string, time: string, shorten: (file: string) => string): DumpText {
  const version = dump.python === null ? "" : ` · CPython ${dump.python}`;
  const head = [
    `Stacks of ${title} · process ${dump.pid}${version} · ${time} · most recent call last`,
    dump.command.join(" "),
    ...dump.notes,
  ];
  const lines: Line[] = [
    ...head.map((text) => ({ text })),
    ...dump.stacks.flatMap((stack) => [{ text: "" }, { text: headingOf(stack) }, ...framesOf(stack, shorten)]),
  ];
  return { text: `${lines.map(({ text }) => text).join("\n")}\n`, links: lines.flatMap(linkOf) };
}

function headingOf({ thread, threadName, interpreter, isMainThread, status, task }: DumpedStack): string {
  const name = threadName || (isMainThread ? "MainThread" : "");
  const facts = [
    name === "" ? `Thread ${thread}` : `Thread ${name}`,
    name === "" ? "" : `thread id ${thread}`,
    interpreter === 0 ? "" : `interpreter ${interpreter}`,
    status.join(", "),
  ].filter((fact) => fact !== "");
  return task === null ? facts.join(" · ") : [`Task ${task}`, ...facts].join(" · ");
}

function framesOf({ isWhole, frames }: DumpedStackWithSource, shorten: (file: string) => string): Line[] {
  if (!isWhole) return [{ text: "  (not read whole: it changed meanwhile)" }];
  if (frames.length === 0) return [{ text: "  (no Python frames)" }];
  return frames.flatMap((frame) => {
    const source = frame.source === null ? [] : [{ text: `      ${frame.source}` }];
    return [frameLine(frame, shorten), ...source];
  });
}

function frameLine(frame: DumpedFrame, shorten: (file: string) => string): Line {
  const { kind, name, file, line, opcode, baseOpcode } = frame;
  if (kind === "task") return { text: `  <task> ${name}` };
  if (kind === "native" && name !== "<native>") return { text: `  <native> ${name}` };
  if (line <= 0) return { text: `  ${name}` };
  const instruction = opcode === null ? "" : `  [${opcode === baseOpcode ? opcode : `${opcode} (${baseOpcode})`}]`;
  return { text: `  File "${shorten(file)}", line ${line}, in ${name}${instruction}`, place: { file, line } };
}

/** From the file's name to the line's number. */
function linkOf({ text, place }: Line, row: number): DumpLink[] {
  if (place === undefined) return [];
  const end = `", line ${place.line}`;
  return [{ row, start: "  ".length, end: text.indexOf(end) + end.length, ...place }];
}
