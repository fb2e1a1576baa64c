import assert from "node:assert/strict";
import { describeStatus, describeStatusBriefly } from "../../../sampler/profile";
import { ThreadStatus } from "../../../sampler/wire";

describe("describeStatus", () => {
  it("says what a thread does", () => {
    assert.equal(describeStatus(ThreadStatus.HasGil | ThreadStatus.OnCpu), "has the GIL, on a processor");
    assert.equal(describeStatus(ThreadStatus.GilRequested | ThreadStatus.MainThread), "waits for the GIL");
    assert.equal(describeStatus(ThreadStatus.HasException), "waits, handles an exception");
    assert.equal(describeStatus(0), "waits");
    assert.equal(describeStatus(ThreadStatus.Unknown), "unknown");
  });
});

describe("describeStatusBriefly", () => {
  it("says the one thing that matters most", () => {
    assert.equal(describeStatusBriefly(ThreadStatus.HasGil | ThreadStatus.OnCpu | ThreadStatus.HasException), "has GIL");
    assert.equal(describeStatusBriefly(ThreadStatus.OnCpu | ThreadStatus.GilRequested), "waits for GIL");
    assert.equal(describeStatusBriefly(ThreadStatus.OnCpu), "on CPU");
    assert.equal(describeStatusBriefly(0), "waits");
    assert.equal(describeStatusBriefly(ThreadStatus.Unknown), "unknown");
  });
});
