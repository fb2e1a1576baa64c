import type { Profile, StringInterner } from "../profile";
import { FunctionKind, ThreadStatus } from "../wire";
import { GeckoCategory, markerType, stateMarkers } from "./geckoShape";
import { opcodeNumber315 } from "./pythonOpcodes";

type State = keyof typeof stateMarkers;

/** Of a marker with a start and an end. */
const intervalPhase = 1;

/** One marker as a row of the thread's table; times in ms. */
export interface GeckoMarker {
  readonly name: number;
  readonly startTime: number;
  readonly endTime: number;
  readonly category: GeckoCategory;
  readonly data: object;
}

/** What a thread's samples tell of its state over time: a marker while it lasts. */
export class GeckoMarkers {
  private readonly markers: GeckoMarker[] = [];
  private readonly since = new Map<State, number>();
  private readonly collects = new Map<number, boolean>();
  private opcode: { readonly key: string; readonly frame: number; readonly start: number } | null = null;

  constructor(
    private readonly profile: Profile,
    private readonly strings: StringInterner,
    private readonly tid: number,
  ) {}

  /** A sample, or the first of some that are alike. */
  add(timeMs: number, status: number, stack: number): void {
    const states = statesOf(status);
    if (this.isCollecting(stack)) states.push("collecting");
    for (const [state, start] of this.since) {
      if (!states.includes(state)) this.close(state, start, timeMs);
    }
    for (const state of states) if (!this.since.has(state)) this.since.set(state, timeMs);
    this.changeOpcode(timeMs, stack);
  }

  /** The table's columns. */
  finish(endMs: number): Record<string, unknown> {
    for (const [state, start] of this.since) this.close(state, start, endMs);
    this.closeOpcode(endMs);
    const markers = this.markers.sort((a, b) => a.startTime - b.startTime);
    return {
      data: markers.map(({ data }) => data),
      name: markers.map(({ name }) => name),
      startTime: markers.map(({ startTime }) => startTime),
      endTime: markers.map(({ endTime }) => endTime),
      phase: markers.map(() => intervalPhase),
      category: markers.map(({ category }) => category),
      length: markers.length,
    };
  }

  private close(state: State, startTime: number, endTime: number): void {
    const { name, category } = stateMarkers[state];
    this.since.delete(state);
    const data = { type: markerType(name), tid: this.tid };
    this.markers.push({ name: this.strings.intern(name), startTime, endTime, category, data });
  }

  /** Instructions of the innermost frame; the callers' are all calls. */
  private changeOpcode(timeMs: number, stack: number): void {
    const { frames, stacks } = this.profile;
    const frame = stack < 0 ? -1 : stacks.frame[stack];
    const hasOpcode = frame >= 0 && frames.opcode[frame] >= 0;
    const key = hasOpcode ? [frames.function, frames.opcode, frames.line, frames.column].map((c) => c[frame]).join() : "";
    if (key === (this.opcode?.key ?? "")) return;
    this.closeOpcode(timeMs);
    this.opcode = hasOpcode ? { key, frame, start: timeMs } : null;
  }

  private closeOpcode(endTime: number): void {
    if (this.opcode === null) return;
    const { frame, start: startTime } = this.opcode;
    const data = { type: "Opcode", ...this.opcodeData(frame), duration: roundMs(endTime - startTime) };
    const name = this.strings.intern(data.opname);
    this.markers.push({ name, startTime, endTime, category: GeckoCategory.Opcodes, data });
  }

  private opcodeData(frame: number) {
    const { frames, functions, opcodes, strings } = this.profile;
    const row = frames.opcode[frame];
    const [name, base] = [strings[opcodes.name[row]], strings[opcodes.base[row]]];
    const number = opcodeNumber315(name);
    return {
      opcode: number < 0 ? null : number,
      opname: name === base ? name : `${name} (${base})`,
      base_opname: base,
      is_specialized: name !== base,
      line: frames.line[frame],
      column: frames.column[frame] >= 0 ? frames.column[frame] : null,
      function: strings[functions.name[frames.function[frame]]],
    };
  }

  /** Whether a collection runs anywhere on the stack. */
  private isCollecting(stack: number): boolean {
    const { stacks, frames, functions } = this.profile;
    const path: number[] = [];
    let at = stack;
    for (; at >= 0 && !this.collects.has(at); at = stacks.parent[at]) path.push(at);
    let isCollecting = at >= 0 && this.collects.get(at)!;
    for (const node of path.reverse()) {
      isCollecting ||= functions.kind[frames.function[stacks.frame[node]]] === FunctionKind.Gc;
      this.collects.set(node, isCollecting);
    }
    return isCollecting;
  }
}

/** Milliseconds to the microsecond: sums of such numbers have more digits than they know. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function statesOf(status: number): State[] {
  const hasGil = (status & ThreadStatus.HasGil) !== 0;
  const onCpu = (status & ThreadStatus.OnCpu) !== 0;
  // Modes that do not look at processors say so; the reference takes it for "off".
  const isCpuKnown = onCpu || (status & ThreadStatus.Unknown) === 0;
  const states: State[] = [hasGil ? "hasGil" : "noGil", status & ThreadStatus.HasException ? "exception" : "noException"];
  if (isCpuKnown) states.push(onCpu ? "onCpu" : "offCpu");
  if (hasGil || onCpu) states.push(hasGil ? "python" : "native");
  if (status & ThreadStatus.GilRequested) states.push("waiting");
  return states;
}
