import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { computePstatsRows, FormatError } from "../../../sampler/formats";
import { computeFunctionTotals, computeStackWeights, type Profile } from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";
import { bytesOf, formatOf, readBytes, recognisers, stackLines } from "../../support/formatTools";
import { findInterpreters, interpreterOrSkip } from "../../support/interpreters";
import { threadsProfile } from "./threadsProfile";

const calls = drawnProfile(
  `
    main:1 main:1 main:2 main:2
    f:5    g:7    g:8    _
    h:9    h:9    _      _
  `,
  { counts: [10, 20, 30, 40], weights: [10e6, 20e6, 30e6, 40e6] },
);

/** Writes what `cProfile` and 3.15's `profiling.tracing` dump of a program of known calls. */
const traced = `
import importlib, sys, time
def leaf(): time.sleep(0.002)
def a(): leaf(); b()
def b(): leaf()
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
def main():
    for _ in range(20): a()
    for _ in range(200): even(9)
profiler = importlib.import_module(sys.argv[2]).Profile()
profiler.runcall(main)
profiler.dump_stats(sys.argv[1])
`;

/** Seconds by function: own and total. */
function totals(profile: Profile): Map<string, { own: number; total: number }> {
  const rows = computeFunctionTotals(profile, computeStackWeights(profile), "total");
  return new Map(
    rows.map((row) => [profile.strings[profile.functions.name[row.function]], { own: row.self / 1e9, total: row.total / 1e9 }]),
  );
}

describe("formats: pstats", () => {
  it("are written as tables of lines of functions and their callers", () => {
    const rows = computePstatsRows(calls).map((row) => [`${row.name}:${row.line}`, row.direct, row.cumulative, row.callers]);
    assert.deepEqual(rows, [
      ["main:1", 0, 30, []],
      ["f:5", 0, 10, [{ row: 0, samples: 10 }]],
      ["h:9", 30, 30, [{ row: 1, samples: 10 }, { row: 3, samples: 20 }]],
      ["g:7", 0, 20, [{ row: 0, samples: 20 }]],
      ["main:2", 40, 70, []],
      ["g:8", 30, 30, [{ row: 4, samples: 30 }]],
    ]);
  });

  it("count a line once a sample and a call as often as it is on the stack", () => {
    const [row] = computePstatsRows(drawnProfile("f:1\nf:1\nf:1"));
    assert.deepEqual([row.direct, row.cumulative, row.callers], [1, 1, [{ row: 0, samples: 2 }]]);
  });

  it("are known by their content and read back to the same table", async () => {
    const bytes = bytesOf("pstats", calls);
    assert.deepEqual(recognisers(bytes), ["pstats"]);
    const { profile, notes } = await readBytes("pstats", bytes, 3);
    assert.match(notes.join(), /no stacks: these are made up/);
    assert.deepEqual(stackLines(profile).map((line) => line.replace(/^.*: /, "")), [
      "main@app.py:1;f@app.py:5;h@app.py:9 10000000",
      "main@app.py:1;g@app.py:7;h@app.py:9 20000000",
      "main@app.py:2 40000000",
      "main@app.py:2;g@app.py:8 30000000",
    ].sort());
    const key = (profile: Profile) => new Map(computePstatsRows(profile).map((row) => [`${row.name}:${row.line}`, [row.direct, row.cumulative]]));
    assert.deepEqual(key(profile), key(calls));
    const again = (await readBytes("pstats", bytesOf("pstats", profile))).profile;
    assert.deepEqual(bytesOf("pstats", again), bytesOf("pstats", profile));
  });

  it("say what they lose", () => {
    assert.deepEqual(formatOf("pstats").loses!(threadsProfile), ["opcodes", "columns", "whole stacks", "times", "threads"]);
  });

  it("open up to their last whole function when they are cut or damaged", async () => {
    const bytes = bytesOf("pstats", calls);
    let most = 0;
    for (let length = 0; length < bytes.length; length++) {
      try {
        const { profile, notes } = await readBytes("pstats", bytes.subarray(0, length));
        assert.match(notes.join(), /The file is damaged/);
        most = Math.max(most, profile.functions.length);
      } catch (error) {
        assert.ok(error instanceof FormatError && most === 0, String(error));
      }
    }
    assert.equal(most, 4);
  });

  it("never make anything but a profile or a refusal out of damage", async () => {
    const bytes = bytesOf("pstats", calls);
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [0x80, 0x5f]) {
        const damaged = Buffer.from(bytes);
        damaged[at] ^= change;
        await readBytes("pstats", damaged).catch((error) => assert.ok(error instanceof FormatError, `byte ${at}: ${error.stack}`));
      }
    }
  });

  it("refuse what nests without end or is no table", async () => {
    for (const text of ["{" + "(\u0001\0\0\0".repeat(100_000), "{(\xff\xff\xff\x7f", "{)\u0001i\0\0\0\0N0"]) {
      await assert.rejects(readBytes("pstats", Buffer.from(text, "latin1")), FormatError);
    }
  });

  for (const [version, module] of [["3.8", "cProfile"], ["3.12", "cProfile"], ["3.12", "profile"], ["3.15", "profiling.tracing"]] as const) {
    it(`of ${module} in Python ${version} keep each function's own and total time`, async function () {
      const python = interpreterOrSkip(this, version);
      const folder = mkdtempSync(path.join(tmpdir(), "pstats-"));
      const [script, file] = [path.join(folder, "traced.py"), path.join(folder, "out.pstats")];
      writeFileSync(script, traced);
      execFileSync(python, [script, file, module]);
      const { profile, notes } = await readBytes("pstats", readFileSync(file));
      rmSync(folder, { recursive: true });
      assert.match(notes.join(), /a sample stands for a microsecond/);
      const times = totals(profile);
      const sleep = [...times].find(([name]) => name.includes("sleep"))![1];
      const near = (a: number, b: number, what: string) => assert.ok(Math.abs(a - b) < 0.001, `${what}: ${a} is not ${b}`);
      near(sleep.own, sleep.total, "sleep");
      near(times.get("leaf")!.total, sleep.total + times.get("leaf")!.own, "leaf");
      if (module !== "profile") near(times.get("a")!.total, sleep.total + times.get("leaf")!.own + times.get("a")!.own + times.get("b")!.own, "a");
      assert.ok(times.get("even")!.own > 0 && times.get("odd")!.own > 0);
      assert.ok(times.get("main")!.total >= times.get("a")!.total);
    });
  }

  it("load in the standard library's pstats, whatever its version", function () {
    interpreterOrSkip(this, "3.12");
    const folder = mkdtempSync(path.join(tmpdir(), "pstats-"));
    const file = path.join(folder, "out.pstats");
    writeFileSync(file, bytesOf("pstats", threadsProfile));
    for (const python of [findInterpreters().get("3.12")!, findInterpreters().get("3.15")].filter(Boolean) as string[]) {
      const ask = "import marshal, sys; print(marshal.load(open(sys.argv[1], 'rb'))[('/srv/ä#b.py', 7, 'solve')][:2])";
      assert.equal(execFileSync(python, ["-X", "utf8", "-c", ask, file], { encoding: "utf8" }).trim(), "(11, 11)");
    }
    rmSync(folder, { recursive: true });
  });
});
