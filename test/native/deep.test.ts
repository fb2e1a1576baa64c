import * as assert from "node:assert";
import type { Profile } from "../../sampler/profile";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { everyMillisecond, placesOf, runsOf, sampleUntil } from "./recording";
import { Target } from "./target";

const depth = 10_000;
const tooDeep = 20_000;

async function sampleDeep(python: string, frames: number): Promise<Profile> {
  const target = Target.start(python, "deep.py", [String(frames)]);
  try {
    await target.line();
    const { profile } = await sampleUntil(
      { ...everyMillisecond, pid: target.pid },
      "some ticks",
      ({ statistics }) => statistics.ticks > 20,
    );
    return profile;
  } finally {
    await target.stop();
  }
}

describe("deep stacks", () => {
  for (const version of supportedVersions) {
    it(`CPython ${version}: ${depth} frames are all there`, async function () {
      const profile = await sampleDeep(interpreterOrSkip(this, version), depth);
      assert.strictEqual(profile.statistics.failed, 0);
      const places = placesOf(profile, runsOf(profile).findLast(({ isWhole }) => isWhole)!.stack);
      const names = places.map(({ name }) => name);
      assert.deepStrictEqual(names, ["<module>", ...Array<string>(depth + 1).fill("descend")]);
    });
  }

  it("more frames than the limit are counted as failed, not cut off", async function () {
    const profile = await sampleDeep(interpreterOrSkip(this, "3.13"), tooDeep);
    assert.strictEqual(profile.statistics.samples, 0);
    assert.ok(profile.statistics.failed > 0);
  });
});
