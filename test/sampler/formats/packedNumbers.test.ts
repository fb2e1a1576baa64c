import assert from "node:assert/strict";
import { PackedNumbers } from "../../../sampler/formats/packedNumbers";

/** More than one block of each kind. */
const length = 150_000;
const kinds: Record<string, (index: number) => number | null> = {
  "small whole numbers": (index) => index % 200,
  "whole numbers around zero": (index) => (index % 3000) - 1500,
  "large whole numbers that grow": (index) => 1e15 + index * 40_000,
  "whole numbers far from each other": (index) => (index % 2 === 0 ? 1e12 : -1e12) + index,
  milliseconds: (index) => 5000 + index * 10.001,
  fractions: (index) => index / 7,
  "numbers among nulls": (index) => (index % 3 === 0 ? null : index),
  nulls: () => null,
  "numbers that know no end": (index) => (index % 2 === 0 ? Infinity : -Infinity),
  "huge and tiny numbers": (index) => (index % 2 === 0 ? 1e300 : 5e-324),
};

describe("formats: packed numbers", () => {
  for (const [name, make] of Object.entries(kinds)) {
    it(`are the same again: ${name}`, () => {
      const packed = new PackedNumbers();
      for (let index = 0; index < length; index++) packed.add(make(index));
      assert.equal(packed.length, length);
      for (let index = 0; index < length; index++) {
        if (packed.at(index) !== make(index)) assert.fail(`${packed.at(index)} at ${index}, not ${make(index)}`);
      }
      assert.equal(packed.at(length), null);
    });
  }

  it("have nothing before and behind them, and no index or time for what is no number", () => {
    const packed = new PackedNumbers();
    assert.deepEqual([packed.length, packed.at(0), packed.at(-1)], [0, null, null]);
    for (const element of ["1", true, [2], {}, 3]) packed.add(element);
    assert.deepEqual([0, 1, 2, 3, 4].map((index) => packed.at(index)), [Infinity, Infinity, Infinity, Infinity, 3]);
  });
});
