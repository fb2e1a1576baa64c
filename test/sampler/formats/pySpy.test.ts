import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { computeSampleTotals, type Profile } from "../../../sampler/profile";
import { readBytes, recognisers, stackLines } from "../../support/formatTools";
import { assertGolden } from "../../support/golden";
import { interpreterOrSkip } from "../../support/interpreters";
import { profilerOrSkip, recordWith } from "../../support/profilers";

const fixture = (name: string) => readFileSync(path.join(__dirname, "..", "..", "fixtures", "formats", name));

function samplesOf(profile: Profile): number {
  const { whole, empty } = computeSampleTotals(profile);
  return whole.samples + empty.samples;
}

function sumOfCounts(text: string): number {
  return [...text.matchAll(/ (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe("formats: py-spy's raw text", () => {
  for (const name of ["py-spy.raw", "py-spy-subprocesses.raw"]) {
    it(`is known by its content, and adds up: ${name}`, async () => {
      const bytes = fixture(name);
      assert.deepEqual(recognisers(bytes), ["py-spy"]);
      const { profile, notes } = await readBytes("py-spy", bytes, 7);
      assert.match(notes.join(), /^[^,]*how many samples[^,]*, not how long they took: each counts as 1 ns\.$/);
      assert.equal(samplesOf(profile), sumOfCounts(bytes.toString()));
      assertGolden(`${name}.txt`, `${stackLines(profile).join("\n")}\n`);
    });
  }

  it("takes a stack apart whatever its names hold", async () => {
    const lines = [
      'process 1:"sh -c \'a; b "c"\'";process 2:"python x.py";f (a b/x.py:3);operator() (libc.so.6) 4',
      "<module> (x.py);<lambda> (y.py:2) 5",
      "thread (0x1F): a worker;g (x.py:1) 6",
      "no count",
    ];
    const { profile, notes } = await readBytes("py-spy", Buffer.from(lines.join("\n") + "\n"));
    assert.deepEqual(stackLines(profile), [
      "0/0 : <module>@x.py:0;<lambda>@y.py:2 5",
      "0/31 a worker: g@x.py:1 6",
      "2/2 : f@a b/x.py:3;operator()@libc.so.6:0 4",
    ]);
    assert.match(notes.join(), /1 lines were left out/);
  });

  it("of a live recording adds up", async function () {
    this.timeout(60_000);
    const python = interpreterOrSkip(this, "3.11");
    const words = ["record", "-f", "raw", "-t", "-r", "200", "-o", "OUT", "--"];
    const bytes = await recordWith(await profilerOrSkip(this, "py-spy"), words, python);
    assert.deepEqual(recognisers(bytes), ["py-spy"]);
    const { profile } = await readBytes("py-spy", bytes);
    assert.equal(samplesOf(profile), sumOfCounts(bytes.toString()));
    assert.deepEqual(profile.threads.map(({ name }) => name).sort(), ["MainThread", "worker"]);
    assert.ok(stackLines(profile).some((line) => /outer@busy\.py:\d+;inner@busy\.py/.test(line)));
  });
});

describe("formats: py-spy's speedscope files", () => {
  it("open with their times, and threads that are not frames", async () => {
    const bytes = fixture("py-spy.speedscope.json");
    assert.deepEqual(recognisers(bytes), ["speedscope"]);
    const { profile, notes } = await readBytes("speedscope", bytes);
    assert.deepEqual(notes, []);
    const file = JSON.parse(bytes.toString()) as { profiles: { endValue: number }[] };
    const { whole, empty } = computeSampleTotals(profile);
    assert.equal(
      whole.weight + empty.weight,
      Math.round(file.profiles.reduce((sum, { endValue }) => sum + endValue, 0) * 1e9),
    );
    assert.deepEqual(
      profile.threads.map(({ name }) => name),
      ["MainThread", "worker"],
    );
    assert.ok(stackLines(profile).every((line) => !line.includes("thread (")));
  });
});
