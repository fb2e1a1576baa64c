import * as path from "node:path";
import type { DumpedFrame, DumpedStack } from "../profile";

/** How the parts of a dump are coloured: the escape sequence that begins each. */
export type DumpPart = "header" | "frame" | "fileName" | "line" | "source" | "highlight" | "opcode" | "warning";

/** Puts a part into its colour; without colours, the text itself. */
export type Paint = (part: DumpPart, text: string) => string;

const colours: Readonly<Record<DumpPart, string>> = {
  header: "\x1b[1;34m",
  frame: "\x1b[1;32m",
  fileName: "\x1b[36m",
  line: "\x1b[33m",
  source: "\x1b[37m",
  highlight: "\x1b[1;33m",
  opcode: "\x1b[90m",
  warning: "\x1b[33m",
};
const RESET = "\x1b[0m";

export const plain: Paint = (_, text) => text;
export const coloured: Paint = (part, text) => `${colours[part]}${text}${RESET}`;

export interface DumpTextOptions {
  readonly pid: number;
  readonly paint: Paint;
  /** File names below it are shown relative to it. */
  readonly cwd: string;
  /** Text of a source line; null when it cannot be read. */
  readonly sourceLine: (file: string, line: number) => string | null;
}

/** A dump in the layout of CPython's own profiler: a section a stack, the most recent call last. */
export function formatDump(stacks: readonly DumpedStack[], options: DumpTextOptions): string[] {
  const { pid, paint } = options;
  if (stacks.length === 0) return [paint("warning", `No Python stacks found for PID ${pid}`)];
  const isOneInterpreter = new Set(stacks.map(({ interpreter }) => interpreter)).size === 1;
  return stacks.flatMap((stack, section) => [
    ...(section > 0 ? [""] : []),
    paint("header", formatHeader(stack, section === 0 ? pid : null, isOneInterpreter)),
    ...formatFrames(stack, options),
  ]);
}

function formatHeader(stack: DumpedStack, pid: number | null, isOneInterpreter: boolean): string {
  const labels = [...(stack.isMainThread && stack.task === null ? ["main thread"] : []), ...stack.status];
  const details = [
    isOneInterpreter ? "" : `interpreter ${stack.interpreter}`,
    stack.task === null ? "" : `task ${stack.task}`,
    labels.join(", "),
    "most recent call last",
  ].filter((detail) => detail !== "");
  const name = stack.threadName === "" || stack.isMainThread ? "" : ` "${stack.threadName}"`;
  return `Stack dump${pid === null ? "" : ` for PID ${pid}`}, thread ${stack.thread}${name} (${details.join("; ")}):`;
}

function formatFrames({ isWhole, frames }: DumpedStack, options: DumpTextOptions): string[] {
  if (!isWhole) {
    return [options.paint("warning", "Not read whole: it changed meanwhile. --blocking stops the threads to read them.")];
  }
  if (frames.length === 0) return [options.paint("warning", "No Python frames")];
  return frames.flatMap((frame) => formatFrame(frame, options));
}

function formatFrame(frame: DumpedFrame, { paint, cwd, sourceLine }: DumpTextOptions): string[] {
  const opcode = frame.opcode === null ? "" : `  ${paint("opcode", `opcode=${formatOpcode(frame)}`)}`;
  const text = frame.line > 0 ? sourceLine(frame.file, frame.line) : null;
  const source = text === null ? "" : formatSource(text, frame, paint);
  return [`  ${formatPlace(frame, paint, cwd)}${opcode}`, ...(source === "" ? [] : [`    ${source}`])];
}

function formatPlace({ kind, name, file, line }: DumpedFrame, paint: Paint, cwd: string): string {
  const painted = paint("frame", kind === "native" && name !== "<native>" ? `<native> ${name}` : name);
  if (file === "~" || file === "") return painted;
  const place = `File ${paint("fileName", `"${shortName(file, cwd)}"`)}`;
  return line > 0 ? `${place}, line ${paint("line", String(line))}, in ${painted}` : `${place}, in ${painted}`;
}

function shortName(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return !path.isAbsolute(file) || relative.startsWith("..") || relative === "" ? file : relative;
}

function formatOpcode({ opcode, baseOpcode }: DumpedFrame): string {
  return opcode === baseOpcode ? String(opcode) : `${opcode} (${baseOpcode})`;
}

/** The line without its indentation, the executing expression in a colour of its own. */
function formatSource(text: string, frame: DumpedFrame, paint: Paint): string {
  const bytes = Buffer.from(text);
  const part = (start: number, end: number): string => bytes.subarray(start, end).toString();
  const indent = text.length - text.trimStart().length;
  const hasPlace = frame.column >= 0 && frame.endColumn >= 0 && frame.endLine >= frame.line;
  const end = !hasPlace ? indent : frame.endLine === frame.line ? frame.endColumn : bytes.length;
  const start = hasPlace ? Math.max(frame.column, indent) : indent;
  if (end <= start) return text.trim() === "" ? "" : paint("source", text.trimStart());
  const pieces: readonly (readonly [DumpPart, string])[] = [
    ["source", part(indent, start)],
    ["highlight", part(start, end)],
    ["source", part(end, bytes.length)],
  ];
  return pieces.map(([kind, piece]) => (piece === "" ? "" : paint(kind, piece))).join("");
}
