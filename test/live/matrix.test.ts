import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { formatTable } from "../bench/table";
import { everyMillisecond, sampleUntil } from "../native/recording";
import { findInterpreters, interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { type Feature, Sights, features } from "./features";

const script = path.join(__dirname, "targets", "matrix.py");
/** So many passes are looked at before something counts as never seen to go wrong. */
const leastTicks = 100;
const patienceMs = 10_000;

describe("what can be seen of each version", function () {
  this.timeout(20_000);
  const cells = new Map<string, string>();

  for (const version of supportedVersions) {
    describe(`CPython ${version}`, () => {
      let target: ChildProcess;

      before(async function () {
        const python = interpreterOrSkip(this, version);
        target = spawn(python, [script], { stdio: ["ignore", "pipe", "inherit"] });
        await once(target.stdout!, "data");
      });

      after(() => target?.kill("SIGKILL"));

      for (const feature of features) {
        it(feature.name, async () => {
          cells.set(`${version} ${feature.name}`, "no");
          await see(target.pid as number, version, feature);
          cells.set(`${version} ${feature.name}`, "yes");
        });
      }
    });
  }

  after(() => {
    const versions = [...findInterpreters().keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    const rows = features.map(({ name }) => [name, ...versions.map((version) => cells.get(`${version} ${name}`) ?? "-")]);
    console.log(`\n${formatTable([["", ...versions], ...rows])}`);
  });
});

async function see(pid: number, version: string, feature: Feature): Promise<void> {
  const options = { ...everyMillisecond, opcodes: false, pid, ...feature.options };
  let sights: Sights | undefined;
  await sampleUntil(
    options,
    feature.name,
    (profile) => {
      if (profile.statistics.ticks < leastTicks) return false;
      sights = new Sights(profile);
      return feature.shows(sights, version);
    },
    patienceMs,
  );
  assert.ok(feature.shows(sights!, version), `${feature.name} was not seen before sampling ended`);
  assert.ok(feature.neverBreaks?.(sights!) ?? true, "something was seen that does not belong there");
}
