import assert from "node:assert/strict";
import { ProfileBuilder } from "../../../sampler/profile";
import { EventKind, decodeBatch, encodeBatch } from "../../../sampler/wire";
import { clock, shortCount, statusDetails, statusText, type StatusFacts } from "../../../extension/views/statusText";

function facts(over: Partial<StatusFacts>, samples = 0, note = ""): StatusFacts {
  const builder = new ProfileBuilder();
  const zero = [0];
  const statistics = {
    time: [12e9],
    ticks: [11_976],
    samples: [samples],
    torn: [5],
    failed: zero,
    retries: zero,
    late: zero,
    missed: [24],
    cpu: zero,
    reads: zero,
    bytesRead: zero,
    stops: zero,
    stopped: zero,
  };
  builder.append(decodeBatch(encodeBatch({ statistics })));
  if (note !== "")
    builder.append(
      decodeBatch(encodeBatch({ events: { time: zero, kind: [EventKind.Note], code: zero, text: [note] } })),
    );
  return { state: "running", title: "demo.py", elapsedMs: 12_300, rateHz: 1000, profile: builder.profile, ...over };
}

describe("status bar text", () => {
  it("tells time, samples, and rate reached against rate asked", () => {
    assert.equal(statusText(facts({}, 3120)), "$(flame) 0:12 · 3.1k samples · 998/1,000 Hz");
  });

  it("waits in peace for five seconds, then says that there are no samples and why", () => {
    assert.match(statusText(facts({ state: "starting", elapsedMs: 4000 })), /Starting demo\.py/);
    assert.match(statusText(facts({ state: "starting", elapsedMs: 6000 })), /no samples yet/);
    assert.match(statusDetails(facts({ state: "starting" }))[0], /waiting for Python to start/);
    assert.deepEqual(statusDetails(facts({ state: "starting" }, 0, "The process is stopped.")), [
      "The process is stopped.",
    ]);
  });

  it("does not hide what was missed or torn", () => {
    const details = statusDetails(facts({}, 9995)).join("\n");
    assert.match(details, /Missed ticks: 24/);
    assert.match(details, /Torn: 5 \(0\.05 %\)/);
  });

  it("keeps numbers short", () => {
    assert.deepEqual([0, 999, 1000, 9949, 9950, 12_345, 999_499, 1_200_000].map(shortCount), [
      "0",
      "999",
      "1.0k",
      "9.9k",
      "10k",
      "12k",
      "999k",
      "1.2M",
    ]);
    assert.deepEqual([0, 59_999, 60_000, 3_600_000].map(clock), ["0:00", "0:59", "1:00", "60:00"]);
  });
});
