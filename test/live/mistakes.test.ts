import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { copyPackage, tachyon } from "./tachyon";

const TARGETS = path.join(__dirname, "targets");
const NOBODY = 65534;

describe("mistakes get one message and a non-zero exit", function () {
  this.timeout(30_000);
  let python: string;
  let folder: string;
  let started: ChildProcess[];

  before(function () {
    python = anyInterpreterOrSkip(this);
  });

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-mistakes-"));
    started = [];
  });

  afterEach(() => {
    started.forEach((child) => child.kill("SIGKILL"));
    fs.rmSync(folder, { recursive: true });
  });

  /** Starts something to attach to; resolves with its process id once it has said that it is ready. */
  async function start(command: string, ...args: string[]): Promise<string> {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    started.push(child);
    await once(child.stdout, "data");
    return String(child.pid);
  }

  /** The command fails with `code` and says exactly one line, which matches. */
  async function assertRefused(args: string[], code: number, message: RegExp): Promise<void> {
    const end = await tachyon(args);
    assert.match(end.stderr, /^tachyon: [^\n]+\n$/);
    assert.match(end.stderr, message);
    assert.equal(end.code, code);
    assert.equal(end.stdout, "");
  }

  it("script not found", () => assertRefused(["run", "nosuch.py"], 1, /Script 'nosuch\.py' not found/));

  it("script is a directory", () => assertRefused(["run", TARGETS], 1, /is a directory without a __main__\.py/));

  it("rate out of range", () => assertRefused(["run", "-r", "2000khz", "a.py"], 2, /rate too high: 2000khz/));

  it("two formats", () => assertRefused(["run", "--collapsed", "--flamegraph", "a.py"], 2, /--flamegraph is not allowed with --collapsed/));

  it("interpreter not found", () =>
    assertRefused(["run", "--python", "nosuch", path.join(TARGETS, "echo.py")], 1, /Interpreter 'nosuch' not found/));

  it("interpreter of another version, before the program starts", async () => {
    const trace = path.join(folder, "started");
    const old = path.join(folder, "python3.6");
    fs.writeFileSync(old, `#!/bin/sh\ntouch ${trace}\n`, { mode: 0o755 });
    await assertRefused(["run", "--python", old, path.join(TARGETS, "echo.py")], 1, /3\.6.*Supported: 3\.8, /);
    assert.equal(fs.existsSync(trace), false);
  });

  it("output not writable, before the program starts", async () => {
    const trace = path.join(folder, "started");
    const script = path.join(folder, "touch.py");
    fs.writeFileSync(script, `open(${JSON.stringify(trace)}, "w")\n`);
    const output = path.join(folder, "no", "such", "folder.tachyon");
    await assertRefused(["run", "--python", python, "-o", output, script], 1, /Cannot write '.*': no such file/);
    assert.equal(fs.existsSync(trace), false);
  });

  it("baseline missing, before the program starts", async () => {
    const trace = path.join(folder, "started");
    const script = path.join(folder, "touch.py");
    fs.writeFileSync(script, `open(${JSON.stringify(trace)}, "w")\n`);
    await assertRefused(["run", "--python", python, "--diff-flamegraph", "nosuch.bin", script], 1, /Baseline file not found: nosuch\.bin/);
    assert.equal(fs.existsSync(trace), false);
  });

  for (const module of ["nosuch_module", "json.nosuch", "nosuch.inside"]) {
    it(`module ${module} not found: Python's line, then ours, and no summary`, async () => {
      const end = await tachyon(["run", "--python", python, "-m", module]);
      assert.equal(end.code, 1);
      const lines = end.stderr.trim().split("\n");
      assert.match(lines.at(-1)!, new RegExp(`^tachyon: Module '${module}' not found by .*--python\\.$`));
      assert.equal(lines.filter((line) => line.startsWith("tachyon: ")).length, 1);
      assert.doesNotMatch(end.stderr, /Captured/);
    });
  }

  it("a module that fails by itself is not called missing", async () => {
    const end = await tachyon(["run", "--python", python, "-m", "json.tool", path.join(TARGETS, "echo.py")]);
    assert.equal(end.code, 1);
    assert.doesNotMatch(end.stderr, /not found/);
    assert.match(end.stderr, /^Captured \d+ sample/m);
  });

  it("process gone", async () => {
    const child = spawn("true");
    await once(child, "exit");
    await assertRefused(["attach", String(child.pid)], 1, new RegExp(`${child.pid}`));
  });

  it("not a Python program", async () => {
    const pid = await start("sh", "-c", "echo ready; exec sleep 60");
    await assertRefused(["attach", pid], 1, new RegExp(`${pid}.*Python`));
  });

  it("a program that is no Python run as one", async () => {
    const end = await tachyon(["run", "--python", "/bin/true", path.join(TARGETS, "echo.py")]);
    assert.equal(end.code, 1);
    assert.match(end.stderr, /^tachyon: [^\n]*\/bin\/true[^\n]*\n$/);
  });

  it("unsupported version of a running program", async function () {
    const old = path.join(os.homedir(), ".pyenv/versions/3.7.16/bin/python3.7");
    if (!fs.existsSync(old)) {
      console.log("      skipped: no CPython 3.7, which pyenv could install");
      this.skip();
    }
    const pid = await start(old, "-uc", "print(); import time; time.sleep(60)");
    await assertRefused(["attach", pid], 1, /3\.7.*Supported: 3\.8, .*3\.14, 3\.15/);
  });

  it("an unsupported version behind another name still runs, and the end tells", async function () {
    const old = path.join(os.homedir(), ".pyenv/versions/3.7.16/bin/python3.7");
    if (!fs.existsSync(old)) {
      console.log("      skipped: no CPython 3.7, which pyenv could install");
      this.skip();
    }
    const disguised = path.join(folder, "python");
    fs.writeFileSync(disguised, `#!/bin/sh\nexec ${old} "$@"\n`, { mode: 0o755 });
    const end = await tachyon(["run", "--python", disguised, path.join(TARGETS, "shares.py"), "0.3"]);
    assert.equal(end.code, 1);
    assert.match(end.stderr, /^tachyon: .*3\.7.*Supported: 3\.8, .*\n$/);
  });

  it("permission denied, with the next step", async () => {
    const isRoot = process.getuid?.() === 0;
    const pid = isRoot ? await start(python, "-uc", "print(); import time; time.sleep(60)") : "1";
    if (isRoot) {
      copyPackage(folder);
      fs.chmodSync(folder, 0o755);
    }
    const end = await tachyon(["attach", pid], isRoot ? { uid: NOBODY, cwd: folder, root: folder } : {});
    assert.equal(end.code, 1);
    assert.match(end.stderr, new RegExp(`^tachyon: Process ${pid} belongs to another user \\(root\\)\\.`));
  });
});
