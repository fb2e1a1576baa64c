import { WireError } from "../wire";
import type { DecodedBatch } from "../wire";
import type { Profile } from "./profile";

/** Throws a `WireError` when a row of the batch refers to a row that is neither in the profile nor in the batch. */
export function checkBatch(profile: Profile, batch: DecodedBatch): void {
  const strings = profile.strings.length + (batch.strings?.length ?? 0);
  const functions = profile.functions.length + (batch.functions?.length ?? 0);
  const opcodes = profile.opcodes.length + (batch.opcodes?.length ?? 0);
  const frames = profile.frames.length + (batch.frames?.length ?? 0);
  const stacks = profile.stacks.length + (batch.stacks?.length ?? 0);
  const threads = profile.threads.length + (batch.threads?.length ?? 0);
  below(batch.functions?.name, strings, "a function's name");
  below(batch.functions?.file, strings, "a function's file");
  below(batch.functions?.kind, 256, "a function's kind");
  below(batch.opcodes?.name, strings, "an opcode's name");
  below(batch.opcodes?.base, strings, "an opcode's base");
  below(batch.opcodes?.adaptive, 256, "an opcode's adaptive");
  below(batch.frames?.function, functions, "a frame's function");
  below(batch.frames?.opcode, opcodes, "a frame's opcode");
  below(batch.stacks?.frame, frames, "a stack's frame");
  parentsFirst(batch.stacks?.parent, profile.stacks.length);
  below(batch.runs?.thread, threads, "a run's thread");
  below(batch.runs?.stack, stacks, "a run's stack");
  below(batch.runs?.count, 2 ** 32, "a run's count");
  checkInts(batch);
}

function checkInts({ functions, frames }: DecodedBatch): void {
  for (const column of [functions?.firstLine, frames?.line, frames?.endLine]) {
    int32(column, "a line");
  }
  for (const column of [frames?.column, frames?.endColumn, frames?.offset]) {
    int32(column, "a place in a frame");
  }
}

function below(column: ArrayLike<number> | undefined, bound: number, what: string): void {
  for (let row = 0; column !== undefined && row < column.length; row++) {
    if (column[row] >= bound) {
      throw new WireError("OutOfRange", `${what} is ${column[row]}, which must be below ${bound}`);
    }
  }
}

function parentsFirst(parents: ArrayLike<number> | undefined, before: number): void {
  for (let row = 0; parents !== undefined && row < parents.length; row++) {
    if (parents[row] >= before + row) {
      throw new WireError("OutOfRange", `stack ${before + row} stands before its parent ${parents[row]}`);
    }
  }
}

function int32(column: ArrayLike<number> | undefined, what: string): void {
  for (let row = 0; column !== undefined && row < column.length; row++) {
    if (column[row] !== (column[row] | 0)) {
      throw new WireError("OutOfRange", `${what} is ${column[row]}, which does not fit 32 bits`);
    }
  }
}
