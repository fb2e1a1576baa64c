import * as assert from "node:assert";
import { readFileSync } from "node:fs";
import type { Profile } from "../../sampler/profile";
import { ThreadStatus } from "../../sampler/wire";
import { freeThreadedVersion } from "../support/freeThreadedPython";
import { interpreterOrSkip } from "../support/interpreters";
import { parseDebugOffsets } from "./debugOffsets";
import { readFixture, stacksFile, textOf } from "./fixtures";
import { layOutFreeThreaded } from "./freeThreadedImage";
import { addon, everyMillisecond, placesOf, profileOf, sampleUntil } from "./recording";
import { Target } from "./target";

const view = { allThreads: true, opcodes: true };

function statisticsOf(recording: Uint8Array): Profile["statistics"] {
  return profileOf(addon().replayMemory(recording, view)).statistics;
}

describe("a free-threaded build of which only the table is known", () => {
  for (const version of ["3.14", "3.15"] as const) {
    it(`CPython ${version}t has the stacks of ${version}, with the instructions that each thread executes`, () => {
      const recording = layOutFreeThreaded(version).encode();
      const known = readFileSync(stacksFile(version), "utf8");
      const withGil = known.replace(/(?<="MainThread" status )\d+/, (status) => `${Number(status) | ThreadStatus.HasGil}`);
      assert.strictEqual(textOf(recording), withGil);
      const [retries, wanted] = [recording, readFixture(version)].map((memory) => statisticsOf(memory).retries);
      assert.strictEqual(retries, wanted);
    });

    for (const word of ["interpreter.tlbcGeneration", "frame.tlbcIndex", "code.tlbc"]) {
      it(`CPython ${version}t is refused when its table lacks ${word}`, () => {
        const image = layOutFreeThreaded(version);
        const index = parseDebugOffsets(version, [...Array(128).keys()])(word);
        image.at(image.runtime + 8 * (1 + index)).writeBigUInt64LE(0n);
        const refusal = { code: "INVALID_RUNTIME", message: /layout table of 3\.1[45]\.\d+ contradicts itself/ };
        assert.throws(() => addon().replayMemory(image.encode(), view), refusal);
      });
    }
  }
});

/** Who calls whom in programs/parallel.py, below the frames of `threading`; each function belongs to one thread. */
const callees: Readonly<Record<string, readonly string[]>> = {
  "Thread._bootstrap": ["Thread._bootstrap_inner"],
  "Thread._bootstrap_inner": ["Thread.run"],
  "Thread.run": ["spin_a", "spin_b", "spin_c", "collect"],
  spin_a: ["turn_a"],
  turn_a: ["step_a"],
  spin_b: ["turn_b", "count_b"],
  count_b: ["step_b"],
  spin_c: ["Circle.__init__", "Circle.turn_c"],
  collect: ["<GC>"],
  "<module>": ["Thread.join"],
};

interface ThreadRun {
  readonly names: readonly string[];
  readonly thread: number;
  readonly isRunning: boolean;
  readonly count: number;
}

/** Samples with a whole stack. */
function wholeRuns(profile: Profile): ThreadRun[] {
  const { thread, stack, status, count, length } = profile.runs;
  return Array.from({ length }, (_, run) => ({
    names: stack[run] < 0 ? [] : placesOf(profile, stack[run]).map(({ name }) => name),
    thread: thread[run],
    isRunning: (status[run] & ThreadStatus.HasGil) !== 0,
    count: count[run],
  })).filter(({ names }) => names.length > 0);
}

describe("threads that run at the same time", () => {
  let profile: Profile;
  let runs: ThreadRun[];

  before(async function () {
    this.timeout(60_000);
    const target = Target.start(interpreterOrSkip(this, freeThreadedVersion), "parallel.py");
    try {
      await target.line();
      ({ profile } = await sampleUntil(
        { ...everyMillisecond, pid: target.pid, intervalNs: 200_000 },
        "5000 ticks",
        ({ statistics }) => statistics.ticks > 5_000,
        40_000,
      ));
    } finally {
      await target.stop();
    }
    runs = wholeRuns(profile);
  });

  it("have stacks that can be, each its own", () => {
    const impossible = runs.filter(({ names }) => names.some((name, at) => at > 0 && !callees[names[at - 1]]?.includes(name)));
    assert.deepStrictEqual(impossible, []);
    const seen = new Set(runs.filter(({ names }) => names.length > 3).map(({ names, thread }) => `${thread} ${names[3]}`));
    assert.strictEqual(seen.size, callees["Thread.run"].length, [...seen].join());
  });

  it("are mostly whole, and all counted", () => {
    const { samples, torn, failed } = profile.statistics;
    assert.ok(failed * 1000 < samples, `${failed} of ${samples} samples failed`);
    assert.ok(torn * 5 < samples, `${torn} of ${samples} samples torn`);
  });

  it("are said to run at once, and to stand still while one collects garbage", () => {
    const running = runs.filter(({ isRunning }) => isRunning).reduce((sum, { count }) => sum + count, 0);
    assert.ok(running > profile.statistics.ticks, `${running} running threads in ${profile.statistics.ticks} ticks`);
    assert.ok(runs.some(({ names }) => names.at(-1) === "<GC>"));
    assert.ok(runs.some(({ names, isRunning }) => names[3]?.startsWith("spin") && !isRunning));
  });
});
