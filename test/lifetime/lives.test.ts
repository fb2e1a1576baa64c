import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Context } from "mocha";
import type { NativeSampler, SamplerEnd } from "../../sampler/host/addon";
import { ProfileBuilder, type Profile } from "../../sampler/profile";
import { decodeBatch } from "../../sampler/wire";
import { addon, everyMillisecond, placesOf } from "../native/recording";
import { findInterpreters, interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { findOnPath, waitFor } from "../support/processes";

const TARGETS = path.join(__dirname, "targets");

/** A process that speaks in lines, and the sampler that watches it. */
class Watched {
  private readonly builder = new ProfileBuilder();
  private sampler: NativeSampler | undefined;
  private said = "";

  constructor(readonly process: ChildProcess) {
    process.stdout!.on("data", (data: Buffer) => (this.said += data));
    process.stdin!.on("error", () => {
      // It may end without reading what it was told.
    });
  }

  get profile(): Profile {
    return this.builder.profile;
  }

  /** Samples the process, or another one that it has started. */
  watch(waitForRuntime: boolean, pid = this.process.pid!): void {
    this.sampler = new (addon().Sampler)({ ...everyMillisecond, pid, waitForRuntime });
    this.sampler.start();
  }

  /** What it says, in parentheses of the pattern. */
  async says(pattern: RegExp): Promise<string> {
    const [, word = ""] = await waitFor(`${pattern}`, () => this.said.match(pattern) ?? undefined);
    this.said = "";
    return word;
  }

  goOn(): void {
    this.process.stdin!.write("\n");
  }

  drain(): void {
    const batch = this.sampler!.drain();
    if (batch !== null) this.builder.append(decodeBatch(batch));
  }

  /** Waits for a whole sample, taken from now on, in which a function was the innermost of the program's own. */
  async sees(name: string): Promise<void> {
    this.drain();
    const first = this.profile.runs.length;
    await waitFor(`${name} in a sample`, () => {
      this.drain();
      const { runs } = this.profile;
      for (let run = first; run < runs.length; run++) {
        if (placesOf(this.profile, runs.stack[run]).some((place) => place.name === name)) return true;
      }
      return false;
    });
  }

  async end(): Promise<SamplerEnd> {
    const end = await waitFor("the end of sampling", () => this.sampler!.ended() ?? undefined);
    this.drain();
    return end;
  }

  /** Waits for so many more passes over the threads. */
  async ticks(count: number): Promise<void> {
    this.drain();
    const enough = this.profile.statistics.ticks + count;
    await waitFor(`${count} ticks`, () => {
      this.drain();
      return this.profile.statistics.ticks >= enough;
    });
  }

  /** Every stack that was seen from a row of runs on, as the names of its functions. */
  stacks(from: number): string[] {
    const leaves = new Set(this.profile.runs.stack.subarray(from, this.profile.runs.length));
    return [...leaves].map((leaf) => placesOf(this.profile, leaf).map(({ name }) => name).join(" "));
  }

  notes(): string {
    this.drain();
    return this.profile.events.map(({ text }) => text).join("\n");
  }

  close(): void {
    this.sampler?.stop();
    this.process.kill("SIGKILL");
  }
}

describe("a process that", function () {
  this.timeout(60_000);
  const watched: Watched[] = [];

  afterEach(() => {
    for (const one of watched.splice(0)) one.close();
  });

  function start(command: string, ...args: string[]): Watched {
    watched.push(new Watched(spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] })));
    return watched[watched.length - 1];
  }

  function startLife(python: string, ...args: string[]): Watched {
    return start(python, path.join(TARGETS, "lives.py"), ...args);
  }

  for (const version of supportedVersions) {
    it(`executes itself anew is sampled on: ${version}`, async function () {
      const python = interpreterOrSkip(this, version);
      const one = startLife(python, "execute", python, path.join(TARGETS, "lives.py"), "after_exec");
      one.watch(true);
      await one.says(/ready/);
      await one.sees("before_exec");
      one.goOn();
      await one.says(/again/);
      await waitFor("it is noted", () => one.notes().includes("sampling goes on"));
      await one.sees("after_exec");
      one.goOn();
      assert.deepEqual(await one.end(), { kind: "exited" });
      assert.match(one.notes(), /^Process \d+ started another program in its place \(.*\)\.\nProcess \d+ runs CPython .*\.$/);
    });
  }

  it("becomes a shell and then another Python is sampled on", async function () {
    const python = interpreterOrSkip(this, "3.11");
    const other = [...findInterpreters()].find(([version]) => version !== "3.11")?.[1] ?? python;
    const script = 'echo shell; read line; exec "$@"';
    const one = startLife(python, "execute", "/bin/sh", "-c", script, "sh", other, path.join(TARGETS, "lives.py"), "after_exec");
    one.watch(true);
    await one.says(/ready/);
    await one.sees("before_exec");
    one.goOn();
    await one.says(/shell/);
    one.goOn();
    await one.says(/again/);
    await one.sees("after_exec");
    one.goOn();
    assert.deepEqual(await one.end(), { kind: "exited" });
  });

  it("is stopped and continued is sampled all the time", async function () {
    const one = startLife(interpreterOrSkip(this, "3.11"), "after_exec");
    one.watch(true);
    await one.says(/again/);
    one.process.kill("SIGSTOP");
    await waitFor("the process is stopped", () => stateOf(one.process.pid!) === "T");
    await one.sees("after_exec");
    one.process.kill("SIGCONT");
    one.goOn();
    assert.deepEqual(await one.end(), { kind: "exited" });
  });

  it("becomes a zombie has ended", async function () {
    const one = startLife(interpreterOrSkip(this, "3.11"), "be_zombie_child");
    const child = Number(await one.says(/ready (\d+)\n/));
    one.watch(false, child);
    one.goOn();
    assert.deepEqual(await one.end(), { kind: "exited" });
    assert.equal(stateOf(child), "Z");
  });

  it("is killed at any moment of its start has ended", async function () {
    const python = interpreterOrSkip(this, "3.11");
    for (let afterMs = 0; afterMs < 40; afterMs += 3) {
      const one = startLife(python, "after_exec");
      one.watch(true);
      setTimeout(() => one.process.kill("SIGKILL"), afterMs);
      const end = await one.end();
      assert.ok(end.kind === "exited" || (end.kind === "error" && end.code === "NOT_PYTHON"), JSON.stringify(end));
    }
  });

  it("loses its first thread is sampled on", async function () {
    const one = startLife(interpreterOrSkip(this, "3.11"), "lose_main_thread");
    one.watch(true);
    await one.says(/ready/);
    await one.sees("in_background");
    one.goOn();
    await waitFor("the first thread is over", () => stateOf(one.process.pid!) === "Z");
    await one.sees("in_background");
    one.process.kill("SIGKILL");
    assert.deepEqual(await one.end(), { kind: "exited" });
  });

  for (const version of supportedVersions) {
    it(`has garbage for a frame is survived, nothing is made of it, and it is sampled when it is mended: ${version}`, async function () {
      const one = startLife(interpreterOrSkip(this, version), "corrupt");
      one.watch(true);
      await one.says(/ready/);
      await one.sees("held");
      const before = one.profile.runs.length;
      for (let kind = 0; kind < 4; kind++) {
        one.goOn();
        await one.says(/broken/);
        await one.ticks(20);
      }
      one.goOn();
      await one.says(/whole/);
      await one.sees("held");
      // What cannot be read is left out; nothing is made of it.
      const held = "Thread._bootstrap Thread._bootstrap_inner Thread.run held";
      const seen = one.stacks(before).filter((stack) => stack.startsWith("Thread."));
      assert.deepEqual(seen.filter((stack) => !held.startsWith(stack)), []);
      one.goOn();
      assert.deepEqual(await one.end(), { kind: "exited" });
    });
  }

  it("starts threads all the time is sampled, and those are let go", async function () {
    const one = startLife(interpreterOrSkip(this, "3.11"), "flicker");
    one.watch(true);
    await waitFor("hundreds of threads", () => {
      one.drain();
      return one.profile.threads.length > 300;
    });
    await one.sees("flicker");
  });

  it("embeds Python, ends it, begins it anew and unloads it is sampled while there is one", async function () {
    const python = interpreterOrSkip(this, "3.11");
    const library = libraryOf(python) ?? skip(this, "no libpython3.11.so beside the interpreter");
    const gcc = findOnPath("gcc") ?? skip(this, "gcc is not on PATH");
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-embedding-"));
    const program = path.join(folder, "embedding");
    try {
      execFileSync(gcc, [path.join(TARGETS, "embedding.c"), "-o", program, "-ldl"]);
      const one = start(program, library);
      one.watch(true);
      for (const life of ["first_life", "second_life"]) {
        await one.says(new RegExp(life));
        await one.sees(life);
        one.goOn();
      }
      await one.says(/gone/);
      await waitFor("the loss is noted", () => /has no Python runtime any more/.test(one.notes()));
      one.process.stdin!.end();
      assert.deepEqual(await one.end(), { kind: "exited" });
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

function stateOf(pid: number): string {
  return /^State:\s+(\w)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
}

/** The shared libpython that belongs to an interpreter. */
function libraryOf(python: string): string | undefined {
  const code = "import sysconfig; print(sysconfig.get_config_var('LIBDIR') + '/' + sysconfig.get_config_var('INSTSONAME'))";
  const file = execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
  return fs.existsSync(file) && file.includes(".so") ? file : undefined;
}

function skip(context: Context, reason: string): never {
  if (process.env.CI) throw new Error(reason);
  console.log(`      skipped: ${reason}`);
  return context.skip();
}
