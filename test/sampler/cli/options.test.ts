import assert from "node:assert/strict";
import { checkSamplingOptions, warnings, type RawSamplingOptions } from "../../../sampler/cli/options";
import { parseDuration, parseLimit, parsePid, parseRate, splitWords } from "../../../sampler/cli/values";
import { USAGE_EXIT, UserError } from "../../../sampler/host/userError";

function isUsageError(pattern: RegExp): (error: UserError) => boolean {
  return (error) => error instanceof UserError && error.exitCode === USAGE_EXIT && pattern.test(error.message);
}

describe("options", () => {
  const rates: [string, number][] = [
    ["1khz", 1e6],
    ["1000", 1e6],
    ["2.5kHz", 4e5],
    ["10K", 1e5],
    ["500Hz", 2e6],
    ["1000khz", 1000],
    ["1000000", 1000],
    ["0.5", 2e9],
    ["0.017hz", 58823529412],
  ];
  for (const [text, intervalNs] of rates) {
    it(`reads the rate ${text}`, () => assert.equal(parseRate(text), intervalNs));
  }

  const badRates: [string, RegExp][] = [
    ["0", /^Sampling rate must be positive: 0\. /],
    ["0.0khz", /^Sampling rate must be positive: 0\.0khz\. /],
    ["1001khz", /^Sampling rate too high: 1001khz\. /],
    ["0.001", /^Sampling rate too low: 0\.001\. /],
    ["10 khz", /^Invalid sampling rate format: 10 khz\. Expected: /],
    ["-5", /^Invalid sampling rate format: -5\. /],
    ["1e3", /^Invalid sampling rate format: 1e3\. /],
    [".5", /^Invalid sampling rate format: /],
    ["5mhz", /^Invalid sampling rate format: /],
    ["", /^Invalid sampling rate format: /],
  ];
  for (const [text, message] of badRates) {
    it(`refuses the rate "${text}"`, () => assert.throws(() => parseRate(text), isUsageError(message)));
  }

  it("reads durations in seconds, 0 and fractions too", () => {
    assert.deepEqual(["0", "3", "2.5"].map(parseDuration), [0, 3e9, 2.5e9]);
  });

  for (const text of ["-1", "abc", "", "1s", "Infinity", "2000001"]) {
    it(`refuses the duration "${text}"`, () => {
      assert.throws(() => parseDuration(text), isUsageError(/^Invalid duration: .*leave -d out/));
    });
  }

  it("reads process ids and nothing else", () => {
    assert.equal(parsePid("4711"), 4711);
    for (const text of ["0", "-1", "1.5", "abc", "", "99999999999", "2147483648"]) {
      assert.throws(() => parsePid(text), isUsageError(/^Invalid process id: /), text);
    }
  });

  it("allows opcodes only where something can hold them", () => {
    const raw: RawSamplingOptions = { samplingRate: "1khz", opcodes: true };
    assert.throws(() => checkSamplingOptions({ ...raw, formats: ["collapsed"] }), isUsageError(/^--opcodes is only compatible with --live, .*--flamegraph/));
    assert.equal(checkSamplingOptions({ ...raw, formats: ["flamegraph"] }).view.opcodes, true);
    assert.equal(checkSamplingOptions({ ...raw, formats: ["collapsed"], record: "a" }).view.opcodes, true);
    assert.equal(checkSamplingOptions(raw).format, null);
  });

  it("count threads by mode, but not by what tasks do", () => {
    const raw: RawSamplingOptions = { samplingRate: "1khz", mode: "cpu" };
    assert.equal(checkSamplingOptions(raw).view.mode, "cpu");
    assert.throws(
      () => checkSamplingOptions({ ...raw, asyncAware: true }),
      isUsageError(/^Options --mode=cpu are incompatible with --async-aware\. /),
    );
    assert.equal(checkSamplingOptions({ ...raw, mode: "wall", asyncAware: true }).view.async, "running");
  });

  it("take a mode for tasks only where tasks are asked for", () => {
    const raw: RawSamplingOptions = { samplingRate: "1khz", asyncMode: "all" };
    assert.throws(() => checkSamplingOptions(raw), isUsageError(/^--async-mode requires --async-aware/));
    assert.equal(checkSamplingOptions({ ...raw, asyncAware: true }).view.async, "all");
    assert.equal(checkSamplingOptions({ samplingRate: "1khz", asyncAware: true }).view.async, "running");
  });

  it("allow one format", () => {
    const raw: RawSamplingOptions = { samplingRate: "1khz", formats: ["flamegraph", "collapsed"] };
    assert.throws(() => checkSamplingOptions(raw), isUsageError(/^--flamegraph is not allowed with --collapsed: /));
  });

  it("cut words as a shell does", () => {
    assert.deepEqual(splitWords(` -X dev  -W 'ignore::Some Warning' -c"a \\"b\\""x\\ y `), [
      ...["-X", "dev", "-W", "ignore::Some Warning", '-ca "b"x y'],
    ]);
    assert.deepEqual(splitWords(""), []);
    assert.throws(() => splitWords("-W 'ignore"), isUsageError(/^A quote in '-W 'ignore' has no end/));
  });

  it("take a limit that is a number of rows", () => {
    assert.equal(parseLimit("4"), 4);
    for (const text of ["-1", "1.5", "all", ""]) assert.throws(() => parseLimit(text), isUsageError(/^Invalid limit: /));
  });

  it("of the table go with the table alone", () => {
    const raw: RawSamplingOptions = { samplingRate: "1khz", sort: "name", limit: "3", summary: false };
    assert.deepEqual(checkSamplingOptions(raw).table, { sort: "name", limit: 3, summary: false });
    assert.throws(
      () => checkSamplingOptions({ ...raw, formats: ["flamegraph"] }),
      isUsageError(/^Options --sort, --limit, --no-summary are only valid with --pstats, not --flamegraph/),
    );
    assert.throws(() => checkSamplingOptions({ ...raw, live: true }), isUsageError(/ are incompatible with --live\. /));
  });

  it("of the live view go with no format", () => {
    const raw: RawSamplingOptions = { samplingRate: "1khz", live: true };
    const message = /^--live is incompatible with --flamegraph\. Live mode uses a TUI interface\.$/;
    assert.throws(() => checkSamplingOptions({ ...raw, formats: ["flamegraph"] }), isUsageError(message));
    assert.equal(checkSamplingOptions(raw).live, true);
  });

  it("warn of stopping all threads too often", () => {
    const warningsOf = (samplingRate: string, blocking: boolean) => warnings(checkSamplingOptions({ samplingRate, blocking }));
    assert.match(warningsOf("20khz", true)[0], /a 50 µs interval will stop all threads 20000 times per second/);
    assert.deepEqual([...warningsOf("20khz", false), ...warningsOf("10khz", true)], []);
  });
});
