import assert from "node:assert/strict";
import { PairTable } from "../../../sampler/profile";

describe("profile: pair table", () => {
  it("numbers distinct pairs in their order, however many", () => {
    const table = new PairTable();
    const numbers = new Map<string, number>();
    for (let round = 0; round < 200_000; round++) {
      const first = (Math.imul(round, 40503) % 977) - 1;
      const second = Math.imul(round, 7919) % 1031;
      const key = `${first} ${second}`;
      const expected = numbers.get(key) ?? numbers.size;
      numbers.set(key, expected);
      assert.equal(table.intern(first, second), expected);
    }
    assert.equal(table.length, numbers.size);
    const pairs = Array.from(table.first, (first, index) => `${first} ${table.second[index]}`);
    assert.deepEqual(pairs, [...numbers.keys()]);
  });

  it("keeps (a, b) and (b, a) apart", () => {
    const table = new PairTable();
    assert.deepEqual([table.intern(1, 2), table.intern(2, 1), table.intern(-1, -1), table.intern(1, 2)], [0, 1, 2, 0]);
  });
});
