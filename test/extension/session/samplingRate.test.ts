import assert from "node:assert/strict";
import { parseSamplingRate } from "../../../extension/session/samplingRate";

describe("parseSamplingRate", () => {
  for (const [text, hz] of [
    ["1khz", 1000],
    ["500hz", 500],
    ["10k", 10_000],
    ["200", 200],
    ["1.5KHz", 1500],
    [" 1khz ", 1000],
    ["1000khz", 1e6],
  ] as const) {
    it(`reads "${text}"`, () => assert.equal(parseSamplingRate(text), hz));
  }

  for (const text of ["", "fast", "-1khz", "1 mhz", "0", "1001khz", "1 khz"]) {
    it(`refuses "${text}" and names the setting`, () =>
      assert.throws(
        () => parseSamplingRate(text),
        (error: Error) => error.message.includes(`"${text}"`) && error.message.includes("tachyon.sampling.rate"),
      ));
  }
});
