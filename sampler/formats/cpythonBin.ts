import type { Profile } from "../profile";
import { headerBytes, isCpythonBin, maxDepth } from "./cpythonBinLayout";
import { readCpythonBin } from "./cpythonBinRead";
import { writeCpythonBin } from "./cpythonBinWrite";
import type { Format } from "./format";
import { lostDetails, type Detail } from "./losses";
import { opcodeNumber315 } from "./pythonOpcodes";

const kept: readonly Detail[] = ["opcodes", "columns", "thread status", "samples without a stack"];

/** Binary profiles of CPython 3.15's `profiling.sampling --binary`. */
export const cpythonBinFormat: Format = {
  id: "binary",
  option: "--binary",
  extension: "bin",
  description: "binary profile of CPython 3.15's profiler, which its 'replay' reads",
  defaultName: (pid) => `binary_${pid}.bin`,
  needsTimeline: true,
  keepsOpcodes: true,
  write: writeCpythonBin,
  loses: lostInCpythonBin,
  recognises: (head) => isCpythonBin(head) || isUnfinished(head),
  read: readCpythonBin,
};

/** The header is written last: a file whose profiler was ended begins with zeros, and a thread's first stack. */
function isUnfinished(head: Uint8Array): boolean {
  return head.length > headerBytes && head.subarray(0, headerBytes).every((byte) => byte === 0);
}

function lostInCpythonBin(profile: Profile): string[] {
  const { functions, frames, threads, properties } = profile;
  const more: [string, boolean][] = [
    ["the process id", threads.length > 0],
    ["thread names", threads.some(({ name }) => name !== "")],
    ["first lines of functions", some(functions.firstLine, functions.length, (line) => line > 0)],
    ["instruction offsets", some(frames.offset, frames.length, (offset) => offset >= 0)],
    ["instructions that CPython 3.15 does not have", hasForeignOpcodes(profile)],
    [`all but the ${maxDepth} innermost frames of deeper stacks`, hasDeepStacks(profile)],
    ["the program's command and folder", properties.has("command") || properties.has("cwd")],
  ];
  return [...lostDetails(profile, kept), ...more.filter(([, isLost]) => isLost).map(([what]) => what)];
}

function some(column: ArrayLike<number>, length: number, test: (value: number) => boolean): boolean {
  for (let row = 0; row < length; row++) if (test(column[row])) return true;
  return false;
}

function hasForeignOpcodes({ opcodes, strings }: Profile): boolean {
  return some(opcodes.name, opcodes.length, (name) => opcodeNumber315(strings[name]) < 0);
}

function hasDeepStacks({ stacks }: Profile): boolean {
  const depth = new Uint32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    depth[stack] = stacks.parent[stack] < 0 ? 1 : depth[stacks.parent[stack]] + 1;
    if (depth[stack] > maxDepth) return true;
  }
  return false;
}
