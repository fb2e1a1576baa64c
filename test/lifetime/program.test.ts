import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { computeFunctionTotals, computeStackWeights, type Profile } from "../../sampler/profile";
import { EventKind } from "../../sampler/wire";
import { readRecording, startTachyon, tachyon, until, type CommandOptions, type StartedCommand } from "../live/tachyon";
import { anyInterpreterOrSkip } from "../support/interpreters";

const TARGETS = path.join(__dirname, "targets");
const GIGABYTE = 2 ** 30;

describe("a program that", function () {
  this.timeout(60_000);
  let python: string;
  let folder: string;
  let recording: string;
  let running: StartedCommand[];
  let strays: number[];

  before(function () {
    python = anyInterpreterOrSkip(this);
  });

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-lifetime-"));
    recording = path.join(folder, "recording.tachyon");
    strays = [];
    running = [];
  });

  afterEach(() => {
    // The command hands it on to its program.
    running.filter(({ process }) => process.exitCode === null).forEach(({ process }) => process.kill("SIGTERM"));
    strays.filter(isAlive).forEach((pid) => process.kill(pid, "SIGKILL"));
    fs.rmSync(folder, { recursive: true });
  });

  function writeScript(text: string): string {
    const script = path.join(folder, "script.py");
    fs.writeFileSync(script, text);
    return script;
  }

  function start(script: string, args: string[] = [], options: CommandOptions = {}): StartedCommand {
    return launch(["run", "--python", python, "-o", recording, script, ...args], options);
  }

  function launch(args: string[], options: CommandOptions = {}): StartedCommand {
    const command = startTachyon(args, options);
    running.push(command);
    return command;
  }

  /** Starts a target that says "ready PID" and waits until it has and the recording has begun. */
  async function startReady(target: string, args: string[] = [], options: CommandOptions = {}) {
    let stdout = "";
    const command = start(path.join(TARGETS, target), args, { ...options, onStdout: (data) => (stdout += data) });
    const pid = Number(await until("the target is ready", () => /ready (\d+)\n/.exec(stdout)?.[1]));
    strays.push(pid);
    await until("a sample is in the recording", () => hasEvent(recording, EventKind.FirstSample));
    return { ...command, pid };
  }

  it("ends in 50 ms gives its profile", async () => {
    const script = writeScript("import time\nend = time.perf_counter() + 0.05\nwhile time.perf_counter() < end: pass\n");
    const end = await start(script).ended;
    assert.equal(end.code, 0, end.stderr);
    const profile = readRecording(recording);
    assert.ok(samplesIn(profile, script) > 0, `${JSON.stringify(profile.statistics)}\n${end.stderr}`);
    assert.match(profile.properties.get("python") ?? "none", /^3\.\d+\.\d+/);
    assert.match(end.stderr, /^Captured \d+ samples? in \d\.\d\d seconds\nSample rate: [\d.]+ samples\/sec\nError rate: /);
  });

  it("does nothing at all ends with its exit code", async () => {
    const end = await start(writeScript("raise SystemExit(9)\n")).ended;
    assert.equal(end.code, 9, end.stderr);
    readRecording(recording);
  });

  it("never imports anything gives its profile", async () => {
    const script = writeScript("x = 0\nwhile x < 3_000_000:\n    x += 1\n");
    const end = await start(script).ended;
    assert.equal(end.code, 0, end.stderr);
    assert.ok(samplesIn(readRecording(recording), script) > 0);
  });

  it("shows a table when nothing else is asked for", async () => {
    const script = writeScript("def busy():\n    x = 0\n    while x < 3_000_000:\n        x += 1\nbusy()\n");
    const end = await tachyon(["run", "--python", python, script]);
    assert.equal(end.stdout, "", "stdout is the program's own");
    assert.match(end.stderr, /^Profile Stats:$/m);
    assert.match(end.stderr, /^ +nsamples +sample% .* filename:lineno\(function\)$/m);
    assert.match(end.stderr, /^ +\d+\/\d+ .* script\.py:[34]\(busy\)$/m);
  });

  it("forks and leaves a child behind does not hold the command", async () => {
    let stdout = "";
    const script = path.join(TARGETS, "forks.py");
    const end = await start(script, [], { despitePipes: true, onStdout: (data) => (stdout += data) }).ended;
    assert.equal(end.code, 0);
    const child = Number(await until("the child's process id", () => /^(\d+)\n/.exec(stdout)?.[1]));
    strays.push(child);
    assert.equal(isAlive(child), true, "the child goes on: it is not ours");
    const profile = readRecording(recording);
    assert.ok(samplesIn(profile, script) > 0);
    assert.equal(profile.threads.some(({ process: pid }) => pid === child), false);
  });

  it("prints a gigabyte gives every byte of it and its profile", async () => {
    let received = 0;
    const script = writeScript("import sys\nmegabyte = bytes(1 << 20)\nfor i in range(1024):\n    sys.stdout.buffer.write(megabyte)\n");
    const end = await start(script, [], { onStdout: (data) => (received += data.length) }).ended;
    assert.equal(end.code, 0, end.stderr);
    assert.equal(received, GIGABYTE);
    assert.ok(samplesIn(readRecording(recording), script) > 0);
  });

  it("becomes another program midway keeps what was sampled before", async () => {
    const busy = "import os, time\nend = time.perf_counter() + 0.3\nwhile time.perf_counter() < end: pass\n";
    const script = writeScript(`${busy}os.execv("/bin/sh", ["sh", "-c", "sleep 1; exit 6"])\n`);
    const end = await start(script).ended;
    assert.equal(end.code, 6, end.stderr);
    assert.match(end.stderr, /^Captured \d+ sample/);
    const profile = readRecording(recording);
    assert.ok(samplesIn(profile, script) > 0);
    const notes = profile.events.filter(({ kind }) => kind === EventKind.Note).map(({ text }) => text);
    assert.match(notes.join("\n"), /^Process \d+ started another program in its place \(.*\)\.$/);
  });

  it("is killed by SIGKILL gives its profile, and the command dies by the same signal", async () => {
    const { ended, pid } = await startReady("signals.py");
    process.kill(pid, "SIGKILL");
    const end = await ended;
    assert.deepEqual([end.code, end.signal], [null, "SIGKILL"]);
    const last = readRecording(recording).events.at(-1)!;
    assert.deepEqual([last.kind, last.code, last.text], [EventKind.TargetKilled, 9, "SIGKILL"]);
  });

  it("is sent a signal through the command gets it", async () => {
    const { process: command, ended } = await startReady("signals.py");
    command.kill("SIGTERM");
    assert.equal((await ended).code, 5);
    readRecording(recording);
  });

  it("is interrupted from the keyboard decides by itself: by default it dies, and the command likewise", async () => {
    const { process: command, ended } = await startReady("signals.py", [], { ownGroup: true });
    process.kill(-command.pid!, "SIGINT");
    const end = await ended;
    assert.deepEqual([end.code, end.signal], [null, "SIGINT"]);
    assert.match(end.stderr, /KeyboardInterrupt[^]*^Captured \d+ samples/m);
    assert.equal(readRecording(recording).events.at(-1)!.text, "SIGINT");
  });

  it("handles the keyboard's interrupt ends as it likes", async () => {
    const { process: command, ended } = await startReady("signals.py", ["--handle-int"], { ownGroup: true });
    process.kill(-command.pid!, "SIGINT");
    assert.equal((await ended).code, 5);
  });

  it("runs longer than the duration goes on, and its exit code is passed on", async () => {
    const stop = path.join(folder, "stop");
    const command = launch(["run", "--python", python, "-d", "0.3", "-o", recording, path.join(TARGETS, "ticker.py"), stop]);
    await until("sampling is over", () => hasEvent(recording, EventKind.Stopped));
    assert.equal(command.process.exitCode, null);
    fs.writeFileSync(stop, "");
    const end = await command.ended;
    assert.equal(end.code, 4);
    assert.match(end.stderr, /^Captured \d+ samples? in \d\.\d\d seconds$/m);
    const kinds = readRecording(recording).events.map(({ kind }) => kind);
    assert.ok(kinds.indexOf(EventKind.DurationReached) < kinds.indexOf(EventKind.TargetExited));
  });

  it("is to end with the duration (--kill-after-duration) ends, whether it hears of it or not", async () => {
    const deaf = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)\n";
    for (const [text, signal] of [["import time\ntime.sleep(60)\n", "SIGTERM"], [deaf, "SIGKILL"]] as const) {
      const args = ["-d", "1", "--kill-after-duration", "--collapsed", "-o", `${recording}.txt`, writeScript(text)];
      const end = await launch(["run", "--python", python, ...args]).ended;
      assert.equal(end.signal, signal);
      assert.match(fs.readFileSync(`${recording}.txt`, "utf8"), /;script\.py:<module>:\d+ \d+$/m);
    }
  });

  it("is not to be sampled at all (-d 0) runs as it would", async () => {
    const end = await tachyon(["run", "--python", python, "-d", "0", writeScript("print('ran')\n")]);
    assert.deepEqual([end.code, end.stdout], [0, "ran\n"]);
    assert.match(end.stderr, /^Captured 0 samples/);
  });

  it("loses its sampler goes on, and the recording opens up to its last whole batch", async () => {
    const stop = path.join(folder, "stop");
    const { process: command, ended, pid } = await startReady("ticker.py", [stop], { despitePipes: true });
    command.kill("SIGKILL");
    await ended;
    assert.equal(isAlive(pid), true);
    const profile = readRecording(recording, "cut");
    assert.ok(profile.statistics.samples > 0);
    fs.writeFileSync(stop, "");
    await until("the program ends by itself", () => !isAlive(pid));
  });
});

/** Whole samples with a frame of this file anywhere on the stack. */
function samplesIn(profile: Profile, file: string): number {
  const totals = computeFunctionTotals(profile, computeStackWeights(profile), "total");
  const own = totals.filter((row) => profile.strings[profile.functions.file[row.function]] === file);
  return Math.max(0, ...own.map((row) => row.totalSamples));
}

/** The file comes and goes once before it is written to: whether it can be written is tried before the program starts. */
function hasEvent(file: string, kind: EventKind): boolean {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0 && readRecording(file, "cut").events.some((e) => e.kind === kind);
}

/** Whether a process is there and not a zombie. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
