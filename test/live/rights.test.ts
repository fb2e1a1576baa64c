import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { PythonProcess } from "../../sampler/host";
import { Target } from "../native/target";
import { FakeMachine } from "../support/fakeMachine";
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
/** Root by name, with none of its rights. */
const ordinary = ["setpriv", "--securebits=+noroot", "--inh-caps=-all"];
const withoutCapability = ["setpriv", "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"];

/** Each refusal is a real one, of this kernel; only Yama, which few kernels in containers have, is a fake. */
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

  it("root's own process in a container without the capability: root without it is let in", async () => {
    const [program = "", ...rest] = [...withoutCapability, python, path.join(targets, "guarded.py")];
    target = Target.run(program, rest);
    assert.equal(await target.line(), "ready");
    const { kind, remedies } = refusalThrough([...withoutCapability, ...asNobody], target.pid);
    assert.equal(kind, "otherUser");
    assert.equal(remedies[0], "sudo");
    assert.equal(seenThrough(withoutCapability, target.pid).state, "ready");
  });

  it("launching needs none: without the capability, and without any", async () => {
    const script = path.join(targets, "shares.py");
    for (const wrapper of [withoutCapability, ordinary]) {
      const { stderr, status } = tachyonThrough(wrapper, "run", "--python", python, script, "0.2");
      assert.equal(status, 0, stderr);
      assert.match(stderr, /Captured \d+ samples/);
    }
  });

  describe("Yama, as a fake shows it", () => {
    let machine: FakeMachine;
    before(async function () {
      const made = await FakeMachine.make();
      if (made instanceof FakeMachine) return void (machine = made);
      if (process.env.CI) throw new Error(made);
      console.log(`      skipped: ${made}`);
      this.skip();
    });

    after(() => machine?.remove());

    /** A process as ordinary as we are on that machine. */
    async function startOrdinary(): Promise<number> {
      const [program = "", ...rest] = [...ordinary, python, path.join(targets, "guarded.py")];
      target = Target.run(program, rest);
      assert.equal(await target.line(), "ready");
      return target.pid;
    }

    for (const [scope, kind, remedies] of [
      // Without rights, but still root by name: a copy for root alone would be no help to anyone.
      [1, "yamaDescendants", ["relaunch", "sudo", "sysctl"]],
      [2, "yamaAdministrator", ["sudo"]],
      [3, "yamaNever", []],
    ] as const) {
      it(`ptrace_scope ${scope}`, async () => {
        const pid = await startOrdinary();
        machine.setScope(0);
        assert.equal(seenThrough([...machine.through, ...ordinary], pid).state, "ready");
        machine.setScope(scope);
        const refused = refusalThrough([...machine.through, ...ordinary], pid);
        assert.deepEqual([refused.kind, refused.remedies], [kind, remedies]);
        if (scope < 3) assert.equal(seenThrough(machine.through, pid).state, "ready", "root is let in");
      });
    }

    it("lets us into what we start ourselves", () => {
      machine.setScope(1);
      const args = ["run", "--python", python, path.join(targets, "shares.py"), "0.2"];
      const { stderr, status } = tachyonThrough([...machine.through, ...ordinary], ...args);
      assert.equal(status, 0, stderr);
      assert.match(stderr, /Captured \d+ samples/);
    });
  });

  it("the command says the reason, and what helps here as lines to be typed", async () => {
    const { pid } = await start();
    for (const command of ["attach", "dump"]) {
      const { stderr, status } = tachyonThrough(asNobody, command, String(pid));
      assert.equal(status, 1);
      const [first, ...steps] = stderr.trimEnd().split("\n");
      assert.equal(first, `tachyon: Process ${pid} belongs to another user (root). What helps here, the least change first:`);
      assert.match(steps[0], /^ {2}1\. Read it once as root/);
      assert.match(steps[1], new RegExp(`^ +(sudo|su -c) .*node.* ${command} ${pid}`));
      assert.ok(steps.some((step) => /setcap cap_sys_ptrace=ep (~|\$HOME)\/\.local\/share\/tachyon\/node/.test(step)));
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
