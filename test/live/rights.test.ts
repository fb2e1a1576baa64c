import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { PythonProcess } from "../../sampler/host";
import { Target } from "../native/target";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { copyPackage } from "./tachyon";

const NOBODY = 65534;
const EPERM = 1;
const ENOSYS = 38;

/** What helps where nothing that is started from here may do more: which of both depends on where the tests run. */
const inContainer = fs.existsSync("/.dockerenv") || fs.existsSync("/run/.containerenv") || "KUBERNETES_SERVICE_HOST" in process.env;
const elsewhere = inContainer ? "container" : "outside";

const targets = path.join(__dirname, "targets");
const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
const withoutCapability = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"];

/** Each refusal is a real one, of this kernel; what needs another kernel is in the tests of refusals by themselves. */
describe("rights: real refusals", function () {
  this.timeout(30_000);
  let folder: string;
  let python: string;
  let target: Target | undefined;

  before(function () {
    if (process.getuid?.() !== 0) {
      const reason = "only root can become other users and give up rights";
      if (process.env.CI) throw new Error(reason);
      console.log(`      skipped: ${reason}`);
      this.skip();
    }
    python = anyInterpreterOrSkip(this);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-rights-"));
    fs.chmodSync(folder, 0o755);
    copyPackage(folder);
  });

  afterEach(async () => {
    await target?.stop();
    target = undefined;
  });

  after(() => folder && fs.rmSync(folder, { recursive: true, force: true }));

  /** A process that may be told to change who may look into it. */
  async function start(...changes: string[]): Promise<Target> {
    target = Target.run(python, [path.join(targets, "guarded.py")]);
    assert.equal(await target.line(), "ready");
    for (const change of changes) await tell(change);
    return target;
  }

  async function tell(change: string): Promise<void> {
    target!.write(`${change}\n`);
    assert.equal(await target!.line(), "ok");
  }

  /** What the command says, run through another one that takes rights away. */
  function tachyonThrough(wrapper: readonly string[], ...args: string[]): { stdout: string; stderr: string; status: number } {
    const [program = "", ...rest] = [...wrapper, process.execPath, path.join(folder, "dist", "tachyon.js"), ...args];
    const { stdout, stderr, status } = spawnSync(program, rest, { encoding: "utf8", cwd: folder });
    return { stdout, stderr, status: status ?? -1 };
  }

  function seenThrough(wrapper: readonly string[], pid: number): PythonProcess {
    const { stdout, stderr, status } = tachyonThrough(wrapper, "ps", "--json", String(pid));
    assert.equal(status, 0, stderr);
    return (JSON.parse(stdout) as PythonProcess[])[0];
  }

  function refusalThrough(wrapper: readonly string[], pid: number): { kind: string; reason: string; remedies: string[] } {
    const { state, refusal } = seenThrough(wrapper, pid);
    assert.equal(state, "needsRights");
    return { kind: refusal!.kind, reason: refusal!.reason, remedies: refusal!.remedies.map(({ id }) => id) };
  }

  it("nothing is refused to root with all rights", async () => {
    const { pid } = await start("user 65534");
    assert.equal(seenThrough([], pid).state, "ready");
  });

  it("another user's process", async () => {
    const { pid } = await start();
    const { kind, reason, remedies } = refusalThrough(asNobody, pid);
    assert.equal(kind, "otherUser");
    assert.equal(reason, `Process ${pid} belongs to another user (root).`);
    assert.deepEqual(remedies, ["sudo", "capability"]);
  });

  it("another user's process, where not even root may look", async () => {
    const { pid } = await start();
    const { kind, remedies } = refusalThrough([...withoutCapability, ...asNobody], pid);
    assert.equal(kind, "otherUser");
    assert.deepEqual(remedies, [elsewhere]);
  });

  it("a process with capabilities that we gave up", async () => {
    const { pid } = await start();
    const { kind, remedies } = refusalThrough(withoutCapability, pid);
    assert.equal(kind, "moreCapabilities");
    assert.deepEqual(remedies, [elsewhere]);
  });

  it("a process that forbids it, until it allows it", async () => {
    const { pid } = await start(`user ${NOBODY}`);
    const { kind, remedies } = refusalThrough(asNobody, pid);
    assert.equal(kind, "nonDumpable");
    assert.deepEqual(remedies, ["sudo", "capability"]);
    await tell("dumpable 1");
    assert.equal(seenThrough(asNobody, pid).state, "ready");
    await tell("dumpable 0");
    assert.equal(refusalThrough(asNobody, pid).kind, "nonDumpable");
  });

  it("a filter on system calls", async () => {
    const { pid } = await start();
    const { kind, remedies } = refusalThrough([python, path.join(targets, "filtered.py"), String(EPERM)], pid);
    assert.equal(kind, "sandbox");
    assert.deepEqual(remedies, [elsewhere]);
  });

  it("a filter that says that there is no such call leaves another way", async () => {
    const { pid } = await start();
    assert.equal(seenThrough([python, path.join(targets, "filtered.py"), String(ENOSYS)], pid).state, "ready");
  });

  it("a process outside of our user namespace", async () => {
    const { pid } = await start();
    const { kind, remedies } = refusalThrough(["unshare", "--user", "--map-root-user"], pid);
    assert.equal(kind, "userNamespace");
    assert.deepEqual(remedies, ["relaunch", "outside"]);
  });

  it("a right that a private copy of Node was given is enough", async function () {
    const place = path.join(folder, "node");
    fs.copyFileSync(process.execPath, place);
    fs.chmodSync(place, 0o700);
    fs.chownSync(place, NOBODY, NOBODY);
    if (spawnSync("setcap", ["cap_sys_ptrace=ep", place]).status !== 0) {
      console.log("      skipped: no setcap here, or no file capabilities in this file system");
      return this.skip();
    }
    const { pid } = await start();
    const [setpriv = "", ...options] = asNobody;
    const { stdout } = spawnSync(setpriv, [...options, place, path.join(folder, "dist", "tachyon.js"), "ps", "--json", String(pid)], {
      encoding: "utf8",
    });
    assert.equal((JSON.parse(stdout) as PythonProcess[])[0].state, "ready");
  });

  it("the command says the reason, and what helps here as lines to be typed", async () => {
    const { pid } = await start();
    for (const command of ["attach", "dump"]) {
      const { stderr, status } = tachyonThrough(asNobody, command, String(pid));
      assert.equal(status, 1);
      const [first, ...steps] = stderr.trimEnd().split("\n");
      assert.equal(first, `tachyon: Process ${pid} belongs to another user (root). What helps here, the least change first:`);
      assert.match(steps[0], /^ {2}1\. Do this once as root/);
      assert.match(steps[1], new RegExp(`^ +(sudo|su -c) .*node.* ${command} ${pid}`));
      assert.ok(steps.some((step) => step.includes("setcap cap_sys_ptrace=ep ~/.local/share/tachyon/node")));
    }
  });

  it("the list names what needs rights among all processes, and does not hide it", async () => {
    const { pid } = await start();
    const { stdout } = tachyonThrough(asNobody, "ps");
    const row = stdout.split("\n").findIndex((line) => line.startsWith(`${pid} `));
    assert.match(stdout.split("\n")[row], /needs rights/);
    assert.match(stdout.split("\n")[row + 1], /belongs to another user \(root\)/);
  });
});
