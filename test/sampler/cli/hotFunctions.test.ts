import assert from "node:assert/strict";
import { formatHotFunctions } from "../../../sampler/cli/hotFunctions";
import { ProfileBuilder, type Profile } from "../../../sampler/profile";
import { decodeBatch, encodeBatch } from "../../../sampler/wire";

const MS = 1e6;

/**
 * main(a.py:1) calls f(a.py:10), f calls itself and g(lib/b.py:20); one sample of 10 ms in each of: main, f, f→f, f→f→g.
 * The leaf in g is a specialised addition.
 */
function drawnProfile(): Profile {
  const builder = new ProfileBuilder();
  const rows = {
    strings: { value: ["main", "f", "g", "/w/a.py", "/x/lib/b.py", "BINARY_OP_ADD_INT", "BINARY_OP"] },
    functions: { name: [0, 1, 2], file: [3, 3, 4], firstLine: [1, 10, 20], kind: [0, 0, 0] },
    opcodes: { name: [5], base: [6], adaptive: [1] },
    frames: {
      function: [0, 1, 2],
      line: [2, 11, 21],
      endLine: [2, 11, 21],
      column: [0, 0, 0],
      endColumn: [1, 1, 1],
      offset: [0, 0, 0],
      opcode: [-1, -1, 0],
    },
    stacks: { parent: [-1, 0, 1, 2], frame: [0, 1, 1, 2] },
    threads: { process: [1], tid: [1], interpreter: [0], main: [1], name: [""] },
    runs: {
      thread: [0, 0, 0, 0],
      stack: [0, 1, 2, 3],
      status: [0, 0, 0, 0],
      start: [0, 10 * MS, 20 * MS, 30 * MS],
      count: [1, 1, 1, 1],
      weight: [10 * MS, 10 * MS, 10 * MS, 10 * MS],
    },
    properties: { key: ["cwd"], value: ["/w"] },
  };
  builder.append(decodeBatch(encodeBatch(rows)));
  return builder.profile;
}

describe("hot functions", () => {
  it("are a table that names files from the working directory, and instructions with what they specialise", () => {
    assert.deepEqual(formatHotFunctions(drawnProfile()), [
      "self         total         function",
      "50 %  20 ms   75 %  30 ms  f  a.py:10",
      "25 %  10 ms  100 %  40 ms  main  a.py:1",
      "25 %  10 ms   25 %  10 ms  g  lib/b.py:20",
      "",
      "self         instruction",
      "25 %  10 ms  BINARY_OP_ADD_INT (BINARY_OP)",
    ]);
  });
});
