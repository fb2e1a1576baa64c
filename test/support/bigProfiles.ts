import { ProfileBuilder } from "../../sampler/profile";
import type { Profile } from "../../sampler/profile";
import { decodeBatch, encodeBatch } from "../../sampler/wire";

/** One function that calls itself `depth` deep, with one sample of weight 1 at each depth. */
export function deepRecursion(depth: number): Profile {
  const parent = Int32Array.from({ length: depth }, (_, row) => row - 1);
  return profileOf(1, parent, new Uint32Array(depth));
}

/** `stacks` stack nodes below a few hundred functions, each sampled once with weight 1. */
export function wideProfile(stacks: number): Profile {
  const functions = 500;
  const parent = Int32Array.from({ length: stacks }, (_, row) => (row < 8 ? -1 : Math.floor(row / 8) + (row % 7) - 7));
  const frame = Uint32Array.from({ length: stacks }, (_, row) => (row * 7919) % functions);
  return profileOf(
    functions,
    parent.map((above, row) => Math.max(-1, Math.min(above, row - 1))),
    frame,
  );
}

function profileOf(functions: number, parent: Int32Array, frame: Uint32Array): Profile {
  const rows = Array.from({ length: functions }, (_, row) => row);
  const all = <T>(value: T) => rows.map(() => value);
  const builder = new ProfileBuilder();
  const batch = encodeBatch({
    strings: { value: ["app.py", ...rows.map((row) => `f${row}`)] },
    functions: { name: rows.map((row) => row + 1), file: all(0), firstLine: rows.map((row) => row + 1), kind: all(0) },
    frames: {
      function: rows,
      line: rows.map((row) => row + 1),
      endLine: all(0),
      column: all(-1),
      endColumn: all(-1),
      offset: all(0),
      opcode: all(-1),
    },
    stacks: { parent, frame },
    threads: { process: [1], tid: [1], interpreter: [0], main: [1], name: ["MainThread"] },
    runs: {
      thread: parent.map(() => 0),
      stack: parent.map((_, row) => row),
      status: parent.map(() => 0),
      start: parent.map((_, row) => row),
      count: parent.map(() => 1),
      weight: parent.map(() => 1),
    },
  });
  builder.append(decodeBatch(batch));
  return builder.profile;
}
