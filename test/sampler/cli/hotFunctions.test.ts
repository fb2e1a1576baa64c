import assert from "node:assert/strict";
import { computeFunctionTotals } from "../../../sampler/cli/functionTotals";
import { formatHotFunctions } from "../../../sampler/cli/hotFunctions";
import { ProfileBuilder, computeStackWeights, type Profile } from "../../../sampler/profile";
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
  it("count a recursive function once a sample", () => {
    const profile = drawnProfile();
    const { self, total } = computeFunctionTotals(profile, computeStackWeights(profile));
    assert.deepEqual(Array.from(self, (ns) => ns / MS), [10, 20, 10]);
    assert.deepEqual(Array.from(total, (ns) => ns / MS), [40, 30, 10]);
  });

  it("survive stacks of ten thousand frames", () => {
    const depth = 10_000;
    const builder = new ProfileBuilder();
    builder.append(
      decodeBatch(
        encodeBatch({
          strings: { value: ["f", "a.py"] },
          functions: { name: [0], file: [1], firstLine: [1], kind: [0] },
          frames: { function: [0], line: [1], endLine: [1], column: [0], endColumn: [1], offset: [0], opcode: [-1] },
          stacks: { parent: Array.from({ length: depth }, (_, node) => node - 1), frame: new Array(depth).fill(0) },
          threads: { process: [1], tid: [1], interpreter: [0], main: [1], name: [""] },
          runs: { thread: [0], stack: [depth - 1], status: [0], start: [0], count: [1], weight: [5] },
        }),
      ),
    );
    const { self, total } = computeFunctionTotals(builder.profile, computeStackWeights(builder.profile));
    assert.deepEqual([self[0], total[0]], [5, 5]);
  });

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
