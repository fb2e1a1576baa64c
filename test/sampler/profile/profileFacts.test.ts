import assert from "node:assert/strict";
import { computeProfileFacts, computeThreadsWithSamples, ProfileBuilder } from "../../../sampler/profile";
import { decodeBatch, encodeBatch, EventKind, ThreadStatus } from "../../../sampler/wire";
import type { BatchRows } from "../../../sampler/wire";
import { drawnProfile } from "../../support/drawnProfile";

const given = { title: "", live: false };

function statistics(values: Record<string, number>): BatchRows {
  const names = [
    "time",
    "ticks",
    "samples",
    "torn",
    "failed",
    "retries",
    "late",
    "missed",
    "cpu",
    "reads",
    "bytesRead",
    "stops",
    "stopped",
  ];
  const columns = names.map((name) => [name, [values[name] ?? 0]]);
  return { statistics: Object.fromEntries(columns) as BatchRows["statistics"] };
}

function factsOf(rows: BatchRows): ReturnType<typeof computeProfileFacts> {
  const builder = new ProfileBuilder();
  builder.append(decodeBatch(encodeBatch(rows)));
  return computeProfileFacts(builder.profile, given);
}

describe("profile: facts", () => {
  it("name the program, its Python and its process", () => {
    const properties = { script: "/srv/demo.py", python: "3.14.2", pid: "4711", rate: "1000" };
    const facts = computeProfileFacts(drawnProfile("f", { properties }), given);
    assert.deepEqual([facts.title, facts.subtitle, facts.askedHz], ["demo.py", "CPython 3.14.2 · pid 4711", 1000]);
    assert.equal(
      computeProfileFacts(drawnProfile("f", { properties: { script: "-m http.server" } }), given).title,
      "-m http.server",
    );
    assert.equal(computeProfileFacts(drawnProfile("f"), { ...given, title: "mine" }).title, "mine");
  });

  it("count what became of the samples", () => {
    const statuses = [0, ThreadStatus.Torn, ThreadStatus.Failed, 0, 0];
    const facts = computeProfileFacts(drawnProfile("f _ _ _ f", { statuses, counts: [6, 1, 2, 1, 0] }), given);
    assert.deepEqual([facts.samples, facts.tornShare, facts.failedShare], [6, 0.1, 0.2]);
    assert.match(facts.notes[0], /^10 % of all samples were torn/);
    assert.match(facts.notes[1], /^20 % of all samples could not be read/);
  });

  it("know the rate reached, and say when ticks were missed", () => {
    const facts = factsOf(statistics({ time: 2e9, ticks: 1800, missed: 200 }));
    assert.deepEqual([facts.elapsedNs, facts.reachedHz], [2e9, 900]);
    assert.match(facts.notes[0], /^10 % of all ticks were missed/);
    assert.deepEqual(factsOf(statistics({ time: 2e9, ticks: 2000 })).notes, []);
  });

  it("pass on what the recording tells people", () => {
    const events = { time: [0, 0], kind: [EventKind.Note, EventKind.Stopped], code: [0, 0], text: ["careful", "no"] };
    assert.deepEqual(factsOf({ events }).notes, ["careful"]);
  });
});

describe("profile: threads with samples", () => {
  it("come heaviest first, without those that have none", () => {
    const profile = drawnProfile("f f f _", { threads: [0, 1, 1, 2], weights: [1, 5, 5, 9] });
    assert.deepEqual(computeThreadsWithSamples(profile), [
      { thread: 1, label: "Worker-1 (4712)", weight: 10, samples: 2 },
      { thread: 0, label: "MainThread (4711)", weight: 1, samples: 1 },
    ]);
  });

  it("are named after their process when there are several", () => {
    const profile = drawnProfile("f f f", { threads: [0, 1, 2], processes: [4711, 4711, 4713], weights: [3, 2, 1] });
    const labels = computeThreadsWithSamples(profile).map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 2), ["pid 4711 · MainThread", "pid 4711 · Worker-1 (4712)"]);
    assert.match(labels[2], /^pid 4713 · /);
  });
});
