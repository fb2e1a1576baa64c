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
        const shown = ends(await sample(target.pid, true));
        assert.ok(shown.has("collects <GC>"), [...shown].join("\n"));
        assert.ok(shown.has("collects <GC> Finalized.__del__"), [...shown].join("\n"));
        const others = [...shown].filter((end) => /<GC>/.test(end) && !/^collects <GC>( Finalized.__del__)?$/.test(end));
        assert.deepStrictEqual(others, []);
        const hidden = ends(await sample(target.pid, false));
        assert.ok(hidden.has("collects Finalized.__del__"));
        assert.deepStrictEqual([...hidden].filter((end) => end.includes("<GC>")), []);
      } finally {
        await target.stop();
      }
    });
  }
});

async function sample(pid: number, gc: boolean): Promise<Profile> {
  const options = { ...everyMillisecond, opcodes: false, pid, gc };
  const { profile } = await sampleUntil(options, `${ticks} ticks`, ({ statistics }) => statistics.ticks >= ticks);
  return profile;
}

/** How stacks end: from the function that collects on, or whole for other threads. */
function ends(profile: Profile): Set<string> {
  const stacks = new Set(Array.from(profile.runs.stack).filter((stack) => stack >= 0));
  const names = [...stacks].map((stack) => placesOf(profile, stack).map(({ name }) => name));
  return new Set(names.map((stack) => stack.slice(Math.max(0, stack.indexOf("collects"))).join(" ")));
}
