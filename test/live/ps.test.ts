import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { PythonProcess } from "../../sampler/host";
import { findInterpreters, interpreterOrSkip } from "../support/interpreters";
import { chosenCommand, startTachyon, tachyon, until } from "./tachyon";

describe("tachyon ps", function () {
  this.timeout(60_000);
  const started: ChildProcess[] = [];
  let folder: string;

  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-ps-"))));
  afterEach(() => {
    started.splice(0).forEach((child) => child.kill("SIGKILL"));
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a program and waits until it says that it is there. */
  async function start(command: string, ...args: string[]): Promise<number> {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], cwd: folder });
    started.push(child);
    await once(child.stdout, "data");
    return child.pid!;
  }

  async function list(...args: string[]): Promise<PythonProcess[]> {
    const { code, stdout, stderr } = await tachyon(["ps", "--json", ...args]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as PythonProcess[];
  }

  const waiting = "print(flush=True); import time; time.sleep(1000)";

  it("finds every supported version, and what it says of each holds", async () => {
    const pids = new Map<string, number>();
    for (const [version, python] of findInterpreters()) pids.set(version, await start(python, "-c", waiting));
    assert.ok(pids.size > 0);
    const found = await list();
    for (const [version, pid] of pids) {
      const row = found.find((each) => each.pid === pid);
      assert.ok(row !== undefined, `CPython ${version} was not found`);
      assert.ok(row.version?.startsWith(version.replace(/t$/, "")), `${version}: ${row.version}`);
      assert.deepEqual([row.state, row.reason, row.parent], ["ready", "", process.pid]);
      assert.deepEqual(row.command.slice(1), ["-c", waiting]);
      assert.ok(Math.abs(Date.parse(row.startedAt) - Date.now()) < 60_000, row.startedAt);
    }
  });

  it("goes by what a process is, not by its name", async function () {
    const python = interpreterOrSkip(this, "3.11");
    fs.symlinkSync(python, path.join(folder, "worker"));
    // A program that only calls itself Python.
    fs.copyFileSync("/bin/sleep", path.join(folder, "python3"));
    fs.chmodSync(path.join(folder, "python3"), 0o755);
    const prefix = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" }).stdout.trim();
    const worker = await start("env", `PYTHONHOME=${prefix}`, path.join(folder, "worker"), "-c", waiting);
    const sleeper = await start("sh", "-c", 'echo ready; exec ./python3 1000');
    const pids = (await list()).map(({ pid }) => pid);
    assert.ok(pids.includes(worker), "a Python called worker was not found");
    assert.ok(!pids.includes(sleeper), "a sleep called python3 was taken for one");
    const [asked] = await list(String(sleeper));
    assert.equal(asked.state, "unsupported");
    assert.match(asked.reason, /no Python/);
  });

  it("tells the virtual environment, and how busy each is", async function () {
    const python = interpreterOrSkip(this, "3.13");
    assert.equal(spawnSync(python, ["-m", "venv", "--without-pip", path.join(folder, "env")]).status, 0);
    const inEnvironment = path.join("env", "bin", "python");
    const busy = await start(inEnvironment, "-c", "print(flush=True)\nwhile True: pass");
    const idle = await start(python, "-c", waiting);
    const found = await list(String(busy), String(idle));
    const [first, second] = [busy, idle].map((pid) => found.find((row) => row.pid === pid)!);
    assert.equal(first.virtualEnvironment, path.join(folder, "env"));
    assert.equal(second.virtualEnvironment, null);
    assert.ok(first.cpuPercent > 5 * Math.max(second.cpuPercent, 1), `${first.cpuPercent} % and ${second.cpuPercent} %`);
  });

  it("waits for a program by its command line, and leaves out what that forks", async function () {
    const python = interpreterOrSkip(this, "3.13");
    const script = path.join(folder, "late.py");
    fs.writeFileSync(script, "import os, time\nif os.fork() == 0:\n    import ctypes\n    ctypes.CDLL(None).prctl(1, 9)\nprint(flush=True)\ntime.sleep(1000)\n");
    const { process: waiter, ended } = startTachyon(["ps", "--json", "--wait-for", `${script} --port`]);
    await until("it waits", () => fs.readFileSync(`/proc/${waiter.pid}/maps`, "utf8").includes(".node"));
    await start(python, script, "--other");
    const pid = await start(python, script, "--port", "80");
    const found = JSON.parse((await ended).stdout) as PythonProcess[];
    assert.deepEqual(found.map((row) => [row.pid, row.state]), [[pid, "ready"]]);
  });

  it("waits no longer than whoever asked", async () => {
    const command = [process.execPath, ...chosenCommand(), "ps", "--wait-for", path.join(folder, "never.py")];
    const shell = spawn("sh", ["-c", '"$@" & echo $!; wait', "sh", ...command], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number(String((await once(shell.stdout, "data"))[0]));
    await until("it waits", () => fs.readFileSync(`/proc/${pid}/maps`, "utf8").includes(".node"));
    shell.kill("SIGKILL");
    await until("it is gone", () => !fs.existsSync(`/proc/${pid}`));
  });

  it("is a table for people, and says when there is nothing", async function () {
    const pid = await start(interpreterOrSkip(this, "3.12"), "-c", waiting);
    const { stdout } = await tachyon(["ps", String(pid)]);
    const [head, row] = stdout.split("\n");
    assert.match(head, /^PID +USER +%CPU +START +PYTHON +STATE +COMMAND$/);
    assert.match(row, new RegExp(`^${pid} .* 3\\.12\\.\\S+ +ready +.*python3\\.12 -c print`));
    assert.equal((await tachyon(["ps", "1073741823"])).stdout, "No Python processes found.\n");
    assert.deepEqual(await list("1073741823"), []);
  });
});
