import * as assert from "node:assert";
import type { Profile } from "../../sampler/profile";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { everyMillisecond, placesOf, sampleUntil } from "./recording";
import { Target } from "./target";

const enoughSamples = 40;
const mostTicks = 1000;

/** The names of functions in whole stacks from `root` on, with the number of samples that saw them. */
function stacksFrom(profile: Profile, root: string): Map<string, number> {
  const { runs } = profile;
  const seen = new Map<string, number>();
  for (let run = 0; run < runs.length; run++) {
    if (runs.stack[run] < 0) continue;
    const names = placesOf(profile, runs.stack[run]).map(({ name }) => name);
    const begin = names.indexOf(root);
    if (begin < 0) continue;
    const stack = names.slice(begin).join(" ");
    seen.set(stack, (seen.get(stack) ?? 0) + runs.count[run]);
  }
  return seen;
}

describe("C functions that a program sits in", () => {
  for (const version of supportedVersions) {
    it(`CPython ${version}: by name, and no others`, async function () {
      this.timeout(60_000);
      const target = Target.start(interpreterOrSkip(this, version), "native.py");
      const options = { ...everyMillisecond, opcodes: false, allThreads: false, native: true, pid: target.pid };
      const problems: string[] = [];
      try {
        for (let line = await target.line(); line !== "null"; line = await target.line()) {
          const expected = JSON.parse(line) as string[];
          const whole = new RegExp(`^${expected.join(" ")}$`);
          const isOver = (profile: Profile): boolean =>
            countOf(profile, expected[0], whole) >= enoughSamples || profile.statistics.ticks > mostTicks;
          const { profile } = await sampleUntil(options, line, isOver);
          if (countOf(profile, expected[0], whole) === 0) problems.push(`${line} was not seen`);
          problems.push(...others(stacksFrom(profile, expected[0]), expected));
          target.goOn();
        }
      } finally {
        await target.stop();
      }
      assert.deepStrictEqual(problems, []);
    });
  }
});

/** How many samples saw a stack that ends so from `root` on. */
function countOf(profile: Profile, root: string, whole: RegExp): number {
  const counts = [...stacksFrom(profile, root)].filter(([stack]) => whole.test(stack));
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** What was seen that is no beginning of what is expected. */
function others(seen: ReadonlyMap<string, number>, expected: readonly string[]): string[] {
  const beginnings = expected.map((_, index) => new RegExp(`^${expected.slice(0, index + 1).join(" ")}$`));
  return [...seen]
    .filter(([stack]) => !beginnings.some((beginning) => beginning.test(stack)))
    .map(([stack, count]) => `${stack} (${count})`);
}
