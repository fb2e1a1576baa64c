import * as assert from "node:assert";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { addon, everyMillisecond, placesOf, profileOf, runsOf } from "./recording";
import { Target } from "./target";

type KnownPlace = [name: string, line: number, endLine: number, column: number, endColumn: number];

/** The function that rests; the program's own account leaves it out. */
const leaf = "rest";

/** A stack that the edge check refuses is believed after at least this many retries, because it does not move. */
const settledRetries = 8;

describe("stacks of a resting program are what the program itself says", () => {
  for (const version of supportedVersions) {
    it(`CPython ${version}, every kind of call, with columns`, async function () {
      this.timeout(60_000);
      const target = Target.start(interpreterOrSkip(this, version), "calls.py");
      let rests = 0;
      try {
        for (let line = await target.line(); line !== "null"; line = await target.line()) {
          assert.deepStrictEqual(readPlaces(target), JSON.parse(line) as KnownPlace[]);
          rests += 1;
          target.goOn();
        }
      } finally {
        await target.stop();
      }
      assert.ok(rests >= 30, `only ${rests} calls came to rest`);
    });
  }
});

/** All frames of the only thread except the one that rests. */
function readPlaces(target: Target): KnownPlace[] {
  const recording = addon().recordMemory({ ...everyMillisecond, pid: target.pid });
  const profile = profileOf(addon().replayMemory(recording, { allThreads: true, opcodes: true }));
  const run = runsOf(profile).find(({ isWhole }) => isWhole);
  assert.ok(run, "no whole sample of a resting thread");
  assert.strictEqual(profile.statistics.torn + profile.statistics.failed, 0);
  assert.ok(profile.statistics.retries < settledRetries, "a kind of call that the edge check does not know");
  const places = placesOf(profile, run.stack);
  const end = places.findLastIndex(({ name }) => name === leaf);
  return places
    .slice(0, end)
    .map(({ name, line, endLine, column, endColumn }) => [name, line, endLine, column, endColumn]);
}
