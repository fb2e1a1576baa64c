import assert from "node:assert/strict";
import { computeFlameSummary, computeThreadStates } from "../../../sampler/profile";
import { ThreadStatus } from "../../../sampler/wire";
import { drawnProfile } from "../../support/drawnProfile";

const { HasGil, GilRequested, OnCpu, HasException, Torn, Failed } = ThreadStatus;

const states = (...given: Parameters<typeof computeThreadStates>) =>
  computeThreadStates(...given).map(({ state, share }) => `${state} ${share}`);

describe("profile: what threads were doing", () => {
  const drawing = `
    main main main main main
    <GC> _    f    _    _
    _    _    <GC> _    _
    _    _    g    _    _
  `;

  it("is told as shares of the time", () => {
    const statuses = [HasGil | OnCpu, GilRequested, HasGil | HasException, 0, Failed];
    const profile = drawnProfile(drawing, { statuses, weights: [4, 2, 1, 1, 100] });
    assert.deepEqual(states(profile), [
      "gilHeld 0.625",
      "gilWaiting 0.25",
      "gilFree 0.125",
      "onCpu 0.5",
      "gc 0.625",
      "exception 0.125",
    ]);
  });

  it("is told of one thread", () => {
    const profile = drawnProfile("f f", { statuses: [HasGil, GilRequested], threads: [0, 1] });
    assert.deepEqual(states(profile, { thread: 1 }).slice(0, 2), ["gilHeld 0", "gilWaiting 1"]);
  });

  it("counts the status of torn samples, which is whole, but not their stack", () => {
    const profile = drawnProfile("<GC> f", { statuses: [HasGil | Torn, 0] });
    assert.deepEqual(states(profile), ["gilHeld 0.5", "gilWaiting 0", "gilFree 0.5", "gc 0", "exception 0"]);
  });

  it("leaves the lock out where nobody ever held it, and where only its holders were sampled", () => {
    assert.deepEqual(states(drawnProfile("f")), ["gc 0", "exception 0"]);
    const holders = drawnProfile("f", { statuses: [HasGil], properties: { mode: "gil" } });
    assert.deepEqual(states(holders), ["gc 0", "exception 0"]);
  });
});

describe("profile: summary of a flame graph", () => {
  it("orders functions by self and by total, and leaves out what has no self from the first", () => {
    const profile = drawnProfile("main main main\nf f g@/srv/x.py", { weights: [3, 2, 1] });
    const summary = computeFlameSummary(profile, -1);
    const names = (rows: typeof summary.hotBySelf) => rows.map(({ name, self, total }) => `${name} ${self}/${total}`);
    assert.deepEqual(names(summary.hotBySelf), ["f 5/5", "g 1/1"]);
    assert.deepEqual(names(summary.hotByTotal), ["main 0/6", "f 5/5", "g 1/1"]);
    assert.deepEqual([summary.samples, summary.weight, summary.functions], [3, 6, 3]);
  });

  it("gives synthetic frames no file", () => {
    const [gc] = computeFlameSummary(drawnProfile("<GC>"), -1).hotBySelf;
    assert.deepEqual([gc.name, gc.file, gc.shortFile], ["<GC>", "", ""]);
  });
});
