import * as assert from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { SamplerError } from "../../sampler/host/addon";
import { anyInterpreterOrSkip, interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { addon, everyMillisecond, sampleUntil } from "./recording";
import { Target } from "./target";

function startError(pid: number, waitForRuntime = false): SamplerError {
  try {
    new (addon().Sampler)({ ...everyMillisecond, pid, waitForRuntime }).start();
  } catch (error) {
    return error as SamplerError;
  }
  throw new Error("the sampler started");
}

/** Runs `use` with the pid of a process that is no Python and ends only when told to. */
async function withSleep(use: (pid: number) => Promise<void> | void): Promise<void> {
  const child = spawn("sleep", ["1000"]);
  try {
    await once(child, "spawn");
    await use(child.pid!);
  } finally {
    child.kill("SIGKILL");
  }
}

const absentPid = 0x3fffffff;

describe("what cannot be sampled is refused with its reason", () => {
  it("says which versions can be", () => {
    const releases = supportedVersions.filter((version) => !version.endsWith("t"));
    assert.deepStrictEqual(addon().supportedVersions, releases);
  });

  it("a process that does not exist", () => {
    const error = startError(absentPid);
    assert.strictEqual(error.code, "NOT_FOUND");
    assert.match(error.message, new RegExp(String(absentPid)));
    assert.strictEqual(startError(absentPid, true).code, "NOT_FOUND");
    assert.strictEqual(addon().inspect(absentPid).code, "NOT_FOUND");
  });

  it("a process that is no Python", async () => {
    await withSleep((pid) => {
      const error = startError(pid);
      assert.strictEqual(error.code, "NOT_PYTHON");
      assert.match(error.message, /sleep/);
      const { supported, version, reason, code } = addon().inspect(pid);
      assert.deepStrictEqual({ supported, version, code }, { supported: false, version: null, code: "NOT_PYTHON" });
      assert.strictEqual(reason, error.message);
    });
  });

  it("bad arguments", () => {
    const make = (change: object) => () => new (addon().Sampler)({ ...everyMillisecond, pid: 1, ...change });
    const refused = { code: "BAD_ARGUMENT" };
    assert.throws(make({ pid: 0 }), refused);
    assert.throws(make({ pid: 1.5 }), refused);
    assert.throws(make({ intervalNs: 10 }), refused);
    assert.throws(make({ allThreads: 1 }), refused);
    assert.throws(() => addon().inspect("1" as unknown as number), refused);
    assert.throws(() => addon().replayMemory(Buffer.from("no"), { allThreads: true, opcodes: true }), refused);
  });

  it("a sampler that was started already", async function () {
    const target = Target.start(anyInterpreterOrSkip(this), "churn.py");
    const sampler = new (addon().Sampler)({ ...everyMillisecond, pid: target.pid, waitForRuntime: true });
    try {
      sampler.start();
      assert.throws(() => sampler.start(), { code: "BAD_ARGUMENT" });
    } finally {
      sampler.stop();
      sampler.stop();
      await target.stop();
    }
    assert.deepStrictEqual(sampler.ended(), { kind: "stopped" });
  });
});

describe("the end of a target", () => {
  it("is told when it exits, and what was gathered can still be drained", async function () {
    const target = Target.start(interpreterOrSkip(this, "3.13"), "churn.py");
    await target.line();
    const { profile, ended } = await sampleUntil({ ...everyMillisecond, pid: target.pid }, "the end", (live) => {
      if (live.statistics.samples > 50) void target.stop();
      return false;
    });
    assert.deepStrictEqual(ended, { kind: "exited" });
    assert.ok(profile.statistics.samples > 50);
    assert.strictEqual(profile.statistics.failed, 0);
  });

  it("is an error when it never was a Python", async () => {
    const child = spawn("sleep", ["0.2"]);
    await once(child, "spawn");
    const options = { ...everyMillisecond, pid: child.pid!, waitForRuntime: true };
    const { ended } = await sampleUntil(options, "the end", () => false);
    assert.strictEqual(ended?.kind === "error" && ended.code, "NOT_PYTHON");
  });

  it("is awaited while it is another program", async function () {
    const python = interpreterOrSkip(this, "3.12");
    const code = "import os, sys; sys.stdin.readline(); os.execvp('cat', ['cat'])";
    const child = spawn(python, ["-c", code], { stdio: ["pipe", "ignore", "inherit"] });
    try {
      const options = { ...everyMillisecond, pid: child.pid!, waitForRuntime: true };
      const { profile, ended } = await sampleUntil(options, "the end", ({ statistics, events }) => {
        if (statistics.samples > 10 && !child.stdin.writableEnded) child.stdin.write("\n");
        if (events.length > 0) child.stdin.end();
        return false;
      });
      assert.deepStrictEqual(ended, { kind: "exited" });
      const notes = profile.events.map(({ text }) => text);
      assert.equal(notes.length, 1);
      assert.match(notes[0], /^Process \d+ started another program in its place \(\S*(cat|coreutils)\)\.$/);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
