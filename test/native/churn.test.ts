import * as assert from "node:assert";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Profile } from "../../sampler/profile";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { everyMillisecond, placesOf, runsOf, sampleUntil } from "./recording";
import { Target } from "./target";

const lines = readFileSync(path.join(__dirname, "programs", "churn.py"), "utf8").split("\n");

/** Who calls whom in programs/churn.py, by plain names (all that there is before 3.11); nothing else is possible once it has started. */
const callees: Record<string, readonly string[]> = {
  "<module>": ["main"],
  main: ["hot_a", "hot_b", "hot_c", "hot_d", "hot_e", "hot_f", "hot_g", "hot_h"],
  hot_a: ["leaf_a"],
  hot_b: ["leaf_b"],
  hot_c: ["raise_c"],
  hot_d: ["gen_d"],
  gen_d: ["leaf_d"],
  hot_e: ["outer_e"],
  outer_e: ["gen_e"],
  gen_e: ["leaf_e"],
  hot_f: ["__init__", "prop", "__add__", "__getitem__"],
  "__init__": ["init_f"],
  "prop": ["prop_f"],
  "__add__": ["add_f"],
  "__getitem__": ["item_f"],
  hot_g: ["key_g"],
  key_g: ["leaf_g"],
  hot_h: ["pick_h"],
  pick_h: ["leaf_h1", "leaf_h2"],
};

/** main calls its functions in consecutive lines from this one on. */
const firstCallLine = 1 + lines.indexOf("        hot_a()");
/** For each version and grade; `npm run test:soak` asks for many more. */
const soakSamples = process.env.TACHYON_SOAK_SAMPLES;
const wantedSamples = Number(soakSamples ?? 20_000);

describe("stacks of a program that never rests", () => {
  for (const version of supportedVersions) {
    for (const stopping of ["never", "exact"] as const) {
      it(`CPython ${version}, stopping: ${stopping}: none that cannot be is called whole, all are counted`, async function () {
        this.timeout(60_000 + wantedSamples);
        const target = Target.start(interpreterOrSkip(this, version), "churn.py");
        try {
          await target.line();
          const options = { ...everyMillisecond, pid: target.pid, intervalNs: 50_000, stopping };
          const { profile } = await sampleUntil(
            options,
            `${wantedSamples} samples`,
            ({ statistics }) => statistics.samples > wantedSamples,
            40_000 + wantedSamples,
          );
          assert.deepStrictEqual(impossibleStacks(profile), []);
          assertAllCounted(profile);
        } finally {
          await target.stop();
        }
      });
    }
  }
});

function impossibleStacks(profile: Profile): string[] {
  const stacks = new Set(runsOf(profile).flatMap(({ isWhole, stack }) => (isWhole ? [stack] : [])));
  return [...stacks].flatMap((stack) => {
    const places = placesOf(profile, stack);
    return isPossible(places) ? [] : [places.map(({ name, line }) => `${name}:${line}`).join(";")];
  });
}

function isPossible(places: ReturnType<typeof placesOf>): boolean {
  if (places[0]?.name !== "<module>") return false;
  const names = places.map(({ name }) => name.slice(name.lastIndexOf(".") + 1));
  const edgesHold = names.slice(1).every((name, index) => callees[names[index]]?.includes(name));
  if (!edgesHold || places.length < 3) return edgesHold;
  return places[1].line === firstCallLine + callees.main.indexOf(names[2]);
}

function assertAllCounted(profile: Profile): void {
  const { samples, torn, failed } = profile.statistics;
  if (soakSamples !== undefined) console.log(`      ${samples} whole, ${torn} torn, ${failed} failed`);
  const inRuns = runsOf(profile).reduce((sum, { count }) => sum + count, 0);
  assert.strictEqual(inRuns, samples + torn + failed);
  const whole = runsOf(profile).reduce((sum, { count, isWhole }) => sum + (isWhole ? count : 0), 0);
  assert.strictEqual(whole, samples);
  assert.ok(failed * 1000 < samples, `${failed} of ${samples} samples failed`);
  assert.ok(torn * 5 < samples, `${torn} of ${samples} samples torn`);
}
