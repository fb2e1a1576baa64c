import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { FormatError } from "../../../sampler/formats";
import { computeSampleTotals, type Profile } from "../../../sampler/profile";
import { ThreadStatus } from "../../../sampler/wire";
import { readBytes, recognisers, stackLines } from "../../support/formatTools";
import { assertGolden } from "../../support/golden";
import { interpreterOrSkip } from "../../support/interpreters";
import { profilerOrSkip, recordWith } from "../../support/profilers";

const fixture = (name: string) => readFileSync(path.join(__dirname, "..", "..", "fixtures", "formats", name));

/** Austin gives a program 100 ms to come up, which is little for a machine that does other things too. */
const patient = ["-t", "10s"];

/** Nanoseconds that the metrics at the ends of a text's lines add up to. */
function sumOfLines(text: string): number {
  const metrics = [...text.matchAll(/^P.* (\d+)(?:,\d,-?\d+)?$/gm)].map(([, elapsed]) => Number(elapsed));
  return metrics.reduce((sum, elapsed) => sum + elapsed, 0) * 1000;
}

function sumOfAll(profile: Profile): number {
  const { whole, empty, torn, failed } = computeSampleTotals(profile);
  return whole.weight + empty.weight + torn.weight + failed.weight;
}

/** The share of a profile's whole time that stacks have whose text matches. */
function shareOf(profile: Profile, pattern: RegExp): number {
  const weights = stackLines(profile).map((line) => [pattern.test(line), Number(/\d+$/.exec(line)![0])] as const);
  const sum = (rows: typeof weights) => rows.reduce((total, [, weight]) => total + weight, 0);
  return sum(weights.filter(([matches]) => matches)) / sum(weights);
}

describe("formats: Austin's text", () => {
  for (const name of ["austin.txt", "austin-full.txt"]) {
    it(`is known by its content, and adds up: ${name}`, async () => {
      const bytes = fixture(name);
      assert.deepEqual(recognisers(bytes), ["austin"]);
      for (const pieceSize of [1, 100_000]) {
        const { profile, notes } = await readBytes("austin", bytes, pieceSize);
        assert.deepEqual(notes, []);
        assert.equal(sumOfAll(profile), sumOfLines(bytes.toString()));
        assert.equal(profile.properties.get("tool"), "austin 3.7.0");
        assert.equal(profile.properties.get("intervalNs"), "20000000");
        assert.ok(profile.statistics.time > 400e6);
      }
    });
  }

  it("becomes stacks of threads", async () => {
    assertGolden(
      "austin.txt",
      `${stackLines((await readBytes("austin", fixture("austin.txt"))).profile).join("\n")}\n`,
    );
  });

  it("reads every kind of line, and counts what is none", async () => {
    const lines = [
      "# austin: 3.7.0",
      "# mode: full",
      "P7;T0:7;C:\\w\\a.py:f:3;/x:y.py:<lambda>:4 10,0,-5",
      "P7;T1:8;a.py:f:3;:GC: 20,1,0",
      "P7;T0:7;:INVALID:;a.py:g:1 30,0,0",
      "P7;Tff;kernel:read:0;:3 FRAMES LEFT: 40,1,7",
      "P7;T0:7 50,1,0",
      "P7;nonsense",
      "# duration: 99",
      "P7;T0:7;cut.py:",
    ];
    const { profile, notes } = await readBytes("austin", Buffer.from(lines.join("\n")));
    assert.deepEqual(stackLines(profile), [
      "7/255 : read;:3 FRAMES LEFT: 40000",
      "7/7 : f@C:\\w\\a.py:3;<lambda>@/x:y.py:4 10000",
      "7/8 : f@a.py:3;<GC> 20000",
    ]);
    const { torn, empty } = computeSampleTotals(profile);
    assert.deepEqual([torn.weight, empty.weight], [30_000, 50_000]);
    assert.deepEqual([...profile.runs.status.subarray(0, 2)], [ThreadStatus.OnCpu, 0]);
    assert.match(notes.join(" "), /cut short.* 2 lines were left out/);
  });

  it("is refused when it tells of memory", async () => {
    const text = "# austin: 3.7.0\n# mode: memory\nP7;T0:7;a.py:f:3 4096\n";
    await assert.rejects(readBytes("austin", Buffer.from(text)), FormatError);
  });

  it("of a live recording adds up", async function () {
    this.timeout(60_000);
    const python = interpreterOrSkip(this, "3.11");
    const bytes = await recordWith(await profilerOrSkip(this, "austin"), [...patient, "-i", "1ms", "-o", "OUT"], python);
    assert.deepEqual(recognisers(bytes), ["austin"]);
    const { profile, notes } = await readBytes("austin", bytes);
    assert.deepEqual(notes, []);
    assert.equal(sumOfAll(profile), sumOfLines(bytes.toString()));
    assert.ok(shareOf(profile, /outer@.*;inner@/) > 0.5);
  });
});

describe("formats: MOJO", () => {
  it("is known by its content, and becomes stacks of threads, whatever the pieces", async () => {
    const bytes = fixture("austin.mojo");
    assert.deepEqual(recognisers(bytes), ["mojo"]);
    for (const pieceSize of [1, 13, 100_000]) {
      const { profile, notes } = await readBytes("mojo", bytes, pieceSize);
      assert.deepEqual(notes, []);
      assertGolden("austin.mojo.txt", `${stackLines(profile).join("\n")}\n`);
    }
  });

  it("tells columns", async () => {
    const { profile } = await readBytes("mojo", fixture("austin.mojo"));
    const { frames, functions, strings } = profile;
    const inner = Array.from({ length: frames.length }, (_, row) => row).filter(
      (row) => strings[functions.name[frames.function[row]]] === "inner",
    );
    // `    return sum(i*i for i in range(n))`
    assert.ok(inner.some((row) => frames.line[row] === 3 && frames.column[row] === 11 && frames.endColumn[row] === 37));
  });

  it("opens what was cut anywhere, and says so", async () => {
    const bytes = fixture("austin.mojo");
    const whole = sumOfAll((await readBytes("mojo", bytes)).profile);
    for (let length = 5; length < bytes.length; length += 61) {
      assert.ok(sumOfAll((await readBytes("mojo", bytes.subarray(0, length))).profile) <= whole);
    }
    const inAFrame = bytes.subarray(0, bytes.lastIndexOf(Buffer.from("main\0")) + 2);
    assert.match((await readBytes("mojo", inAFrame)).notes.join(), /cut short/);
  });

  it("survives bytes that were changed anywhere", async () => {
    const bytes = fixture("austin.mojo");
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0xff;
      await readBytes("mojo", damaged, 100_000).catch((error) =>
        assert.ok(error instanceof FormatError, `byte ${at}: ${error}`),
      );
    }
  });

  it("is refused in versions that are not known, and of memory", async () => {
    await assert.rejects(readBytes("mojo", Buffer.from("MOJ\x04")), /MOJO of version 4/);
    await assert.rejects(readBytes("mojo", Buffer.from("MOJ")), FormatError);
    await assert.rejects(readBytes("mojo", Buffer.from("MOJ\x03\x01mode\0memory\0")), /memory/);
  });

  it("reads version 1, which has no interpreters and no columns", async () => {
    const event = (...bytes: (number | string)[]) =>
      Buffer.concat(bytes.map((part) => Buffer.from(typeof part === "string" ? `${part}\0` : [part])));
    const bytes = Buffer.concat([
      ...[Buffer.from("MOJ\x01"), event(2, 7, "1f"), event(11, 9, "a.py"), event(11, 10, "f"), event(3, 5, 9, 10, 3)],
      ...[event(5, 5), event(7), event(9, 0x80 | 4, 1)],
    ]);
    const { profile } = await readBytes("mojo", bytes);
    assert.deepEqual(stackLines(profile), ["7/31 : f@a.py:3;<GC> 68000"]);
  });

  it("of a live recording has the threads' time", async function () {
    this.timeout(60_000);
    const python = interpreterOrSkip(this, "3.11");
    const bytes = await recordWith(await profilerOrSkip(this, "austin"), [...patient, "-b", "-i", "1ms", "-o", "OUT"], python);
    const { profile, notes } = await readBytes("mojo", bytes);
    assert.deepEqual(notes, []);
    assert.equal(profile.threads.length, 2);
    assert.ok(shareOf(profile, /outer@.*;inner@/) > 0.5);
    const ofOneThread = sumOfAll(profile) / 2;
    assert.ok(ofOneThread > 0.5 * profile.statistics.time && ofOneThread <= 1.05 * profile.statistics.time);
  });
});
