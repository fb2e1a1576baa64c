import { FunctionKind, ThreadStatus } from "../wire";
import type { Profile } from "./profile";
import { isWhole } from "./selection";

/** What stands on a stack: Python code, a C function, a collection, an asyncio task, or what could not be read. */
export type DumpedKind = "python" | "native" | "gc" | "task" | "unreadable";

/** One frame. Lines are 1-based, 0 for none; columns 0-based UTF-8 bytes, -1 for none. */
export interface DumpedFrame {
  readonly kind: DumpedKind;
  readonly name: string;
  /** As the process has it; "~" or "<task>" where there is none. */
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  /** The instruction as executed, and the one it was specialised from; null when not recorded. */
  readonly opcode: string | null;
  readonly baseOpcode: string | null;
}

/** What one thread, or one way to a task, does. */
export interface DumpedStack {
  readonly process: number;
  readonly thread: number;
  /** May be empty. */
  readonly threadName: string;
  readonly interpreter: number;
  readonly isMainThread: boolean;
  /** As people say it: "has GIL", "on CPU", "waiting for GIL", "has exception", "idle". */
  readonly status: readonly string[];
  /** The innermost task on it; null for none. */
  readonly task: string | null;
  /** False when it changed while it was read, or could not be read: it has no frames then. */
  readonly isWhole: boolean;
  /** Outermost first. */
  readonly frames: readonly DumpedFrame[];
}

const kinds: Readonly<Record<FunctionKind, DumpedKind>> = {
  [FunctionKind.Python]: "python",
  [FunctionKind.Gc]: "gc",
  [FunctionKind.Native]: "native",
  [FunctionKind.Task]: "task",
  [FunctionKind.Unreadable]: "unreadable",
};

const labels: readonly (readonly [ThreadStatus, string])[] = [
  [ThreadStatus.HasGil, "has GIL"],
  [ThreadStatus.OnCpu, "on CPU"],
  [ThreadStatus.GilRequested, "waiting for GIL"],
  [ThreadStatus.HasException, "has exception"],
];

const broken = ThreadStatus.Torn | ThreadStatus.Failed;

/** The stacks of a profile that holds one tick, in the order in which they were read. */
export function computeStackDump(profile: Profile): DumpedStack[] {
  const { thread, stack, status, length } = profile.runs;
  return Array.from({ length }, (_, run) => {
    const { process, tid, name, interpreter, main } = profile.threads[thread[run]];
    const frames = isWhole(status[run], stack[run]) ? framesOf(profile, stack[run]) : [];
    const task = frames.findLast(({ kind }) => kind === "task")?.name ?? null;
    return {
      process,
      thread: tid,
      threadName: name,
      interpreter,
      isMainThread: main,
      status: describeStatus(status[run], task !== null),
      task,
      isWhole: (status[run] & broken) === 0,
      frames,
    };
  });
}

function framesOf(profile: Profile, leaf: number): DumpedFrame[] {
  const nodes: number[] = [];
  for (let node = leaf; node >= 0; node = profile.stacks.parent[node]) nodes.push(node);
  return nodes.reverse().map((node) => frameOf(profile, profile.stacks.frame[node]));
}

function frameOf({ frames, functions, opcodes, strings }: Profile, row: number): DumpedFrame {
  const code = frames.function[row];
  const opcode = frames.opcode[row];
  return {
    kind: kinds[functions.kind[code] as FunctionKind],
    name: strings[functions.name[code]],
    file: strings[functions.file[code]],
    line: frames.line[row],
    endLine: frames.endLine[row],
    column: frames.column[row],
    endColumn: frames.endColumn[row],
    opcode: opcode < 0 ? null : strings[opcodes.name[opcode]],
    baseOpcode: opcode < 0 ? null : strings[opcodes.base[opcode]],
  };
}

/** A thread that does nothing is idle; a task that waits says so by its last frame. */
function describeStatus(status: number, isTask: boolean): string[] {
  const said = labels.filter(([bit]) => (status & bit) !== 0).map(([, label]) => label);
  const isIdle = said.length === 0 && !isTask && (status & (ThreadStatus.Unknown | broken)) === 0;
  return isIdle ? ["idle"] : said;
}
