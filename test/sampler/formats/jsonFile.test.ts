import assert from "node:assert/strict";
import { FormatError } from "../../../sampler/formats";
import { closeCutJson, readJsonFile } from "../../../sampler/formats/jsonFile";

const value = { a: [1, 2.5, { b: 'x]},"\\' }], "c}": null, d: [[], {}, [true]] };
const text = JSON.stringify(value);

describe("formats: JSON", () => {
  it("is closed behind its last whole element wherever it was cut", () => {
    for (let length = 1; length < text.length; length++) {
      const closed = closeCutJson(text.slice(0, length));
      assert.doesNotThrow(() => JSON.parse(closed), `after ${length} characters: ${closed}`);
    }
    assert.equal(closeCutJson('{"a":[1,2,3'), '{"a":[1,2]}');
    assert.equal(closeCutJson('{"a":[{"b":"],'), '{"a":[{}]}');
    assert.equal(closeCutJson('{"a":1,"b":{"c":[]},"d'), '{"a":1,"b":{"c":[]}}');
  });

  it("is read whole without a word, and up to its damage with one", async () => {
    assert.deepEqual(await readJsonFile([Buffer.from(text)]), { value, problem: null });
    for (const damage of ["nul!", '"\n', "\0\0", "-"]) {
      const damaged = await readJsonFile([Buffer.from(text.replace("null", damage))]);
      assert.deepEqual(damaged.value, { a: value.a });
      assert.match(damaged.problem!, /damaged/);
    }
  });

  it("is refused when it is longer than what is read at once", async () => {
    await assert.rejects(readJsonFile([Buffer.from(text), Buffer.from(text)], text.length), (error: Error) => {
      return error instanceof FormatError && /as much JSON as is read at once.*\.tachyon or pprof/.test(error.message);
    });
  });
});
