import assert from "node:assert/strict";
import { formatCount, formatDuration, formatRate, formatShare } from "../../../sampler/profile";

describe("profile: units for people", () => {
  it("durations", () => {
    const texts: [number, string][] = [
      [0, "0 ns"],
      [870, "870 ns"],
      [999, "999 ns"],
      [999.6, "1 µs"],
      [1500, "1.5 µs"],
      [3_140_000, "3.1 ms"],
      [9_960_000, "10 ms"],
      [12_400_000, "12 ms"],
      [999_600_000, "1 s"],
      [1e9, "1 s"],
      [3.14e9, "3.1 s"],
      [99.9e9, "100 s"],
      [99.96e9, "1 min 40 s"],
      [125e9, "2 min 5 s"],
      [3 * 3600e9 + 12 * 60e9, "3 h 12 min"],
      [-1500, "-1.5 µs"],
    ];
    assert.deepEqual(
      texts.map(([ns]) => [ns, formatDuration(ns)]),
      texts,
    );
  });

  it("shares", () => {
    const shares = [0, 0.0004, 0.003, 0.042, 0.0996, 0.62, 1, NaN];
    assert.deepEqual(shares.map(formatShare), ["0 %", "<0.1 %", "0.3 %", "4.2 %", "10 %", "62 %", "100 %", "0 %"]);
  });

  it("counts and rates", () => {
    assert.deepEqual([0, 999, 3120, 1234567].map(formatCount), ["0", "999", "3,120", "1,234,567"]);
    assert.deepEqual([998.4, 999.6, 1000, 12_480, 1.2e6].map(formatRate), [
      "998 Hz",
      "1 kHz",
      "1 kHz",
      "12.5 kHz",
      "1.2 MHz",
    ]);
  });
});
