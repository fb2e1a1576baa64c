import assert from "node:assert/strict";
import { LiveModel } from "../../../../sampler/cli/live/model";
import { Tally } from "../../../../sampler/cli/live/tally";
import { computeStackWeights, type Profile } from "../../../../sampler/profile";
import { ThreadStatus } from "../../../../sampler/wire";
import { drawnProfile } from "../../../support/drawnProfile";

const drawing = `
  main main main other main
  load load work run   work`;
const threads = [0, 0, 0, 1, 0];
const statuses = [ThreadStatus.HasGil | ThreadStatus.OnCpu, 0, ThreadStatus.Torn, ThreadStatus.OnCpu, ThreadStatus.Failed];
const processes = [100, 200];

/** A profile that has only its first runs yet, and how to let more of them come. */
function growing(whole: Profile, runs: number): { profile: Profile; grow(runs: number): void } {
  const table = { ...whole.runs, length: runs };
  return { profile: { ...whole, runs: table }, grow: (length) => void (table.length = length) };
}

describe("the model of the live view", () => {
  it("sums what comes to what a look at the whole gives", () => {
    const profile = drawnProfile(drawing, { threads, statuses, processes, counts: [3, 1, 1, 1, 1] });
    const tally = new Tally(profile, () => true, 0);
    for (const end of [1, 2, profile.runs.length]) tally.update(end);
    assert.deepEqual(tally.weights, computeStackWeights(profile));
    assert.deepEqual(tally.status, { total: 5, hasGil: 3, onCpu: 4, gilRequested: 0, hasException: 0, torn: 1, failed: 1 });
  });

  it("looks at what has come since the last refresh only when it is told to", () => {
    const { profile, grow } = growing(drawnProfile(drawing, { threads }), 2);
    const model = new LiveModel(profile);
    model.refresh();
    assert.equal(model.figures.totalSamples, 2);
    grow(5);
    assert.equal(model.figures.totalSamples, 2);
    model.look({ process: null, thread: 0 });
    assert.equal(model.figures.totalSamples, 2, "another look is not a refresh");
    model.refresh();
    assert.equal(model.figures.totalSamples, 4);
    assert.equal(model.before!.totalSamples, 2);
  });

  it("tells threads and processes apart", () => {
    const model = new LiveModel(drawnProfile(drawing, { threads, processes }));
    model.refresh();
    assert.deepEqual([model.lanes.threads, model.lanes.processes], [[0, 1], [100, 200]]);
    model.look({ process: 200, thread: null });
    assert.equal(model.figures.totalSamples, 1);
    model.look({ process: 100, thread: 0 });
    assert.equal(model.figures.totalSamples, 4);
  });

  it("forgets what was before a reset", () => {
    const { profile, grow } = growing(drawnProfile(drawing, { threads }), 3);
    const model = new LiveModel(profile);
    model.refresh();
    model.reset();
    assert.equal(model.figures.totalSamples, 0);
    assert.deepEqual(model.lanes.threads, []);
    grow(4);
    model.refresh();
    assert.equal(model.figures.totalSamples, 1);
    assert.deepEqual(model.lanes.threads, [1]);
  });

  it("knows the share of garbage collections", () => {
    const model = new LiveModel(drawnProfile("main main main main\n_ <GC> _ _"));
    model.refresh();
    assert.equal(model.figures.gcShare, 0.25);
  });
});
