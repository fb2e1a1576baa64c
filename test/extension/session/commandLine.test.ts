import assert from "node:assert/strict";
import { helperArguments, type LaunchPlan } from "../../../extension/session/commandLine";

const plan: LaunchPlan = {
  script: "/w/demo.py",
  args: ["--rounds", "3", "-r"],
  python: "/w/.venv/bin/python",
  cwd: "/w",
  env: {},
  recording: "/s/demo.tachyon",
  rate: "1khz",
  rateHz: 1000,
  duration: 0,
  allThreads: true,
  opcodes: true,
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

  it("leaves out what is off and gives a duration in seconds", () => {
    const args = helperArguments({ ...plan, allThreads: false, opcodes: false, duration: 2.5 }, "/t/s");
    assert.ok(!args.includes("-a") && !args.includes("--opcodes"));
    assert.equal(args[args.indexOf("-d") + 1], "2.5");
  });
});
