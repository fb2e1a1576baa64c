import assert from "node:assert/strict";
import { choosePaint, plain } from "../../../sampler/cli/colours";
import { formatHotInstructions } from "../../../sampler/cli/hotInstructions";
import { computeStatsRows, sortStatsRows, type SortKey } from "../../../sampler/cli/statsRows";
import { formatStatsTable } from "../../../sampler/cli/statsTable";
import { drawnProfile } from "../../support/drawnProfile";
import { assertGolden } from "../../support/golden";
import { threadsProfile } from "../formats/threadsProfile";

const MS = 1e6;

/** Samples of 10 ms each: main, f, f→f (recursion), f→f→g, and a collection in g. */
const PROFILE = drawnProfile(
  `main@/w/a.py:2 main@/w/a.py:2 main@/w/a.py:2 main@/w/a.py:2      main@/w/a.py:2
   _              f@/w/a.py:11   f@/w/a.py:11   f@/w/a.py:11        f@/w/a.py:12
   _              _              f@/w/a.py:11   f@/w/a.py:11        _
   _              _              _              g@/x/lib/b.py:21    <GC>`,
  { weights: [10 * MS, 10 * MS, 10 * MS, 10 * MS, 10 * MS] },
);

const ALL = { sort: "nsamples", limit: 15, summary: true } as const;

function order(key: SortKey): string[] {
  return sortStatsRows(computeStatsRows(PROFILE, "line"), key).map(({ name, line }) => `${name}:${line}`);
}

describe("the table of hot lines", () => {
  it("has the reference's columns, and counts recursion once a sample", () => {
    assert.deepEqual(formatStatsTable(PROFILE, { ...ALL, summary: false }, plain).slice(0, 7), [
      "Profile Stats:",
      "       nsamples   sample%  tottime (ms)    cumul%  cumtime (ms)  filename:lineno(function)",
      "            2/3      40.0        20.000      60.0        30.000  a.py:11(f)",
      "            1/5      20.0        10.000     100.0        50.000  a.py:2(main)",
      "            1/1      20.0        10.000      20.0        10.000  b.py:21(g)",
      "            1/1      20.0        10.000      20.0        10.000  ~:0(<GC>)",
      "            0/1       0.0         0.000      20.0        10.000  a.py:12(f)",
    ]);
  });

  it("is written as before", () => {
    assertGolden("threads.stats.txt", `${formatStatsTable(threadsProfile, ALL, plain).join("\n")}\n`);
  });

  it("is sorted by each of its columns", () => {
    assert.deepEqual(order("nsamples"), ["f:11", "main:2", "g:21", "<GC>:0", "f:12"]);
    assert.deepEqual(order("cumtime").slice(0, 2), ["main:2", "f:11"]);
    assert.deepEqual(order("nsamples-cumul"), order("cumul-pct"));
    assert.deepEqual(order("tottime"), order("sample-pct"));
    assert.deepEqual(order("name"), ["f:11", "f:12", "main:2", "g:21", "<GC>:0"]);
  });

  it("is cut to the limit, the summary is not", () => {
    const lines = formatStatsTable(PROFILE, { ...ALL, limit: 1 }, plain);
    assert.equal(lines.indexOf(""), 3);
    const summary = lines.slice(lines.indexOf("Summary of Interesting Functions:"));
    assert.deepEqual(summary, [
      "Summary of Interesting Functions:",
      "",
      "Functions with Highest Direct/Cumulative Ratio (Hot Spots):",
      "  1.000 direct/cumulative ratio, 20.0% direct samples: b.py:(g)",
      "  1.000 direct/cumulative ratio, 20.0% direct samples: ~:(<GC>)",
      "  0.500 direct/cumulative ratio, 40.0% direct samples: a.py:(f)",
      "",
      "Functions with Highest Call Frequency (Indirect Calls):",
      "  4 indirect calls, 100.0% total stack presence: a.py:(main)",
      "  2 indirect calls, 80.0% total stack presence: a.py:(f)",
      "",
      "Functions with Highest Call Magnification (Cumulative/Direct):",
      "  5.0x call magnification, 4 indirect calls from 1 direct: a.py:(main)",
      "  2.0x call magnification, 2 indirect calls from 2 direct: a.py:(f)",
    ]);
  });

  it("counts a sample once for a function that is on its stack in two lines", () => {
    const twice = drawnProfile("f:1 f:1\nf:2 g:3");
    const lines = formatStatsTable(twice, ALL, plain);
    assert.ok(lines.includes("  1 indirect calls, 100.0% total stack presence: app.py:(f)"), lines.join("\n"));
  });

  it("chooses units by the longest time that it shows", () => {
    const heads = (weight: number) => {
      const profile = drawnProfile("main:2", { weights: [weight] });
      return formatStatsTable(profile, ALL, plain)[1].match(/time \(\S+\)/g);
    };
    assert.deepEqual(heads(2e9), ["time (s)", "time (s)"]);
    assert.deepEqual(heads(2e3), ["time (μs)", "time (μs)"]);
  });

  it("has colours on terminals, and where they are asked for", () => {
    const painted = formatStatsTable(PROFILE, ALL, choosePaint(1, { FORCE_COLOR: "1" }));
    assert.equal(painted[0], "\x1b[1;34mProfile Stats:\x1b[0m");
    assert.ok(painted[2].endsWith("  \x1b[32ma.py\x1b[0m:\x1b[33m11\x1b[0m(\x1b[36mf\x1b[0m)"));
    assert.equal(choosePaint(1, { FORCE_COLOR: "1", NO_COLOR: "1" })("file", "a"), "a");
  });

  it("is followed by the hottest instructions, with what they specialise", () => {
    const profile = drawnProfile("main:2/BINARY_OP_ADD_INT<BINARY_OP main:2/LOAD_FAST<LOAD_FAST", { weights: [30 * MS, 10 * MS] });
    assert.deepEqual(formatHotInstructions(profile), [
      "",
      "self         instruction",
      "75 %  30 ms  BINARY_OP_ADD_INT (BINARY_OP)",
      "25 %  10 ms  LOAD_FAST",
    ]);
    assert.deepEqual(formatHotInstructions(PROFILE), []);
  });
});
