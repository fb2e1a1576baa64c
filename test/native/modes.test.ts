import * as assert from "node:assert";
import type { Mode } from "../../sampler/host/addon";
import type { Profile } from "../../sampler/profile";
import { ThreadStatus } from "../../sampler/wire";
import { freeThreadedVersion } from "../support/freeThreadedPython";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { everyMillisecond, placesOf, sampleUntil } from "./recording";
import { Target } from "./target";

/** So much of the time is more than what a thread does besides its one work. */
const notable = 0.02;
const ticks = 400;

/** What one thread was seen doing: time by the function it was in, by status bits as well. */
class Seen {
  private readonly times = new Map<string, number>();
  private readonly total: number;

  constructor(profile: Profile) {
    const { runs } = profile;
    for (let run = 0; run < runs.length; run++) {
      if (runs.stack[run] < 0) continue;
      const names = placesOf(profile, runs.stack[run]).map(({ name }) => name);
      for (const name of new Set(names)) this.add(name, runs.status[run], runs.weight[run]);
    }
    this.total = profile.statistics.time - Math.min(...Array.from(runs.start).slice(0, runs.length));
  }

  /** The part of the sampled time that a function was seen in with all of the given bits. */
  share(name: string, bits = 0): number {
    let time = 0;
    for (const [key, weight] of this.times) {
      const [seenName, status] = key.split(" ");
      if (seenName === name && (Number(status) & bits) === bits) time += weight;
    }
    return time / this.total;
  }

  /** Those of `names` that were seen for a notable time with all of the given bits. */
  notable(names: readonly string[], bits = 0): string[] {
    return names.filter((name) => this.share(name, bits) > notable);
  }

  private add(name: string, status: number, weight: number): void {
    const key = `${name} ${status}`;
    this.times.set(key, (this.times.get(key) ?? 0) + weight);
  }
}

const resting = ["sleeps", "handles", "handles_below_generator", "handled", "handled_in_generator"];
const handling = ["handles", "handles_below_generator"];
const all = ["spins", "hashes", ...resting];

/** Whether the thread with this function sleeps there; it does so to the end. Before, it may still wait for the GIL. */
function isAtRest(profile: Profile, name: string): boolean {
  const { runs } = profile;
  const busy = ThreadStatus.HasGil | ThreadStatus.OnCpu | ThreadStatus.GilRequested | ThreadStatus.Unknown;
  for (let run = 0; run < runs.length; run++) {
    if (runs.stack[run] < 0 || (runs.status[run] & busy) !== 0) continue;
    const names = placesOf(profile, runs.stack[run]).map((place) => place.name);
    if (names.includes(name) && !names.some((other) => other.startsWith("Barrier."))) return true;
  }
  return false;
}

describe("what threads do, and which of them each mode counts", () => {
  for (const version of supportedVersions) {
    describe(`CPython ${version}`, function () {
      this.timeout(60_000);
      let target: Target;

      before(async function () {
        target = Target.start(interpreterOrSkip(this, version), "modes.py");
        await target.line();
        const options = { ...everyMillisecond, opcodes: false, pid: target.pid };
        await sampleUntil(options, "threads at rest", (profile) => resting.every((name) => isAtRest(profile, name)));
      });

      after(() => target?.stop());

      async function sample(mode: Mode): Promise<Seen> {
        const options = { ...everyMillisecond, opcodes: false, pid: target.pid, mode };
        const enough = (profile: Profile): boolean => profile.statistics.ticks >= ticks;
        const { profile } = await sampleUntil(options, `${ticks} ticks in ${mode} mode`, enough);
        assert.strictEqual(profile.statistics.failed, 0);
        return new Seen(profile);
      }

      it("wall: all, with what each does", async () => {
        const seen = await sample("wall");
        assert.deepStrictEqual(seen.notable(all), all);
        assert.deepStrictEqual(seen.notable(all, ThreadStatus.HasException), handling);
        assert.deepStrictEqual(seen.notable(resting, ThreadStatus.OnCpu), []);
        assert.deepStrictEqual(seen.notable(resting, ThreadStatus.HasGil), []);
        assert.deepStrictEqual(seen.notable(all, ThreadStatus.Unknown), []);
        assert.ok(seen.share("spins", ThreadStatus.HasGil) > 0.5, "the spinning thread has the GIL");
        assert.deepStrictEqual(seen.notable(["spins", "hashes"], ThreadStatus.OnCpu), ["spins", "hashes"]);
        // The one that computes without the GIL has to wait for it time and again; those that sleep never do.
        const waiting = version === freeThreadedVersion ? [] : ["hashes"];
        assert.deepStrictEqual(seen.notable(all.slice(1), ThreadStatus.GilRequested), waiting);
      });

      it("cpu: those that run, also C without the GIL", async () => {
        const seen = await sample("cpu");
        assert.deepStrictEqual(seen.notable(all), ["spins", "hashes"]);
        assert.ok(seen.share("hashes") - seen.share("hashes", ThreadStatus.HasGil) > notable);
      });

      it("gil: the one that holds it", async () => {
        const seen = await sample("gil");
        assert.ok(seen.share("spins", ThreadStatus.HasGil) > 0.5);
        assert.strictEqual(seen.share("spins"), seen.share("spins", ThreadStatus.HasGil));
        assert.ok(seen.share("spins") + seen.share("hashes") < 1.05, "only one thread holds it at a time");
        assert.deepStrictEqual(seen.notable(resting), []);
      });

      it("exception: those that handle one, also while they sleep", async () => {
        const seen = await sample("exception");
        assert.deepStrictEqual(seen.notable(all), handling);
        assert.ok(handling.every((name) => seen.share(name) > 0.9));
      });
    });
  }
});
