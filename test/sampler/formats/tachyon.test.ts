import assert from "node:assert/strict";
import { readRecording, writeRecording } from "../../../sampler/formats";
import type { Profile } from "../../../sampler/profile";
import { encodeBatch, encodeHeader } from "../../../sampler/wire";
import { wideProfile } from "../../support/bigProfiles";
import { drawnProfile } from "../../support/drawnProfile";

const drawn = drawnProfile(
  `
    main:1           main:1 _
    f:2/CALL_PY<CALL <GC>   _
  `,
  { threads: [0, 1, 1], statuses: [1, 2, 64], weights: [5, 1e12, 7], properties: { python: "3.14.2", note: "\u2028" } },
);

function bytesOf(profile: Profile): Buffer {
  return Buffer.concat([...writeRecording(profile)]);
}

/** Everything in a profile as plain values. */
function contents(profile: Profile): unknown {
  const table = (rows: { readonly length: number }) =>
    Object.entries<number | Float64Array>({ ...rows }).map(([name, column]) => {
      return [name, typeof column === "number" ? column : [...column.slice(0, rows.length)]];
    });
  const { functions, opcodes, frames, stacks, runs, properties, revision: _, ...rest } = profile;
  return [[functions, opcodes, frames, stacks, runs].map(table), [...properties], rest];
}

async function* piecesOf(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

describe("formats: recording", () => {
  it("comes back as it was, from pieces of any size", async () => {
    for (const size of [1, 7, 100_000]) {
      const { profile, problem } = await readRecording(piecesOf(bytesOf(drawn), size));
      assert.equal(problem, null);
      assert.deepEqual(contents(profile), contents(drawn));
    }
  });

  it("comes back when it takes many batches", async () => {
    const wide = wideProfile(250_001);
    const { profile, problem } = await readRecording(writeRecording(wide));
    assert.equal(problem, null);
    assert.deepEqual(profile.stacks.parent.subarray(0, 250_001), wide.stacks.parent.subarray(0, 250_001));
    assert.equal(profile.runs.start[250_000], 250_000);
  });

  it("opens up to its last whole batch when it was cut", async () => {
    const bytes = bytesOf(drawn);
    const { profile, problem } = await readRecording([bytes.subarray(0, bytes.length - 1)]);
    assert.equal(problem?.code, "CutShort");
    assert.equal(profile.runs.length, 0);
    assert.equal(profile.stacks.length, drawn.stacks.length);
  });

  it("says when a batch refers to rows that are not there", async () => {
    const lying = encodeBatch({ stacks: { parent: [-1], frame: [3] } });
    const { problem } = await readRecording([Buffer.concat([encodeHeader(), lying])]);
    assert.equal(problem?.code, "OutOfRange");
  });

  it("says when it is none, or empty", async () => {
    assert.equal((await readRecording([Buffer.from("import this\n".repeat(9))])).problem?.code, "NotARecording");
    assert.equal((await readRecording([])).problem?.code, "CutShort");
  });

  it("merges samples that are alike when no time line is asked for", async () => {
    const repeated = drawnProfile("f g f f g", { threads: [0, 0, 0, 1, 0], counts: [1, 2, 4, 8, 16], weights: [1, 2, 4, 8, 16] });
    const { profile } = await readRecording(piecesOf(bytesOf(repeated), 9), { timeline: false });
    const { thread, stack, start, count, weight, length } = profile.runs;
    const rows = [thread, stack, start, count, weight].map((column) => [...column.subarray(0, length)]);
    assert.deepEqual(rows, [[0, 0, 1], [0, 1, 0], [0, 1, 3], [5, 18, 8], [5, 18, 8]]);
  });
});
