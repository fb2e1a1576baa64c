import assert from "node:assert/strict";
import { computeComparisonMessage } from "../../../extension/viewmodels/comparison";
import { drawnProfile } from "../../support/drawnProfile";

const options = { title: "app.py", live: false, notes: ["cut short"] };
const baseline = drawnProfile("main main\nslow gone", { counts: [90, 10], properties: { script: "/srv/old.py", mode: "cpu" } });
const profile = drawnProfile("main main\nslow new", { counts: [20, 30], properties: { script: "/srv/app.py", mode: "wall" } });

describe("view models: comparison", () => {
  it("shows a profile with what each box was in the baseline", () => {
    const message = computeComparisonMessage(profile, baseline, { thread: -1, inverted: false }, options);
    assert.ok(message.kind === "graph" && message.difference !== undefined && message.comparison !== undefined);
    const { graph, difference, comparison, facts } = message;
    const rows = Array.from({ length: graph.length }, (_, box) =>
      [graph.strings[graph.name[box]], graph.selfSamples[box], difference.selfSamples[box]].join(" "));
    assert.deepEqual(rows.sort(), ["main 0 0", "new 30 0", "slow 20 90"]);
    assert.deepEqual([comparison.facts.title, comparison.facts.samples, facts.title], ["old.py", 100, "app.py"]);
    assert.deepEqual(message.selection, { thread: -1, inverted: false, gone: false });
    assert.deepEqual([facts.notes[0], /--mode=cpu, this with --mode=wall/.test(facts.notes[1])], ["cut short", true]);
  });

  it("shows what is gone, and tells how much that is in either case", () => {
    const gone = computeComparisonMessage(profile, baseline, { thread: -1, inverted: true, gone: true }, options);
    const now = computeComparisonMessage(profile, baseline, { thread: -1, inverted: false }, options);
    assert.ok(gone.kind === "graph" && now.kind === "graph");
    assert.equal(gone.graph.strings[gone.graph.name[0]], "gone");
    assert.deepEqual([gone.graph.totalSamples, gone.difference?.isGone], [10, true]);
    assert.equal(now.comparison?.goneWeight, gone.graph.totalWeight);
  });
});
