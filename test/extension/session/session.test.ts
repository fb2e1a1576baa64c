import assert from "node:assert/strict";
import { computeStackWeights, type Profile } from "../../../sampler/profile";
import { EventKind, encodeBatch, encodeHeader } from "../../../sampler/wire";
import { Session } from "../../../extension/session/session";
import { SessionStore } from "../../../extension/session/sessionStore";
import { canBecome, isOver, type SessionState } from "../../../extension/session/sessionState";

const sample = {
  strings: { value: ["main", "/w/demo.py"] },
  functions: { name: [0], file: [1], firstLine: [1], kind: [0] },
  frames: { function: [0], line: [3], endLine: [3], column: [0], endColumn: [5], offset: [2], opcode: [-1] },
  stacks: { parent: [-1], frame: [0] },
  threads: { process: [7], tid: [7], interpreter: [0], main: [1], name: ["MainThread"] },
  runs: { thread: [0], stack: [0], status: [0], start: [0], count: [10], weight: [10_000_000] },
};

function event(kind: EventKind, code = 0, text = ""): Uint8Array {
  return encodeBatch({ events: { time: [0], kind: [kind], code: [code], text: [text] } });
}

function begin(): { session: Session; states: SessionState[]; sent: string[]; time: { now: number } } {
  const time = { now: 1000 };
  const session = new Session({ file: "/s/demo.tachyon", title: "demo.py", rateHz: 1000 }, () => time.now);
  const states: SessionState[] = [];
  session.onDidChange((state) => states.push(state));
  return { session, states, sent: [], time };
}

function connect(run: ReturnType<typeof begin>): void {
  run.session.connected((intent) => run.sent.push(intent.intent));
  run.session.received(encodeHeader());
}

describe("Session", () => {
  it("runs from the first sample to the end of the program", () => {
    const run = begin();
    connect(run);
    assert.equal(run.session.state, "starting");
    run.session.received(encodeBatch(sample));
    assert.equal(run.session.state, "running");
    run.time.now += 2500;
    run.session.received(event(EventKind.TargetExited, 3));
    assert.deepEqual(run.states, ["running", "ended"]);
    run.time.now += 9999;
    assert.equal(run.session.elapsedMs, 2500);
    assert.equal(run.session.live, false);
  });

  it("ends when sampling stopped though the program goes on, and still takes what comes", () => {
    const run = begin();
    connect(run);
    run.session.received(encodeBatch(sample));
    run.session.stop();
    run.session.stop();
    assert.deepEqual(run.sent, ["stop"]);
    run.session.received(event(EventKind.Stopped));
    assert.deepEqual(run.states, ["running", "stopping", "ended"]);
    const { revision } = run.session.profile;
    run.session.received(event(EventKind.TargetExited, 0));
    run.session.disconnected();
    assert.ok(run.session.profile.revision > revision);
    assert.deepEqual(run.states, ["running", "stopping", "ended"]);
  });

  it("passes on a stop that was asked for before the helper came", () => {
    const run = begin();
    run.session.stop();
    connect(run);
    assert.deepEqual(run.sent, ["stop"]);
  });

  it("ends with what it has when the helper breaks off", () => {
    const run = begin();
    connect(run);
    run.session.received(encodeBatch(sample));
    run.session.disconnected();
    assert.equal(run.session.state, "ended");
  });

  it("fails with the sampler's own reason when there is one", () => {
    const run = begin();
    connect(run);
    run.session.received(event(EventKind.Error, 0, "CPython 3.9 is not supported; 3.11 to 3.15 are."));
    run.session.received(event(EventKind.Stopped));
    assert.deepEqual(run.states, ["failed"]);
    assert.match(run.session.problem?.message ?? "", /demo\.py\. CPython 3\.9 is not supported/);
  });

  it("fails and says so when the program ended too soon or with an error", () => {
    const soon = begin();
    connect(soon);
    soon.session.received(event(EventKind.TargetExited, 0));
    assert.match(soon.session.problem?.message ?? "", /before the first sample/);
    const wrong = begin();
    connect(wrong);
    wrong.session.received(event(EventKind.TargetExited, 1));
    assert.match(wrong.session.problem?.message ?? "", /exit code 1/);
  });

  it("waits for the program's exit code when sampling ended without samples", () => {
    const run = begin();
    connect(run);
    run.session.received(event(EventKind.Stopped));
    assert.equal(run.session.state, "starting");
    run.session.received(event(EventKind.TargetExited, 5));
    assert.match(run.session.problem?.message ?? "", /exit code 5/);
  });

  it("fails at once when it is stopped before the first sample", () => {
    const run = begin();
    connect(run);
    run.session.stop();
    run.session.received(event(EventKind.Stopped));
    assert.equal(run.session.state, "failed");
    assert.match(run.session.problem?.message ?? "", /stopped before the first sample/);
  });

  it("fails when the helper process ends without ever connecting", () => {
    const run = begin();
    run.session.processEnded(127);
    assert.deepEqual(run.states, ["failed"]);
    assert.match(run.session.problem?.message ?? "", /127/);
  });

  it("waits for the stream's end when the process is over first", () => {
    const run = begin();
    connect(run);
    run.session.processEnded(0);
    assert.equal(run.session.state, "starting");
    run.session.received(encodeBatch(sample));
    run.session.disconnected();
    assert.equal(run.session.state, "ended");
  });

  it("keeps what it has when the stream is damaged, and says so", () => {
    const run = begin();
    connect(run);
    run.session.received(encodeBatch(sample));
    run.session.received(new Uint8Array(64).fill(1));
    assert.equal(run.session.profile.runs.length, 1);
    assert.equal(run.session.notes.length, 1);
    assert.equal(run.session.state, "running");
  });

  it("keeps what it has when rows refer to nothing, and says so", () => {
    const run = begin();
    connect(run);
    run.session.received(encodeBatch(sample));
    run.session.received(encodeBatch({ stacks: { parent: [55], frame: [77] } }));
    assert.equal(run.session.profile.stacks.length, 1);
    assert.equal(run.session.notes.length, 1);
  });
});

/** What the tables of a profile take. */
function bytesOf({ functions, frames, stacks, runs }: Profile): number {
  const columns = [functions, frames, stacks, runs].flatMap((table) => Object.values(table as object) as unknown[]);
  return columns.reduce((sum: number, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0), 0);
}

describe("Session of an hour", function () {
  this.timeout(60_000);

  /** What a tenth of a second brings: each of 16 threads was seen on each of the stacks. */
  const [threads, stacks, batches] = [16, 4, 36_000];
  const rows = Array.from({ length: threads * stacks }, (_, row) => row);
  const constant = (value: number): number[] => rows.map(() => value);
  const batch = encodeBatch({
    runs: {
      thread: rows.map((row) => row % threads),
      stack: rows.map((row) => Math.floor(row / threads)),
      ...{ status: constant(0), start: constant(0), count: constant(25), weight: constant(25e6) },
    },
  });
  const tables = {
    strings: sample.strings,
    functions: sample.functions,
    frames: sample.frames,
    stacks: { parent: [-1, 0, 1, 2], frame: [0, 0, 0, 0] },
    threads: {
      ...{ process: constant(7).slice(0, threads), tid: rows.slice(0, threads), interpreter: constant(0).slice(0, threads) },
      ...{ main: constant(0).slice(0, threads), name: rows.slice(0, threads).map((row) => `worker-${row}`) },
    },
  };

  it("needs no more memory than one of a minute, and has every sample", () => {
    const run = begin();
    connect(run);
    run.session.received(encodeBatch(tables));
    const receive = (count: number): void => {
      for (let left = count; left > 0; left--) run.session.received(batch);
    };
    receive(600);
    const early = { rows: run.session.profile.runs.length, bytes: bytesOf(run.session.profile) };
    receive(batches - 600);
    assert.equal(early.rows, threads * stacks);
    assert.deepEqual({ rows: run.session.profile.runs.length, bytes: bytesOf(run.session.profile) }, early);
    assert.equal(computeStackWeights(run.session.profile).totalSamples, threads * stacks * 25 * batches);
  });
});

describe("session states", () => {
  it("lead nowhere once over", () => {
    const all: SessionState[] = ["starting", "running", "stopping", "ended", "failed"];
    assert.deepEqual(all.filter(isOver), ["ended", "failed"]);
    for (const state of all) assert.equal(canBecome("ended", state) || canBecome("failed", state), false);
    assert.equal(canBecome("stopping", "running"), false);
  });
});

describe("SessionStore", () => {
  it("shows a run while it lasts and afterwards", () => {
    const store = new SessionStore();
    const run = begin();
    let updates = 0;
    store.onDidUpdate(() => updates++);
    store.begin(run.session);
    connect(run);
    run.session.received(encodeBatch(sample));
    assert.equal(store.live, run.session);
    assert.ok(updates > 0);
    run.session.received(event(EventKind.TargetExited));
    assert.equal(store.live, null);
    assert.equal(store.current, run.session);
    assert.equal(store.find("/s/demo.tachyon"), run.session);
  });

  it("goes back to what was shown before when a run fails", () => {
    const store = new SessionStore();
    const [good, bad] = [begin(), begin()];
    store.begin(good.session);
    connect(good);
    good.session.received(encodeBatch(sample));
    good.session.disconnected();
    store.begin(bad.session);
    assert.equal(store.current, bad.session);
    bad.session.processEnded(1);
    assert.equal(store.current, good.session);
    assert.equal(store.live, null);
  });
});
