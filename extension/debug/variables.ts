import type { DebugProtocol } from "@vscode/debugprotocol";
import {
  computeLineDetail,
  formatCount,
  formatDuration,
  formatShare,
  type LineDetail,
  type Profile,
  type StackWeights,
} from "../../sampler/profile";
import { laneStatus } from "./laneName";
import type { SnapshotFrame } from "./snapshot";

const scopeNames = ["Thread", "Line"] as const;

/** What the Variables view offers for a frame; figures are of the profile so far. */
export function scopesOf(frameId: number, { frame }: SnapshotFrame): DebugProtocol.Scope[] {
  const names = frame < 0 ? scopeNames.slice(0, 1) : scopeNames;
  return names.map((name, index) => ({
    name,
    variablesReference: frameId * scopeNames.length + index,
    expensive: false,
  }));
}

/** Which frame and scope a `variablesReference` of `scopesOf` means. */
export function parseReference(reference: number): { frameId: number; scope: (typeof scopeNames)[number] } {
  const scope = scopeNames[reference % scopeNames.length];
  return { frameId: Math.floor(reference / scopeNames.length), scope };
}

/** State and samples of the thread or task that a frame belongs to; `all` samples of the profile were taken so far. */
export function threadVariables(profile: Profile, all: number, { lane }: SnapshotFrame): DebugProtocol.Variable[] {
  const { name, tid, process, interpreter } = profile.threads[lane.thread];
  return variables([
    ["status", laneStatus(lane)],
    ["samples so far", `${formatCount(lane.samples)}${all > 0 ? ` (${formatShare(lane.samples / all)})` : ""}`],
    ["task", lane.task ?? ""],
    ["thread", name === "" ? String(tid) : `${name} (${tid})`],
    ["process", String(process)],
    ["interpreter", interpreter > 0 ? String(interpreter) : ""],
  ]);
}

/** Instruction, time and samples of the line that a frame stands on. */
export function lineVariables(profile: Profile, weights: StackWeights, frame: number): DebugProtocol.Variable[] {
  const { frames, functions, strings } = profile;
  const file = strings[functions.file[frames.function[frame]]];
  const detail = computeLineDetail(profile, weights, file, frames.line[frame]);
  return variables([["opcode", opcodeText(profile, frame)], ...(detail === null ? [] : figures(detail))]);
}

function figures(detail: LineDetail): [string, string][] {
  return [
    ["samples so far", `${formatCount(detail.totalSamples)} (${formatCount(detail.selfSamples)} self)`],
    ["self time", detail.self === 0 ? "none" : `${formatDuration(detail.self)} (${formatShare(detail.selfShare)})`],
    ["total time", `${formatDuration(detail.total)} (${formatShare(detail.totalShare)})`],
  ];
}

function opcodeText({ frames, opcodes, strings }: Profile, frame: number): string {
  const row = frames.opcode[frame];
  if (row < 0) return "";
  const [name, base] = [strings[opcodes.name[row]], strings[opcodes.base[row]]];
  return name === base ? name : `${name} (specialised from ${base})`;
}

/** Those that have something to say. */
function variables(pairs: readonly (readonly [name: string, value: string])[]): DebugProtocol.Variable[] {
  return pairs
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ({ name, value, variablesReference: 0, presentationHint: { attributes: ["readOnly"] } }));
}
