import assert from "node:assert/strict";
import { computeSampleTotals, computeStackWeights, ProfileBuilder } from "../../../sampler/profile";
import { decodeBatch, encodeBatch, EventKind, ThreadStatus } from "../../../sampler/wire";
import type { BatchRows } from "../../../sampler/wire";

const base: BatchRows = {
  strings: { value: ["f", "app.py", "RESUME"] },
  functions: { name: [0], file: [1], firstLine: [1], kind: [0] },
  opcodes: { name: [2], base: [2], adaptive: [0] },
  frames: { function: [0], line: [3], endLine: [3], column: [0], endColumn: [9], offset: [2], opcode: [0] },
  stacks: { parent: [-1, 0], frame: [0, 0] },
  threads: { process: [1, 1], tid: [11, 12], interpreter: [0, 0], main: [1, 0], name: ["MainThread", ""] },
};

function builderOf(...batches: BatchRows[]): ProfileBuilder {
  const builder = new ProfileBuilder();
  batches.forEach((rows) => builder.append(decodeBatch(encodeBatch(rows))));
  return builder;
}

function runs(rows: [thread: number, stack: number, status: number, count: number, weight: number][]): BatchRows {
  const column = (index: number) => rows.map((row) => row[index]);
  return {
    runs: {
      thread: column(0),
      stack: column(1),
      status: column(2),
      start: rows.map((_, index) => index * 1000),
      count: column(3),
      weight: column(4),
    },
  };
}

describe("profile: builder", () => {
  it("grows one profile with each batch", () => {
    const builder = builderOf(base);
    const { profile } = builder;
    assert.equal(profile.revision, 1);
    builder.append(decodeBatch(encodeBatch({ strings: { value: ["g"] }, stacks: { parent: [1], frame: [0] } })));
    assert.equal(profile.revision, 2);
    assert.deepEqual([...profile.strings], ["f", "app.py", "RESUME", "g"]);
    assert.deepEqual([...profile.stacks.parent.subarray(0, profile.stacks.length)], [-1, 0, 1]);
    assert.equal(profile.frames.endColumn[0], 9);
    assert.equal(profile.threads[1].main, false);
  });

  it("keeps rows as they were over many batches", () => {
    const builder = builderOf(base);
    for (let batch = 0; batch < 1000; batch++) {
      builder.append(decodeBatch(encodeBatch(runs([[0, batch % 2, 0, batch, batch]]))));
    }
    const { runs: table } = builder.profile;
    assert.equal(table.length, 1000);
    assert.deepEqual([table.count[0], table.count[517], table.weight[999]], [0, 517, 999]);
  });

  it("without a time line, keeps one run of what is alike, however many come", () => {
    const builder = new ProfileBuilder({ timeline: false });
    builder.append(decodeBatch(encodeBatch(base)));
    for (let batch = 0; batch < 1000; batch++) {
      builder.append(decodeBatch(encodeBatch(runs([[0, batch % 2, 0, 1, 10], [1, 0, 0, 2, 30]]))));
    }
    const { runs: table } = builder.profile;
    const rows = Array.from({ length: table.length }, (_, run) => [table.thread[run], table.stack[run], table.count[run], table.weight[run]]);
    assert.deepEqual(rows.sort(), [[0, 0, 500, 5_000], [0, 1, 500, 5_000], [1, 0, 2_000, 30_000]]);
  });

  it("keeps the latest statistics, each property's last value, and all events", () => {
    const statistics = { ticks: [1, 2], samples: [1, 2], torn: [0, 0], failed: [0, 0], retries: [0, 0], late: [0, 0] };
    const rest = { time: [5, 6], missed: [0, 7], cpu: [0, 0], reads: [0, 0], bytesRead: [0, 0], stops: [0, 0], stopped: [0, 0] };
    const { profile } = builderOf({
      statistics: { ...statistics, ...rest },
      properties: { key: ["rate", "rate"], value: ["10", "20"] },
      events: { time: [3], kind: [EventKind.TargetExited], code: [-9], text: ["x"] },
    });
    assert.equal(profile.statistics.missed, 7);
    assert.equal(profile.properties.get("rate"), "20");
    assert.deepEqual(profile.events, [{ time: 3, kind: EventKind.TargetExited, code: -9, text: "x" }]);
    assert.equal(builderOf(base).profile.statistics.samples, 0);
  });

  const lies: [string, BatchRows][] = [
    ["a name that is not there", { functions: { name: [3], file: [0], firstLine: [0], kind: [0] } }],
    ["a stack that is its own parent", { stacks: { parent: [2], frame: [0] } }],
    ["a frame that is not there", { stacks: { parent: [-1], frame: [1] } }],
    ["a thread that is not there", runs([[2, 0, 0, 1, 1]])],
    ["a stack that is not there", runs([[0, 2, 0, 1, 1]])],
    [
      "a line beyond 32 bits",
      {
        frames: {
          function: [0],
          line: [2 ** 31],
          endLine: [0],
          column: [0],
          endColumn: [0],
          offset: [0],
          opcode: [-1],
        },
      },
    ],
  ];
  for (const [what, rows] of lies) {
    it(`refuses ${what}, and takes nothing of that batch`, () => {
      const builder = builderOf(base);
      const lying = { strings: { value: ["more"] }, ...rows };
      const strings = rows.functions ? rows : lying;
      assert.throws(() => builder.append(decodeBatch(encodeBatch(strings))), { code: "OutOfRange" });
      assert.equal(builder.profile.strings.length, 3);
      assert.equal(builder.profile.revision, 1);
    });
  }
});

describe("profile: weights", () => {
  const { profile } = builderOf(
    base,
    runs([
      [0, 1, ThreadStatus.HasGil, 2, 20],
      [1, 0, 0, 1, 10],
      [0, 1, 0, 1, 5],
      [0, -1, ThreadStatus.Torn, 3, 30],
      [1, -1, ThreadStatus.Failed, 1, 7],
      [0, 0, ThreadStatus.Torn, 1, 100],
      [1, -1, 0, 4, 40],
    ]),
  );

  it("count whole samples by their leaf", () => {
    const weights = computeStackWeights(profile);
    assert.deepEqual([...weights.weight], [10, 25]);
    assert.deepEqual([...weights.samples], [1, 3]);
    assert.deepEqual([weights.totalWeight, weights.totalSamples], [35, 4]);
  });

  it("count one thread's samples when it is selected", () => {
    assert.deepEqual([...computeStackWeights(profile, { thread: 1 }).weight], [10, 0]);
  });

  it("say what became of the others", () => {
    assert.deepEqual(computeSampleTotals(profile), {
      whole: { weight: 35, samples: 4 },
      empty: { weight: 40, samples: 4 },
      torn: { weight: 130, samples: 4 },
      failed: { weight: 7, samples: 1 },
    });
    assert.equal(computeSampleTotals(profile, { thread: 1 }).torn.samples, 0);
  });
});
