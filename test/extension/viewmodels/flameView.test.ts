import assert from "node:assert/strict";
import { computeFlameMessage } from "../../../extension/viewmodels/flameView";
import { ThreadStatus } from "../../../sampler/wire";
import { Category } from "../../../webviews/protocol";
import { drawnProfile } from "../../support/drawnProfile";

const all = { thread: -1, inverted: false };
const options = { title: "app.py", live: false, notes: ["cut short"] };

describe("view models: flame graph", () => {
  it("shows graph, threads and facts of a selection", () => {
    const profile = drawnProfile("f@/srv/app.py f@/srv/app.py", { threads: [0, 1], properties: { cwd: "/srv" } });
    const selection = { thread: 1, inverted: true };
    const message = computeFlameMessage(profile, selection, { ...options, sourceLine: () => " x = 1 " });
    assert.ok(message.kind === "graph");
    assert.deepEqual([message.selection, message.graph.totalSamples, message.threads.length], [selection, 1, 2]);
    assert.deepEqual([message.facts.title, message.facts.notes], ["app.py", ["cut short"]]);
    const text = (index: number) => message.graph.strings[index];
    assert.deepEqual([text(message.graph.shortFile[0]), text(message.graph.source[0])], ["app.py", "x = 1"]);
    assert.equal(message.graph.category[0], Category.Project);
  });

  it("says why there is nothing to draw", () => {
    const reason = (...args: Parameters<typeof computeFlameMessage>): string => {
      const message = computeFlameMessage(...args);
      assert.ok(message.kind === "empty" && message.facts !== null);
      return message.reason;
    };
    assert.match(reason(drawnProfile("_"), all, { ...options, live: true }), /^Waiting/);
    assert.match(reason(drawnProfile("_"), all, options), /^The program ended before/);
    assert.match(reason(drawnProfile("_", { statuses: [ThreadStatus.Torn] }), all, options), /whole/);
    assert.match(reason(drawnProfile("f"), { thread: 3, inverted: false }, options), /^This thread/);
  });
});
