import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import type { DumpedStack } from "../../sampler/profile";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { chosenCommand, tachyon } from "./tachyon";

const STILL = path.join(__dirname, "targets", "still.py");

interface Dump {
  readonly pid: number;
  readonly python: string;
  readonly command: readonly string[];
  readonly stacks: readonly DumpedStack[];
  readonly notes: readonly string[];
}

describe("tachyon dump", function () {
  this.timeout(60_000);
  let target: ChildProcess | undefined;

  afterEach(() => {
    target?.kill("SIGKILL");
    target = undefined;
  });

  async function start(python: string, ...args: string[]): Promise<string> {
    target = spawn(python, [STILL, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    await once(target.stdout!, "data");
    return String(target.pid);
  }

  async function dump(...args: string[]): Promise<string> {
    const end = await tachyon(["dump", ...args]);
    assert.equal(end.code, 0, end.stderr);
    return end.stdout;
  }

  async function dumpJson(...args: string[]): Promise<Dump> {
    return JSON.parse(await dump("--json", ...args)) as Dump;
  }

  for (const version of supportedVersions) {
    it(`shows every thread with its status, and every task under those that await it (CPython ${version})`, async function () {
      const pid = await start(interpreterOrSkip(this, version), "tasks");
      const { stacks } = await dumpJson("-a", "--async-aware", pid);
      const handling = stacks.find(({ frames }) => frames.some(({ name }) => name === "handling"));
      assert.ok(handling !== undefined && !handling.isMainThread && handling.isWhole);
      assert.ok(handling.status.includes("has exception"), handling.status.join());
      const ways = stacks.filter(({ task }) => task !== null).map(({ frames }) => frames.filter(({ kind }) => kind === "task"));
      assert.equal(ways.length, 4, "a stack for each of the four leaves");
      for (const way of ways) assert.equal(way.length, 3, way.map(({ name }) => name).join(" > "));
      assert.equal(new Set(ways.map(([top]) => top.name)).size, 1);
    });
  }

  it("prints what CPython's own profiler prints: threads, opcodes, source lines", async function () {
    const python = interpreterOrSkip(this, "3.15");
    const pid = await start(python);
    for (const options of [[], ["-a"], ["-a", "--opcodes"], ["-a", "--no-gc", "--blocking"]]) {
      assert.equal(withoutNames(await dump(...options, pid)), reference(python, options, pid), options.join(" "));
    }
  });

  it("prints the tasks that CPython's own profiler prints", async function () {
    const python = interpreterOrSkip(this, "3.15");
    const pid = await start(python, "tasks");
    // It knows a task by its address and lists them in no order; ours come after the threads' own stacks.
    const sections = (text: string): string[] =>
      text.split(/\n\n/).filter((section) => section.includes("<task>")).map((section) => section.trim().split("\n").slice(1).join("\n"));
    const ours = sections(await dump("--async-aware", pid));
    assert.equal(ours.length, 4);
    assert.deepEqual(ours.sort(), sections(reference(python, ["--async-aware"], pid)).sort());
  });

  it("names C functions", async function () {
    const pid = await start(interpreterOrSkip(this, "3.14"));
    assert.match(await dump("--native", pid), /^ {2}<native> time\.sleep$/m);
  });

  it("tells programs everything, with the text of the line", async function () {
    const pid = await start(interpreterOrSkip(this, "3.13"));
    const { pid: said, python, command, stacks } = await dumpJson("--opcodes", pid);
    assert.equal(String(said), pid);
    assert.match(python, /^3\.13/);
    assert.deepEqual(command.slice(1), [STILL]);
    const leaf = stacks[0].frames.at(-1) as DumpedStack["frames"][number] & { source: string };
    assert.deepEqual([leaf.name, leaf.file, leaf.source, leaf.baseOpcode], ["handling", STILL, "time.sleep(1000)", "CALL"]);
    assert.deepEqual([leaf.column, leaf.endColumn], [8, 24]);
  });

  it("has colours on a terminal only, and highlights the executing expression there", async function () {
    const pid = await start(interpreterOrSkip(this, "3.13"));
    const command = [process.execPath, ...chosenCommand(), "dump", pid].map((word) => `'${word}'`).join(" ");
    const environment: NodeJS.ProcessEnv = { ...process.env, TERM: "xterm" };
    delete environment.NO_COLOR;
    const terminal = spawnSync("script", ["-qec", command, "/dev/null"], { encoding: "utf8", env: environment });
    assert.match(terminal.stdout, /\x1b\[1;33mtime\.sleep\(1000\)\x1b\[0m/);
    assert.ok(!(await dump(pid)).includes("\x1b"));
  });

  it("refuses what makes no sense, and what is no Python", async () => {
    const usage = await tachyon(["dump", "--async-mode", "all", "1"]);
    assert.deepEqual([usage.code, usage.stdout], [2, ""]);
    assert.match(usage.stderr, /^tachyon: --async-mode requires --async-aware/);
    const gone = spawn("true");
    await once(gone, "exit");
    const end = await tachyon(["dump", String(gone.pid)]);
    assert.equal(end.code, 1);
    assert.match(end.stderr, new RegExp(`^tachyon: [^\\n]*${gone.pid}[^\\n]*\\n$`));
  });
});

/** Threads named by the system are called by name in ours; the reference has their numbers only. */
function withoutNames(text: string): string {
  return text.replace(/(, thread \d+) "[^"\n]*"/g, "$1");
}

function reference(python: string, options: readonly string[], pid: string): string {
  const args = ["-m", "profiling.sampling", "dump", ...options, pid];
  const { stdout, stderr, status } = spawnSync(python, args, { encoding: "utf8", cwd: path.join(__dirname, "..", "..") });
  assert.equal(status, 0, stderr);
  return stdout;
}
