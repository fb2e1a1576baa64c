import assert from "node:assert/strict";
import { Recorder, type RecordingEnd } from "../../../sampler/host/recorder";
import type { SamplerOptions } from "../../../sampler/host/addon";
import { EventKind, ThreadStatus, encodeBatch } from "../../../sampler/wire";
import { FakeSampler, MemorySink, fakeAddon } from "./fakeAddon";

const OPTIONS: SamplerOptions = { pid: 4711, intervalNs: 1e6, allThreads: true, opcodes: true, waitForRuntime: true };

function begin(sampler: FakeSampler, durationNs: number | null = null) {
  const sink = new MemorySink();
  const recorder = new Recorder(fakeAddon(sampler), OPTIONS, durationNs);
  recorder.open({ all: [sink], isWatched: true }, { properties: { pid: "4711" }, lateProperties: () => ({ python: "3.14.2" }) });
  return { sink, recorder };
}

/** A batch with one run of one thread; its stack is one frame unless the sample is torn. */
function sampleBatch(startNs: number, torn: boolean): Uint8Array {
  return encodeBatch({
    strings: { value: ["main", "a.py"] },
    functions: { name: [0], file: [1], firstLine: [1], kind: [0] },
    frames: { function: [0], line: [2], endLine: [2], column: [0], endColumn: [5], offset: [2], opcode: [-1] },
    stacks: { parent: [-1], frame: [0] },
    threads: { process: [4711], tid: [4711], interpreter: [0], main: [1], name: [""] },
    runs: {
      thread: [0],
      stack: [torn ? -1 : 0],
      status: [torn ? ThreadStatus.Torn : 0],
      start: [startNs],
      count: [1],
      weight: [1e6],
    },
  });
}

describe("recorder", () => {
  it("writes header and properties first, the samples, then the end of sampling and of the program", async () => {
    const sampler = new FakeSampler();
    sampler.batches.push(sampleBatch(7e6, false));
    const { sink, recorder } = begin(sampler);
    recorder.targetEnded();
    assert.deepEqual(await recorder.ended, { kind: "exited" });
    await recorder.close({ code: 3 });
    assert.equal(sink.decoder.finish(), null);
    assert.deepEqual(Array.from(sink.batches[0].properties!.key), ["pid"]);
    assert.deepEqual(sink.eventKinds, [
      EventKind.Started,
      EventKind.FirstSample,
      EventKind.Stopped,
      EventKind.TargetExited,
    ]);
    assert.equal(sink.batches.at(-1)!.events!.code[0], 3);
    assert.equal(sink.closed, true);
  });

  it("takes the time of the first whole sample, not of a torn one, and asks for late facts then", async () => {
    const sampler = new FakeSampler();
    sampler.batches.push(sampleBatch(5e6, true), encodeBatch({ runs: runOf(9e6) }));
    const { sink, recorder } = begin(sampler);
    recorder.stop();
    await recorder.close(null);
    const first = sink.batches.find(({ events }) => events?.kind[0] === EventKind.FirstSample);
    assert.equal(first?.events?.time[0], 9e6);
    assert.deepEqual(sink.properties, { pid: "4711", python: "3.14.2" });
  });

  it("drains what the sampler gathered while it was being stopped", async () => {
    const sampler = new FakeSampler();
    sampler.lastBatch = sampleBatch(1e6, false);
    const { sink, recorder } = begin(sampler);
    recorder.stop();
    await recorder.close(null);
    assert.equal(sink.batches.some(({ runs }) => runs?.length === 1), true);
  });

  it("notices by itself that the sampler ended, and says why it could not go on", async () => {
    const sampler = new FakeSampler();
    const { sink, recorder } = begin(sampler);
    sampler.end = { kind: "error", code: "UNSUPPORTED_VERSION", message: "CPython 3.6 cannot be read" };
    const end: RecordingEnd = await recorder.ended;
    assert.equal(end.kind, "error");
    await recorder.close({ code: 0 });
    const error = sink.batches.find(({ events }) => events?.kind[0] === EventKind.Error);
    assert.equal(error?.events?.text[0], "CPython 3.6 cannot be read");
  });

  it("ends sampling when the duration is over", async () => {
    const sampler = new FakeSampler();
    const { sink, recorder } = begin(sampler, 30e6);
    assert.deepEqual(await recorder.ended, { kind: "duration" });
    assert.equal(sampler.running, false);
    await recorder.close(null);
    assert.deepEqual(sink.eventKinds, [EventKind.Started, EventKind.DurationReached, EventKind.Stopped]);
  });

  it("takes no sample for a duration of 0", async () => {
    const sampler = new FakeSampler();
    const { recorder } = begin(sampler, 0);
    assert.deepEqual(await recorder.ended, { kind: "duration" });
    assert.equal(sampler.end, null, "the sampler was never started, so never stopped");
    await recorder.close(null);
  });

  it("gives up on a batch that makes no sense, and still closes the recording", async () => {
    const sampler = new FakeSampler();
    const { sink, recorder } = begin(sampler);
    sampler.batches.push(Buffer.from("no batch at all"));
    await assert.rejects(recorder.ended, /no batch begins/);
    assert.equal(sampler.running, false);
    await recorder.close({ code: 0 });
    assert.equal(sink.closed, true);
  });

  it("begins and ends at once when the launched program is over already", async () => {
    const sampler = new FakeSampler();
    sampler.start = () => {
      throw Object.assign(new Error("Process 4711 does not exist."), { code: "NOT_FOUND" });
    };
    const { sink, recorder } = begin(sampler);
    assert.deepEqual(await recorder.ended, { kind: "exited" });
    await recorder.close({ code: 0 });
    assert.deepEqual(sink.eventKinds, [EventKind.Started, EventKind.Stopped, EventKind.TargetExited]);
    const attached = { ...OPTIONS, waitForRuntime: false };
    assert.throws(() => new Recorder(fakeAddon(sampler), attached, null), /does not exist/);
  });

  it("writes the signal that killed the program by number and name", async () => {
    const { sink, recorder } = begin(new FakeSampler());
    recorder.targetEnded();
    await recorder.close({ signal: "SIGKILL" });
    const { kind, code, text } = sink.batches.at(-1)!.events!;
    assert.deepEqual([kind[0], code[0], text[0]], [EventKind.TargetKilled, 9, "SIGKILL"]);
  });
});

function runOf(startNs: number) {
  return { thread: [0], stack: [0], status: [0], start: [startNs], count: [1], weight: [1e6] };
}
