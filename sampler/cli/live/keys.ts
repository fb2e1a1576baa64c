import type { List } from "./list";
import { selectedRow } from "./list";
import type { FormatChoice } from "./footer";
import { everything, type Lane } from "./lanes";
import { sortKeys, views, type Prompt, type ViewState } from "./state";
import type { TreeRow } from "./treeList";

/** What the meaning of a key depends on besides the state. */
export interface KeyContext {
  readonly list: List;
  /** Rows of a call tree, when that is what is shown. */
  readonly treeRows: readonly TreeRow[];
  /** Rows of the list of threads, when that is what is shown. */
  readonly lanes: readonly Lane[];
  /** Rows of the threads, and the processes, that had samples. */
  readonly threads: readonly number[];
  readonly processes: readonly number[];
  readonly processOf: (thread: number) => number;
  readonly formats: readonly FormatChoice[];
  readonly fileName: (format: string) => string;
  readonly pageRows: number;
  readonly isFinished: boolean;
  /** The program was started here. */
  readonly isLaunched: boolean;
  /** There is a shell that could be gone back to meanwhile. */
  readonly canSuspend: boolean;
}

/** What is to be done that is more than another picture. */
export type Command =
  | { readonly kind: "quit" | "detach" | "interrupt" | "suspend" | "reset" | "redraw" }
  | { readonly kind: "export"; readonly format: string; readonly file: string };

export interface Pressed {
  readonly state: ViewState;
  readonly command?: Command;
}

const fastestMs = 50;
const slowestMs = 1000;
const stepMs = 50;

type Action = (state: ViewState, context: KeyContext) => Pressed;

/** What a key does. Names of keys are those of terminal-kit: "a", "UP", "CTRL_C". */
export function press(state: ViewState, key: string, context: KeyContext): Pressed {
  if (key === "CTRL_C") return { state, command: { kind: context.isFinished ? "quit" : "interrupt" } };
  if (key === "CTRL_Z" && context.canSuspend) return { state, command: { kind: "suspend" } };
  if (key === "CTRL_L") return { state, command: { kind: "redraw" } };
  const told = { ...state, message: null };
  if (state.prompt !== null) return answer(told, state.prompt, key, context);
  if (state.overlay !== null) return { state: { ...told, overlay: null } };
  const inTree = state.view === "tree" || state.view === "callers";
  const action = (inTree ? treeKeys[key] : state.view === "threads" ? laneKeys[key] : undefined) ?? keys[key];
  return action ? action(told, context) : { state: told };
}

const change =
  (changed: (state: ViewState, context: KeyContext) => Partial<ViewState>): Action =>
  (state, context) => ({ state: { ...state, ...changed(state, context) } });

const nextThread = change((state, context) => moveThread(state, context, 1));
const previousThread = change((state, context) => moveThread(state, context, -1));
const down = (rows: number): Action => change((state, context) => moveRow(state, context, rows));
const page = (pages: number): Action => change((state, context) => moveRow(state, context, pages * context.pageRows));

/** Letters that work in either case are listed in lower case in `eitherCase`. */
const eitherCase: Readonly<Record<string, Action>> = {
  q: (state) => ({ state, command: { kind: "quit" } }),
  d: (state, { isLaunched, isFinished }) =>
    isLaunched && !isFinished ? { state, command: { kind: "detach" } } : { state, command: { kind: "quit" } },
  p: change(({ paused }) => ({ paused: !paused })),
  r: (state, { isFinished }) => (isFinished ? { state } : { state: atStart(state), command: { kind: "reset" } }),
  c: change(() => ({ filter: "" })),
  t: change((state, context) => toggleThread(state, context)),
  x: change(({ trends }) => ({ trends: !trends })),
  h: change(() => ({ overlay: "help" })),
  o: change((_, { isLaunched }) =>
    isLaunched ? { overlay: "output" } : { message: "A program that was attached to prints where it always did." },
  ),
  e: change(() => ({ prompt: { kind: "format", index: 0 } })),
  j: down(1),
  k: down(-1),
};

const keys: Readonly<Record<string, Action>> = {
  ...eitherCase,
  ...Object.fromEntries(Object.entries(eitherCase).map(([key, action]) => [key.toUpperCase(), action])),
  s: change(({ sort }) => ({ sort: next(sortKeys, sort, 1) })),
  S: change(({ sort }) => ({ sort: next(sortKeys, sort, -1) })),
  v: change(({ view }) => ({ view: next(views, view, 1), selected: null })),
  V: change(({ view }) => ({ view: next(views, view, -1), selected: null })),
  n: change((state, context) => moveProcess(state, context, 1)),
  N: change((state, context) => moveProcess(state, context, -1)),
  "?": eitherCase.h,
  "/": change(({ filter }) => ({ prompt: { kind: "filter", text: filter } })),
  "+": change(({ refreshMs }) => ({ refreshMs: Math.max(fastestMs, refreshMs - stepMs) })),
  "=": change(({ refreshMs }) => ({ refreshMs: Math.max(fastestMs, refreshMs - stepMs) })),
  "-": change(({ refreshMs }) => ({ refreshMs: Math.min(slowestMs, refreshMs + stepMs) })),
  _: change(({ refreshMs }) => ({ refreshMs: Math.min(slowestMs, refreshMs + stepMs) })),
  UP: down(-1),
  DOWN: down(1),
  PAGE_UP: page(-1),
  PAGE_DOWN: page(1),
  HOME: down(-Infinity),
  END: down(Infinity),
  LEFT: previousThread,
  RIGHT: nextThread,
  "<": previousThread,
  ">": nextThread,
};

const treeKeys: Readonly<Record<string, Action>> = {
  RIGHT: change((state, context) => setOpen(state, context, true)),
  LEFT: change((state, context) => setOpen(state, context, false)),
  ENTER: change((state, context) => setOpen(state, context, !selectedNode(state, context)?.isOpen)),
  " ": change((state, context) => setOpen(state, context, !selectedNode(state, context)?.isOpen)),
  "*": change((state, context) => toggleBelow(state, context)),
};

const enterLane: Action = change((state, { list, lanes }) => {
  const lane = lanes[selectedRow(list, state.selected)];
  return lane ? { lane, view: "functions", selected: null } : {};
});

const laneKeys: Readonly<Record<string, Action>> = { ENTER: enterLane, " ": enterLane };

/** After a reset nothing is known of threads yet. */
function atStart(state: ViewState): ViewState {
  return { ...state, lane: everything, selected: null };
}

function next<T>(all: readonly T[], one: T, step: number): T {
  return all[(all.indexOf(one) + step + all.length) % all.length];
}

function moveRow(state: ViewState, { list }: KeyContext, rows: number): Partial<ViewState> {
  if (list.length === 0) return {};
  const row = Math.max(0, Math.min(list.length - 1, selectedRow(list, state.selected) + rows));
  return { selected: list.key(row) };
}

function threadsOf({ lane }: ViewState, { threads, processOf }: KeyContext): readonly number[] {
  return threads.filter((thread) => lane.process === null || processOf(thread) === lane.process);
}

/** From all threads to the first or the last one, and round. */
function moveThread(state: ViewState, context: KeyContext, step: number): Partial<ViewState> {
  const threads = threadsOf(state, context);
  if (threads.length === 0) return {};
  const { process, thread } = state.lane;
  const place = thread === null ? (step > 0 ? 0 : threads.length - 1) : threads.indexOf(thread) + step;
  return { lane: { process, thread: threads[(place + threads.length) % threads.length] } };
}

function toggleThread(state: ViewState, context: KeyContext): Partial<ViewState> {
  const { process, thread } = state.lane;
  return thread === null ? moveThread(state, context, 1) : { lane: { process, thread: null } };
}

/** Round all processes, and all of them together. */
function moveProcess({ lane }: ViewState, { processes }: KeyContext, step: number): Partial<ViewState> {
  if (processes.length < 2) return { message: "There is one process only. With --subprocesses its children are sampled too." };
  return { lane: { process: next([null, ...processes], lane.process, step), thread: null }, selected: null };
}

function selectedNode({ selected }: ViewState, { list, treeRows }: KeyContext): TreeRow | undefined {
  return treeRows[selectedRow(list, selected)];
}

function setOpen(state: ViewState, context: KeyContext, isOpen: boolean): Partial<ViewState> {
  const row = selectedNode(state, context);
  if (row === undefined) return {};
  // Closing what is closed goes up to its caller, as in every tree.
  if (!isOpen && !row.isOpen) return row.parentKey === null ? {} : { selected: row.parentKey };
  return { opened: new Map(state.opened).set(row.key, isOpen), selected: row.key };
}

/** Opens what is seen below the selected row, one step deeper each time; closes it when all of it is open. */
function toggleBelow(state: ViewState, context: KeyContext): Partial<ViewState> {
  const row = selectedNode(state, context);
  if (row === undefined) return {};
  const first = context.treeRows.indexOf(row);
  const end = context.treeRows.findIndex(({ depth }, index) => index > first && depth <= row.depth);
  const below = context.treeRows.slice(first, end < 0 ? undefined : end).filter(({ hasChildren }) => hasChildren);
  const isOpen = below.some((one) => !one.isOpen);
  const opened = new Map(state.opened);
  for (const { key } of below) opened.set(key, isOpen);
  return { opened, selected: row.key };
}

/** A key while something waits for an answer. */
function answer(state: ViewState, prompt: Prompt, key: string, context: KeyContext): Pressed {
  if (key === "ESCAPE") return { state: { ...state, prompt: null } };
  if (prompt.kind === "format") return chooseFormat(state, prompt.index, key, context);
  if (key === "ENTER" || key === "KP_ENTER") return accept(state, prompt);
  const text = edited(prompt.text, key);
  return { state: { ...state, prompt: { ...prompt, text } } };
}

function accept(state: ViewState, prompt: Exclude<Prompt, { kind: "format" }>): Pressed {
  const closed = { ...state, prompt: null };
  if (prompt.kind === "filter") return { state: { ...closed, filter: prompt.text, selected: null } };
  if (prompt.text === "") return { state: closed };
  return { state: closed, command: { kind: "export", format: prompt.format, file: prompt.text } };
}

function edited(text: string, key: string): string {
  if (key === "BACKSPACE" || key === "DELETE") return [...text].slice(0, -1).join("");
  if (key === "CTRL_U") return "";
  return [...key].length === 1 ? text + key : text;
}

function chooseFormat(state: ViewState, index: number, key: string, { formats, fileName }: KeyContext): Pressed {
  const step = { RIGHT: 1, DOWN: 1, TAB: 1, " ": 1, LEFT: -1, UP: -1, SHIFT_TAB: -1 }[key];
  const place = step === undefined ? index : (index + step + formats.length) % formats.length;
  if (key !== "ENTER" && key !== "KP_ENTER") return { state: { ...state, prompt: { kind: "format", index: place } } };
  const format = formats[index].id;
  return { state: { ...state, prompt: { kind: "file", format, text: fileName(format) } } };
}
