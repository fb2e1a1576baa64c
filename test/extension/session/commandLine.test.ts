import assert from "node:assert/strict";
import { attachArguments, helperArguments, type LaunchPlan } from "../../../extension/session/commandLine";
import { samplingSettings } from "../../support/samplingSettings";

const plan: LaunchPlan = {
  ...samplingSettings,
  isModule: false,
  script: "/w/demo.py",
  args: ["--rounds", "3", "-r"],
  python: "/w/.venv/bin/python",
  cwd: "/w",
  env: {},
  recording: "/s/demo.tachyon",
  rateHz: 1000,
};

describe("helperArguments", () => {
  it("puts the program's own arguments last, after its path", () => {
    const args = helperArguments(plan, "/t/s");
    assert.deepEqual(args.slice(-4), ["/w/demo.py", "--rounds", "3", "-r"]);
    assert.equal(args[0], "run");
    assert.ok(args.includes("-a") && args.includes("--opcodes") && !args.includes("-d"));
    assert.equal(args[args.indexOf("--stream") + 1], "/t/s");
    assert.equal(args[args.indexOf("--record") + 1], "/s/demo.tachyon");
  });

  it("ends the program after the duration where that is asked for", () => {
    assert.ok(helperArguments({ ...plan, duration: 1, killAfterDuration: true }, "/t/s").includes("--kill-after-duration"));
    assert.ok(!helperArguments(plan, "/t/s").includes("--kill-after-duration"));
  });

  it("leaves out what is off and gives a duration in seconds", () => {
    const args = helperArguments({ ...plan, allThreads: false, opcodes: false, duration: 2.5 }, "/t/s");
    assert.ok(!args.includes("-a") && !args.includes("--opcodes"));
    assert.equal(args[args.indexOf("-d") + 1], "2.5");
  });

  it("runs a module by its name", () => {
    const args = helperArguments({ ...plan, script: "http.server", isModule: true, args: ["8000"] }, "/t/s");
    assert.deepEqual(args.slice(-3), ["-m", "http.server", "8000"]);
  });

  it("hands Python's own options over as one word", () => {
    const words = helperArguments({ ...plan, pythonArgs: ["-X", "a b", "-u"] }, "/s");
    assert.equal(words[words.indexOf("--python-args") + 1], "-X 'a b' -u");
  });

  it("passes every way to sample on", () => {
    const asked = { native: true, gc: false, subprocesses: true, mode: "gil", stopping: "exact" } as const;
    const text = helperArguments({ ...plan, ...asked }, "/t/s").join(" ");
    assert.match(text, /--subprocesses --mode gil --native --no-gc --exact/);
    assert.match(helperArguments({ ...plan, async: "all" }, "/t/s").join(" "), /--async-aware --async-mode all/);
    assert.doesNotMatch(helperArguments(plan, "/t/s").join(" "), /--(subprocesses|mode|native|no-gc|async|exact|blocking)/);
  });
});

describe("attachArguments", () => {
  it("names the process last", () => {
    const args = attachArguments({ ...plan, pid: 4711, duration: 3 }, "/t/s");
    assert.deepEqual([args[0], args.at(-1), args[args.indexOf("-d") + 1]], ["attach", "4711", "3"]);
  });
});
