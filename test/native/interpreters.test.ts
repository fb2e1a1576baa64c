import * as assert from "node:assert";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { everyMillisecond, placesOf, runsOf, sampleUntil } from "./recording";
import { Target } from "./target";

/** Names of the leaves that were seen, once all that are wanted were. */
async function sampleLeaves(pid: number, allThreads: boolean, wanted: readonly string[]): Promise<Set<string>> {
  const seen = new Set<string>();
  await sampleUntil({ ...everyMillisecond, allThreads, pid }, wanted.join(", "), (profile) => {
    for (const { stack, isWhole } of runsOf(profile)) {
      if (isWhole) seen.add(placesOf(profile, stack).at(-1)!.name);
    }
    return profile.statistics.ticks > 20 && wanted.every((name) => seen.has(name));
  });
  return seen;
}

describe("a process with several interpreters", () => {
  for (const version of supportedVersions) {
    it(`CPython ${version}: all threads are those of all, the main thread that of the main one`, async function () {
      const target = Target.start(interpreterOrSkip(this, version), "interpreters.py");
      try {
        await target.line();
        await sampleLeaves(target.pid, true, ["rest_inside", "rest_in_main", "run_another"]);
        assert.deepStrictEqual([...(await sampleLeaves(target.pid, false, ["rest_in_main"]))], ["rest_in_main"]);
      } finally {
        await target.stop();
      }
    });
  }
});
