import assert from "node:assert/strict";
import { computeFileHeat, heatLevel } from "../../../extension/viewmodels/heat";
import { computeLineHeat, computeStackWeights } from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";

const options = { metric: "self" as const, threshold: 0.01, maxLines: 1000 };

describe("view models: heat", () => {
  const profile = drawnProfile(
    `
      main:1 main:1 main:2 main:3
      f:9    f:8    _      _
    `,
    { weights: [600, 300, 95, 5], counts: [6, 3, 1, 1] },
  );
  const heat = computeLineHeat(profile, computeStackWeights(profile));

  it("has levels by self time, ascending lines, and figures of each", () => {
    const file = computeFileHeat(heat, "app.py", options);
    assert.deepEqual([...file.line], [2, 8, 9]);
    assert.deepEqual([...file.level], [4, 6, 8]);
    assert.deepEqual([...file.self], [95, 300, 600]);
    assert.deepEqual([...file.selfShare], [0.095, 0.3, 0.6]);
    assert.deepEqual([...file.totalSamples], [1, 3, 6]);
  });

  it("has levels by total time when asked", () => {
    const file = computeFileHeat(heat, "app.py", { ...options, metric: "total" });
    assert.deepEqual([...file.line], [1, 2, 8, 9]);
    assert.deepEqual([...file.level], [8, 4, 6, 8]);
    assert.deepEqual([...file.totalShare], [0.9, 0.095, 0.3, 0.6]);
  });

  it("keeps the hottest lines when there are too many", () => {
    assert.deepEqual([...computeFileHeat(heat, "app.py", { ...options, maxLines: 2 }).line], [8, 9]);
  });

  it("leaves out what is below the threshold, and lines without time", () => {
    assert.deepEqual([...computeFileHeat(heat, "app.py", { ...options, threshold: 0.3 }).line], [8, 9]);
    assert.deepEqual([...computeFileHeat(heat, "app.py", { ...options, threshold: 0 }).line], [2, 3, 8, 9]);
  });

  it("is empty for a file that was not seen", () => {
    assert.equal(computeFileHeat(heat, "other.py", options).length, 0);
  });

  it("gives a share the same level everywhere", () => {
    const shares = [0.0001, 0.01, 0.017, 0.018, 0.05, 0.1, 0.31, 0.32, 0.56, 0.57, 1];
    assert.deepEqual(shares.map(heatLevel), [1, 1, 1, 2, 3, 5, 6, 7, 7, 8, 8]);
  });
});
