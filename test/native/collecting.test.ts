import * as assert from "node:assert";
import type { Profile } from "../../sampler/profile";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { everyMillisecond, placesOf, sampleUntil } from "./recording";
import { Target } from "./target";

const ticks = 400;

describe("garbage collections", () => {
  for (const version of supportedVersions) {
    it(`CPython ${version}: on the frame that started one, with finalizers above; not without asking`, async function () {
      this.timeout(60_000);
      const target = Target.start(interpreterOrSkip(this, version), "collecting.py");
      try {
        await target.line();
        const finalizer = ["3.8", "3.9", "3.10"].includes(version) ? "__del__" : "Finalized.__del__";
        const expected = ["collects <GC>", `collects <GC> ${finalizer}`];
        const shown = await endsUntil(target.pid, true, expected);
        const others = [...shown].filter((end) => end.includes("<GC>") && !expected.includes(end));
        assert.deepStrictEqual(others, []);
        const hidden = await endsUntil(target.pid, false, ["collects", `collects ${finalizer}`]);
        assert.deepStrictEqual([...hidden].filter((end) => end.includes("<GC>")), []);
      } finally {
        await target.stop();
      }
    });
  }
});

/** How stacks end, sampled for some ticks and until all of `wanted` were seen. */
async function endsUntil(pid: number, gc: boolean, wanted: readonly string[]): Promise<ReadonlySet<string>> {
  const options = { ...everyMillisecond, opcodes: false, pid, gc };
  const hasAll = (profile: Profile): boolean => wanted.every((end) => ends(profile).has(end));
  const isEnough = (profile: Profile): boolean => profile.statistics.ticks >= ticks && hasAll(profile);
  const { profile } = await sampleUntil(options, wanted.join(" and "), isEnough);
  return ends(profile);
}

/** How stacks end: from the function that collects on, or whole for other threads. */
function ends(profile: Profile): Set<string> {
  const stacks = new Set(Array.from(profile.runs.stack).filter((stack) => stack >= 0));
  const names = [...stacks].map((stack) => placesOf(profile, stack).map(({ name }) => name));
  return new Set(names.map((stack) => stack.slice(Math.max(0, stack.indexOf("collects"))).join(" ")));
}
