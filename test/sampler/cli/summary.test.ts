import assert from "node:assert/strict";
import { formatSummary } from "../../../sampler/cli/summary";
import type { Statistics } from "../../../sampler/profile";

const CALM: Statistics = {
  time: 2.004e9,
  ticks: 2000,
  samples: 2000,
  torn: 0,
  failed: 0,
  retries: 0,
  late: 0,
  missed: 0,
  cpu: 0,
  reads: 0,
  bytesRead: 0, stops: 0, stopped: 0,
};

describe("closing summary", () => {
  it("has the reference's lines", () => {
    assert.deepEqual(formatSummary({ statistics: CALM, elapsedNs: 2.004e9, interrupted: false }), [
      "Captured 2000 samples in 2.00 seconds",
      "Sample rate: 998.00 samples/sec",
      "Error rate: 0.00",
    ]);
  });

  it("tells torn, failed and missed samples", () => {
    const statistics = { ...CALM, ticks: 1500, samples: 1440, torn: 45, failed: 15, missed: 500 };
    assert.deepEqual(formatSummary({ statistics, elapsedNs: 2e9, interrupted: false }).slice(2), [
      "Error rate: 4.00",
      "Torn: 45 of 1500 thread samples (3.00%)",
      "Warning: missed 500 samples from the expected total of 2000 (25.00%)",
    ]);
  });

  it("does not call missed what the user cut off", () => {
    const lines = formatSummary({ statistics: { ...CALM, missed: 500 }, elapsedNs: 2e9, interrupted: true });
    assert.equal(lines.some((line) => line.includes("missed")), false);
  });

  it("divides by nothing when nothing was sampled", () => {
    const statistics = { ...CALM, time: 0, ticks: 0, samples: 0 };
    assert.deepEqual(formatSummary({ statistics, elapsedNs: 0, interrupted: false }), [
      "Captured 0 samples in 0.00 seconds",
      "Sample rate: 0.00 samples/sec",
      "Error rate: 0.00",
      "No samples were collected.",
    ]);
  });

  it("counts one sample in the singular", () => {
    const statistics = { ...CALM, ticks: 1, samples: 1 };
    assert.equal(formatSummary({ statistics, elapsedNs: 1e7, interrupted: false })[0], "Captured 1 sample in 0.01 seconds");
  });
});
