import assert from "node:assert/strict";
import { computeCallTree, computeStackWeights } from "../../../sampler/profile";
import type { Profile } from "../../../sampler/profile";
import { ThreadStatus } from "../../../sampler/wire";
import { deepRecursion, wideProfile } from "../../support/bigProfiles";
import { drawnProfile, formatTree, picture } from "../../support/drawnProfile";

function treeText(profile: Profile, inverted = false, thread = -1): string {
  return formatTree(profile, computeCallTree(profile, computeStackWeights(profile, { thread }), { inverted }));
}

describe("profile: call tree", () => {
  it("merges stacks by their functions, whatever their lines", () => {
    const profile = drawnProfile(`
      A:1 A:1 A:2 A:1
      B:5 B:6 C   B:5
      D   _   _   E
    `);
    assert.equal(
      treeText(profile),
      picture(`
        A 4
          B 3 self 1
            D 1 self 1
            E 1 self 1
          C 1 self 1
      `),
    );
  });

  it("keeps recursion as a path", () => {
    const profile = drawnProfile(`
      A A A
      A B A
      _ A A
    `);
    assert.equal(
      treeText(profile),
      picture(`
        A 3
          A 2 self 1
            A 1 self 1
          B 1
            A 1 self 1
      `),
    );
  });

  it("weighs by time, not by counting", () => {
    const profile = drawnProfile("A A\nB _", { weights: [30, 5], counts: [3, 1] });
    const tree = computeCallTree(profile, computeStackWeights(profile), { inverted: false });
    assert.equal(formatTree(profile, tree), "A 35 self 5\n  B 30 self 30");
    assert.deepEqual([...tree.samples], [4, 3]);
    assert.deepEqual([...tree.selfSamples], [1, 3]);
    assert.deepEqual([tree.totalWeight, tree.totalSamples], [35, 4]);
  });

  it("turns around", () => {
    const profile = drawnProfile(`
      A A B C
      B B L _
      L M _ _
    `);
    assert.equal(
      treeText(profile, true),
      picture(`
        L 2 self 2
          B 2
            A 1
        M 1 self 1
          B 1
            A 1
        C 1 self 1
      `),
    );
  });

  it("holds only the selected thread", () => {
    const profile = drawnProfile("A A B\nC D D", { threads: [0, 1, 1] });
    assert.equal(treeText(profile, false, 1), "A 1\n  D 1 self 1\nB 1\n  D 1 self 1");
    assert.equal(treeText(profile, true, 0), "C 1 self 1\n  A 1");
  });

  it("leaves torn, failed and empty samples out", () => {
    const profile = drawnProfile("A A A _", { statuses: [0, ThreadStatus.Torn, ThreadStatus.Failed, 0] });
    assert.equal(treeText(profile), "A 1 self 1");
  });

  it("knows the hottest line of each function within each node", () => {
    const profile = drawnProfile(
      `
      A:3 A:3 A:4 A:7 A:7
      B:9 B:9 B:8 _   _
    `,
      { weights: [1, 1, 1, 1, 9] },
    );
    const upright = computeCallTree(profile, computeStackWeights(profile), { inverted: false });
    assert.deepEqual([...upright.hotLine], [7, 9]);
    const inverted = computeCallTree(profile, computeStackWeights(profile), { inverted: true });
    assert.equal(formatTree(profile, inverted), "B 3 self 3\n  A 3\nA 10 self 10");
    assert.deepEqual([...inverted.hotLine], [9, 7, 3]);
  });

  it("does not follow light leaves to their callers when told so", () => {
    const profile = drawnProfile("A A\nB C", { weights: [99, 1] });
    const tree = computeCallTree(profile, computeStackWeights(profile), { inverted: true, minShare: 0.05 });
    assert.equal(formatTree(profile, tree), "B 99 self 99\n  A 99\nC 1 self 1");
    assert.equal(tree.isPruned, true);
  });
});

describe("profile: call trees of extreme shape", () => {
  it("20,000 frames deep", () => {
    const profile = deepRecursion(20_000);
    const weights = computeStackWeights(profile);
    const upright = computeCallTree(profile, weights, { inverted: false });
    assert.equal(upright.length, 20_000);
    assert.deepEqual([upright.weight[0], upright.depth[19_999]], [20_000, 19_999]);
    const inverted = computeCallTree(profile, weights, { inverted: true });
    assert.deepEqual([inverted.weight[0], inverted.self[0], inverted.isPruned], [20_000, 20_000, true]);
  });

  it("a million stacks wide", () => {
    const profile = wideProfile(1_000_000);
    const tree = computeCallTree(profile, computeStackWeights(profile), { inverted: false });
    assert.equal(sumOf(tree.self), tree.totalWeight);
    assert.equal(tree.totalWeight, 1_000_000);
  });
});

function sumOf(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}
