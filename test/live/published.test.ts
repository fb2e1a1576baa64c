import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ViewOptions } from "../../sampler/host/addon";
import type { Profile } from "../../sampler/profile";
import { everyMillisecond, placesOf, runsOf, sampleUntil } from "../native/recording";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { Timeline } from "./timeline";

const script = path.join(__dirname, "targets", "published.py");
const grades: readonly Required<ViewOptions>["stopping"][] = ["never", "exact", "blocking"];
/** Where other programs keep these from running, samples lie far apart, and any stack stood at some time between two. */
const longestSightNs = 500_000;
const wantedSightings = 1000;
const leastSightings = 500;
/** Held threads must run to stop: on a machine that is busy elsewhere, sightings take their time. */
const patienceMs = 60_000;
const intervalNs = 100_000;
/** What the two programs' readings of one clock may differ by. */
const clockErrorNs = 10_000;
/** At another moment another stack stood: shifting by one of these must show, whatever the program's period. */
const shiftsNs = [100_000, 150_000, 200_000, 300_000, 700_000, 1_500_000];

/** A whole sample that was read at some moment from `from` to `to`. */
interface Sighting {
  readonly stack: string;
  readonly from: number;
  readonly to: number;
}

for (const version of supportedVersions) {
  describe(`CPython ${version}, publishing its own stack`, function () {
    this.timeout(90_000);
    for (const stopping of grades) {
      it(`is seen as it was at each moment (stopping: ${stopping})`, async function () {
        const { timeline, sightings, uncertainNs } = await watch(interpreterOrSkip(this, version), stopping);
        assert.ok(sightings.length > leastSightings, `${sightings.length} samples, ${timeline.length} entries`);
        const { wrong, offset } = fewestWrong(timeline, sightings, uncertainNs);
        assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${sightings.length} never were`);
        const wrongElsewhere = shiftsNs.map((shift) => wrongAt(timeline, sightings, offset + shift).length);
        const elsewhere = Math.max(...wrongElsewhere) / sightings.length;
        assert.ok(elsewhere > 0.2, `only ${elsewhere} would be wrong at another time: that proves nothing`);
      });
    }
  });
}

async function watch(python: string, stopping: Required<ViewOptions>["stopping"]) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-published-"));
  const ring = path.join(folder, "ring");
  const child = spawn(python, [script, ring], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const names = JSON.parse(await firstLine(child)) as string[];
    const options = { ...everyMillisecond, pid: child.pid as number, intervalNs, stopping };
    const enough = ({ runs }: Profile): boolean => Array.from(runs.count.keys()).filter((run) => isBrief(runs, run)).length >= wantedSightings;
    const { profile, startedNs } = await sampleUntil(options, `${wantedSightings} samples`, enough, patienceMs);
    child.kill("SIGKILL");
    const timeline = new Timeline(fs.readFileSync(ring), names, startedNs.from);
    return { timeline, sightings: sightingsOf(profile, timeline), uncertainNs: Number(startedNs.to - startedNs.from) };
  } finally {
    child.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true });
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout!.once("data", (data: Buffer) => resolve(data.toString()));
    child.once("exit", () => reject(new Error("the program ended before it began")));
  });
}

/** Whether a run is one sample, after which the next one came soon. */
function isBrief({ start, count, length }: Profile["runs"], run: number): boolean {
  return run + 1 < length && count[run] === 1 && start[run + 1] - start[run] < longestSightNs;
}

/** Whole samples that stand alone in their run, each read before the next one was begun. */
function sightingsOf(profile: Profile, timeline: Timeline): Sighting[] {
  const { start } = profile.runs;
  return runsOf(profile).flatMap(({ stack, isWhole }, run) => {
    if (!isWhole || !isBrief(profile.runs, run)) return [];
    const names = placesOf(profile, stack).map(({ name }) => name).filter((name) => name !== "<module>");
    const sighting = { stack: names.join("/"), from: start[run], to: start[run + 1] };
    return timeline.covers(sighting.from, sighting.to + Math.max(...shiftsNs)) ? [sighting] : [];
  });
}

/**
 * What is wrong for the one offset between the two programs' times at which least is. When the recording began is known only
 * to lie within `uncertainNs`; that one number stands for thousands of samples, so it excuses none.
 */
function fewestWrong(timeline: Timeline, sightings: readonly Sighting[], uncertainNs: number) {
  let best = { wrong: wrongAt(timeline, sightings, 0), offset: 0 };
  for (let offset = clockErrorNs; best.wrong.length > 0 && offset < uncertainNs; offset += clockErrorNs) {
    const wrong = wrongAt(timeline, sightings, offset);
    if (wrong.length < best.wrong.length) best = { wrong, offset };
  }
  return best;
}

function wrongAt(timeline: Timeline, sightings: readonly Sighting[], offset: number): Sighting[] {
  return sightings.filter(
    ({ stack, from, to }) => !timeline.had(stack, from + offset - clockErrorNs, to + offset + clockErrorNs),
  );
}
