import assert from "node:assert/strict";
import { FormatError } from "../../../sampler/formats";
import { ThreadStatus } from "../../../sampler/wire";
import { drawnProfile } from "../../support/drawnProfile";
import { bytesOf, formatOf, readBytes, recognisers, stackLines } from "../../support/formatTools";
import { assertGolden } from "../../support/golden";
import { checkProcessedProfile, type ProcessedProfile } from "../../support/processedProfile";
import { threadsProfile } from "./threadsProfile";

const { HasGil, OnCpu, Unknown, GilRequested, HasException } = ThreadStatus;

/** A second of a thread and of another, in every state. */
const stateful = drawnProfile(
  `
    main:3              main:3                                    main:3 main:3 _ main:3
    f:7/CALL_PY<CALL    f:7/BINARY_OP_ADD_INT<BINARY_OP           <GC>   <native> _ f:8
  `,
  {
    threads: [0, 0, 0, 0, 0, 1],
    weights: [1e6, 2e6, 1e6, 1e6, 1e6, 3e6],
    starts: [0, 1e6, 3e6, 4e6, 5e6, 0],
    counts: [1, 2, 1, 1, 1, 3],
    statuses: [HasGil | OnCpu, HasGil, OnCpu | HasException, GilRequested, 0, Unknown],
    properties: { intervalNs: "1000000", mode: "wall", python: "3.14.0", script: "/srv/app.py" },
  },
);

function profileOf(bytes: Buffer): ProcessedProfile {
  return JSON.parse(bytes.toString()) as ProcessedProfile;
}

/** Markers of a thread as text: name, from, until. */
function markersOf({ threads, shared }: ProcessedProfile, thread: number): string[] {
  const { name, startTime, endTime } = threads[thread].markers;
  return name.map((index, row) => `${shared.stringArray[index as number]} ${String(startTime[row])}-${String(endTime[row])}`).sort();
}

describe("formats: gecko", () => {
  it("follows the Firefox Profiler's rules for processed profiles", () => {
    for (const profile of [stateful, threadsProfile]) checkProcessedProfile(profileOf(bytesOf("gecko", profile)));
    assertGolden("stateful.gecko.json", bytesOf("gecko", stateful).toString());
  });

  it("has the target's process id and the threads' names, and categories by what runs", () => {
    const { threads, meta } = profileOf(bytesOf("gecko", stateful));
    assert.deepEqual(threads.map(({ pid, tid, name, isMainThread }) => [pid, tid, name, isMainThread]), [
      ["4711", 4711, "MainThread", true],
      ["4711", 4712, "Worker-1", false],
    ]);
    const names = threads[0].frameTable.category.map((category) => meta.categories[category as number].name);
    assert.deepEqual(names, ["Python", "Python", "GC", "Native"]);
  });

  it("marks states only where they are known, and every instruction that ran", () => {
    const profile = profileOf(bytesOf("gecko", stateful));
    const states = markersOf(profile, 0).map((text) => text.replace(/ [\d.-]+$/, ""));
    assert.deepEqual([...new Set(states)].sort(), [
      ...["BINARY_OP_ADD_INT (BINARY_OP)", "CALL_PY (CALL)", "GC Collecting", "Has Exception", "Has GIL", "Native Code"],
      ...["No Exception", "No GIL", "Off CPU", "On CPU", "Python Code", "Waiting for GIL"],
    ]);
    assert.ok(!markersOf(profile, 1).some((text) => text.includes("CPU")), "a thread of unknown state is said to be off");
  });

  it("is known by its content and reads back what it wrote, whatever the pieces", async () => {
    const bytes = bytesOf("gecko", stateful);
    assert.deepEqual(recognisers(bytes), ["gecko"]);
    for (const pieceSize of [7, 100_000]) {
      const { profile, notes } = await readBytes("gecko", bytes, pieceSize);
      assert.deepEqual(notes, []);
      assert.deepEqual(profile.threads.map(({ process, tid, main }) => [process, tid, main]), [[4711, 4711, true], [4711, 4712, false]]);
      assert.equal(profile.opcodes.length, 2);
      assert.deepEqual(bytesOf("gecko", profile), bytes);
    }
  });

  it("reads Firefox's raw profiles, of all processes", async () => {
    const thread = {
      name: "GeckoMain",
      pid: 12,
      tid: 13,
      samples: { schema: { stack: 0, time: 1, eventDelay: 2 }, data: [[1, 5], [1, 6], [null, 7], [0, 8], [9, 9]] },
      stackTable: { schema: { prefix: 0, frame: 1 }, data: [[null, 0], [0, 1]] },
      frameTable: { schema: { location: 0, line: 5 }, data: [[0], [1]] },
      stringTable: ["(root)", "run (app.js:10:4)[2]"],
    };
    const raw = { meta: { version: 31, interval: 1, stackwalk: 1 }, threads: [thread], processes: [{ threads: [{ ...thread, pid: 20 }] }] };
    assert.deepEqual(recognisers(Buffer.from(JSON.stringify(raw))), ["gecko"]);
    const { profile, notes } = await readBytes("gecko", Buffer.from(JSON.stringify(raw)));
    assert.deepEqual(stackLines(profile), [
      ...["12/13 GeckoMain: (root) 1000000", "12/13 GeckoMain: (root);run@app.js:10 2000000"],
      ...["20/13 GeckoMain: (root) 1000000", "20/13 GeckoMain: (root);run@app.js:10 2000000"],
    ]);
    assert.deepEqual(notes, ["2 samples were left out: their stacks or times are damaged."]);
  });

  it("reads samply's: strings of each thread, libraries, time deltas, weights; and shared tables of newer versions", async () => {
    const tables = {
      stackTable: { frame: [0, 1], prefix: [null, 0], length: 2 },
      frameTable: { func: [0, 1], line: [null, 3], column: [null, null], length: 2 },
      funcTable: { name: [0, 1], isJS: [false, false], resource: [0, -1], fileName: [null, 2], lineNumber: [null, 1], length: 2 },
      resourceTable: { name: [3], length: 1 },
    };
    const strings = ["malloc", "work", "/srv/app.py", "libc.so.6"];
    const samples = { stack: [1, 1, 0], timeDeltas: [10, 1, 1], weight: [1, 1, 2], weightType: "samples", length: 3 };
    const facts = { name: "worker", pid: "7.1", tid: "8", isMainThread: false };
    const samply = { meta: { interval: 1, preprocessedProfileVersion: 50, product: "app" }, threads: [{ ...facts, ...tables, samples, stringArray: strings }] };
    const expected = ["7/8 worker: malloc@libc.so.6:0 1000000", "7/8 worker: malloc@libc.so.6:0;work@/srv/app.py:3 2000000"];
    assert.deepEqual(stackLines((await readBytes("gecko", Buffer.from(JSON.stringify(samply)))).profile), expected);
    const { fileName: _, ...funcTable } = tables.funcTable;
    const shared = {
      ...{ ...tables, stackTable: { frame: [0, 1], prefixOffset: [0, 1], length: 2 }, funcTable: { ...funcTable, source: [null, 0] } },
      ...{ sources: { filename: [2] }, stringArray: strings },
    };
    const newer = { meta: { interval: 1, preprocessedProfileVersion: 66 }, shared, threads: [{ ...facts, samples }] };
    assert.deepEqual(stackLines((await readBytes("gecko", Buffer.from(JSON.stringify(newer)))).profile), expected);
  });

  it("opens up to its last whole part when it was cut, refuses what holds no threads, and says what it loses", async () => {
    const bytes = bytesOf("gecko", threadsProfile);
    const { profile, notes } = await readBytes("gecko", bytes.subarray(0, bytes.lastIndexOf('"stackTable"')));
    assert.ok(notes.some((note) => note.includes("cut short or damaged")));
    assert.ok(profile.runs.length >= 0);
    await assert.rejects(readBytes("gecko", Buffer.from('{"meta":{"interval":1}}')), FormatError);
    assert.deepEqual(formatOf("gecko").loses!(stateful), ["ends of lines and columns"]);
    assert.deepEqual(formatOf("gecko").loses!(threadsProfile), ["ends of lines and columns", "instructions of callers"]);
  });

  it("makes nothing but a profile out of damaged tables", async () => {
    const text = bytesOf("gecko", stateful).toString();
    const numbers = [...text.matchAll(/(?<=[[,:])\d+(?=[\],}])/g)];
    assert.ok(numbers.length > 100);
    for (const { index, 0: number } of numbers) {
      for (const other of ["-7", "99999999999", '"x"', "null", "{}"]) {
        await formatOf("gecko").read([Buffer.from(text.slice(0, index) + other + text.slice(index + number.length))], { timeline: false });
      }
    }
  });
});
