import assert from "node:assert/strict";
import { changeInSigmas, computeDiffGraph, computeFunctionChanges } from "../../../sampler/profile";
import type { DiffGraph, Profile } from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";

/** A row a box: name, own samples and those of the baseline, total samples likewise. */
const show = ({ graph, difference }: DiffGraph): string[] =>
  Array.from({ length: graph.length }, (_, box) => {
    const name = `${"  ".repeat(graph.depth[box])}${graph.strings[graph.name[box]]}`;
    return `${name} self ${graph.selfSamples[box]}/${difference.selfSamples[box]} total ${graph.samples[box]}/${difference.samples[box]}`;
  });

const now = { thread: -1, inverted: false, gone: false };

describe("profile: difference of two profiles", () => {
  const before = drawnProfile("m m m\nf g g\n_ _ h", { counts: [10, 4, 6], weights: [10, 4, 6] });
  const after = drawnProfile("m m m\nf k f\n_ _ n", { counts: [5, 8, 3], weights: [5, 8, 3] });

  it("finds for each path of functions what it was in the baseline", () => {
    assert.deepEqual(show(computeDiffGraph(after, before, now)).sort(), [
      "    n self 3/0 total 3/0",
      "  f self 5/10 total 8/10",
      "  k self 8/0 total 8/0",
      "m self 0/0 total 16/20",
    ]);
  });

  it("shows what is gone below the callers that are still there", () => {
    const gone = computeDiffGraph(after, before, { ...now, inverted: false, gone: true });
    assert.deepEqual(show(gone), ["m self 0/0 total 10/0", "  g self 4/4 total 10/10", "    h self 6/6 total 6/6"]);
    assert.equal(gone.graph.totalSamples, 10);
    assert.equal(gone.difference.isGone, true);
  });

  it("does both from the leaves too", () => {
    const inverted = show(computeDiffGraph(after, before, { ...now, inverted: true, gone: false }));
    assert.ok(inverted.includes("f self 5/10 total 5/10"));
    const gone = show(computeDiffGraph(after, before, { ...now, inverted: true, gone: true }));
    assert.deepEqual(gone, [
      "h self 6/6 total 6/6",
      "g self 4/4 total 4/4",
      "  g self 0/0 total 6/6",
      "  m self 0/0 total 4/4",
      "    m self 0/0 total 6/6",
    ]);
  });

  it("knows a function again that has moved in its file, or whose project has moved", () => {
    const at = (folder: string): Profile => drawnProfile(`f@${folder}/a.py:3`, { properties: { cwd: folder } });
    assert.deepEqual(show(computeDiffGraph(at("/new/app"), at("/old/app"), now)), ["f self 1/1 total 1/1"]);
    assert.deepEqual(show(computeDiffGraph(drawnProfile("f@/x/a.py"), drawnProfile("f@/y/a.py"), now)), ["f self 1/0 total 1/0"]);
  });

  it("compares a thread with the baseline's of the same name", () => {
    const threads = (drawing: string, counts: number[], at: number[]): Profile =>
      drawnProfile(drawing, { counts, weights: counts, threads: at });
    const [one, other] = [threads("f g", [3, 5], [0, 1]), threads("g f h", [6, 4, 9], [1, 0, 2])];
    assert.deepEqual(show(computeDiffGraph(one, other, { ...now, thread: 1 })), ["g self 5/6 total 5/6"]);
    assert.deepEqual(show(computeDiffGraph(other, one, { ...now, thread: 2 })), ["h self 9/0 total 9/0"], "a new thread");
  });

  it("has nothing gone and no change when compared with itself", () => {
    const { difference } = computeDiffGraph(before, before, now);
    assert.ok(difference.sigmas.time.total.every((sigmas) => sigmas === 0));
    assert.equal(computeDiffGraph(before, before, { ...now, inverted: false, gone: true }).graph.length, 0);
  });

  it("compares times whatever the rates were, and shares whatever the lengths were", () => {
    const slow = drawnProfile("f g", { counts: [50, 50], weights: [500, 500] });
    const twice = drawnProfile("f g", { counts: [200, 200], weights: [1000, 1000] });
    const { sigmas } = computeDiffGraph(twice, slow, now).difference;
    assert.ok(sigmas.time.self[0] > 3, `twice the time: ${sigmas.time.self[0]}`);
    assert.ok(Math.abs(sigmas.share.self[0]) < 1e-9);
  });

  it("lists the functions whose own time changed most, the gone ones among them", () => {
    const changes = computeFunctionChanges(after, before).map(({ name, self, baselineSelf }) => `${name} ${self}/${baselineSelf}`);
    assert.deepEqual(changes, ["k 8/0", "h 0/6", "f 5/10", "g 0/4", "n 3/0", "m 0/0"]);
  });
});

describe("profile: noise of sample counts", () => {
  it("is none without a change, and grows with it, in both directions alike", () => {
    assert.equal(changeInSigmas(100, 100, 1), 0);
    assert.equal(changeInSigmas(0, 0, 1), 0);
    assert.equal(changeInSigmas(150, 100, 1), -changeInSigmas(100, 150, 1));
    assert.ok(changeInSigmas(200, 100, 2) === 0);
  });

  it("is near the standard error where counts are great", () => {
    assert.ok(Math.abs(changeInSigmas(10_300, 10_000, 1) - 300 / Math.sqrt(20_300)) < 0.01);
  });

  it("takes small counts for what they are", () => {
    assert.ok(changeInSigmas(3, 0, 1) < 3);
    assert.ok(changeInSigmas(12, 0, 1) > 3);
  });

  it("lets chance alone pass three standard deviations about as seldom as it should", () => {
    const tries = 4000;
    let [seed, beyond] = [1, 0];
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const poisson = (mean: number): number => {
      let [count, product] = [0, random()];
      for (; product > Math.exp(-mean); product *= random()) count++;
      return count;
    };
    for (let at = 0; at < tries; at++) if (Math.abs(changeInSigmas(poisson(20), poisson(20), 1)) > 3) beyond++;
    assert.ok(beyond < tries * 0.008, `${beyond} of ${tries}; 11 are expected`);
  });
});
