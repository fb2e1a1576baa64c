import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserNames } from "../../../sampler/host/processFacts";
import { Procfs } from "../../../sampler/host/procfs";
import { explainRefusal, refusalLines, type Refusal } from "../../../sampler/host/refusals";
import { fillCommand, listRemedies, quote } from "../../../sampler/host/remedies";
import { readRightsFacts, type RightsFacts } from "../../../sampler/host/rightsFacts";

const users = new UserNames("root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
const command = ["/w/.venv/bin/python", "serve.py", "--port", "80 80"];
const PID = 4711;
const ALL = "000001ffffffffff";
const NONE = "0000000000000000";
/** What Docker gives by default: no SYS_PTRACE. */
const DOCKER = "00000000a80425fb";

interface Place {
  readonly yama?: number;
  readonly own?: Readonly<Record<string, string>>;
  readonly its?: Readonly<Record<string, string>>;
  readonly cgroup?: string;
  readonly marks?: readonly string[];
  readonly parent?: number;
}

/** Places that this machine is not, by a /proc made up of what is read. Real refusals are in live/rights.test.ts. */
describe("rights: refusals as /proc tells them", () => {
  let folder: string;

  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-proc-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function write(name: string, text: string): void {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  function refusal({ yama, own, its, cgroup = "0::/", marks = [], parent = 1 }: Place): Refusal {
    const ordinary = { Uid: "1000\t1000\t1000\t1000", Gid: "1000\t1000\t1000\t1000", CapPrm: NONE, CapEff: NONE, CapBnd: ALL };
    const status = (facts: object): string => Object.entries(facts).map(([name, value]) => `${name}:\t${value}\n`).join("");
    write("proc/self/status", status({ ...ordinary, Seccomp: "0", NoNewPrivs: "0", ...own }));
    write("proc/self/uid_map", "         0          0 4294967295\n");
    write("proc/self/cgroup", cgroup);
    write(`proc/${PID}/status`, status({ ...ordinary, ...its }));
    write(`proc/${PID}/stat`, `${PID} (python3) S ${parent} 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0\n`);
    write(`proc/${PID}/cgroup`, cgroup);
    if (yama !== undefined) write("proc/sys/kernel/yama/ptrace_scope", `${yama}\n`);
    for (const mark of marks) write(mark, "");
    return explainRefusal({ ...readRightsFacts(new Procfs(path.join(folder, "proc")), PID), hasSudo: true }, command, users);
  }

  const remedies = (found: Refusal): string[] => found.remedies.map(({ id }) => id);

  it("Yama lets only ancestors look: start it again first, the whole machine last", () => {
    const found = refusal({ yama: 1 });
    assert.equal(found.kind, "yamaDescendants");
    assert.match(found.reason, /not started from here.*ptrace_scope is 1/);
    assert.deepEqual(remedies(found), ["relaunch", "sudo", "capability", "sysctl"]);
    assert.equal(found.remedies[0].commands[0], "{helper} run --python /w/.venv/bin/python serve.py --port '80 80'");
    assert.deepEqual(found.remedies[3].commands, ["sudo sysctl kernel.yama.ptrace_scope=0"]);
  });

  it("Yama is not blamed for our own descendants, nor where it is off", () => {
    assert.notEqual(refusal({ yama: 1, parent: process.pid }).kind, "yamaDescendants");
    assert.notEqual(refusal({ yama: 0 }).kind, "yamaDescendants");
  });

  it("Yama asks for an administrator", () => {
    const found = refusal({ yama: 2 });
    assert.equal(found.kind, "yamaAdministrator");
    assert.deepEqual(remedies(found), ["sudo", "capability"]);
  });

  it("Yama forbids it until the next boot: nothing is offered that would not help", () => {
    const found = refusal({ yama: 3 });
    assert.equal(found.kind, "yamaNever");
    assert.deepEqual(remedies(found), []);
  });

  it("a container without the capability: its own settings, and no sudo that would be refused as well", () => {
    const found = refusal({ yama: 1, own: { CapBnd: DOCKER }, marks: [".dockerenv"] });
    assert.equal(found.kind, "yamaDescendants");
    assert.deepEqual(remedies(found), ["relaunch", "container"]);
    const files = found.remedies[1].files.map(({ name, lines }) => `${name}: ${lines.join("\n")}`);
    assert.ok(files.includes('devcontainer.json: "capAdd": ["SYS_PTRACE"]'));
    assert.ok(files.includes("compose.yaml: cap_add:\n  - SYS_PTRACE"));
    assert.deepEqual(found.remedies[1].commands, ["docker run --cap-add=SYS_PTRACE …"]);
  });

  it("a process of another container is not started again here, where its files are not", () => {
    const found = refusal({ yama: 1, own: { NSpid: "7" }, its: { NSpid: `${PID}\t1` } });
    assert.equal(found.kind, "yamaDescendants");
    assert.deepEqual(remedies(found), ["sudo", "capability", "sysctl"]);
  });

  it("a pod: the lines for Kubernetes only", () => {
    const cgroup = `0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${"ab".repeat(32)}.scope`;
    const found = refusal({ own: { CapBnd: DOCKER }, its: { Uid: "0\t0\t0\t0" }, cgroup });
    assert.equal(found.kind, "otherUser");
    assert.equal(found.reason, `Process ${PID} belongs to another user (root).`);
    assert.deepEqual(remedies(found), ["container"]);
    assert.deepEqual(found.remedies[0].files.map(({ name }) => name), ["Kubernetes"]);
    assert.deepEqual(found.remedies[0].files[0].lines, ["securityContext:", "  capabilities:", '    add: ["SYS_PTRACE"]']);
  });

  it("no new privileges: sudo is not offered where it cannot work", () => {
    const found = refusal({ yama: 1, own: { NoNewPrivs: "1" } });
    assert.deepEqual(remedies(found), ["relaunch", "outside"]);
  });

  it("a container without the capability: root may still read root's own processes, unless they have more rights", () => {
    const root = { Uid: "0\t0\t0\t0", Gid: "0\t0\t0\t0" };
    const place = { own: { CapBnd: DOCKER }, marks: [".dockerenv"] };
    assert.deepEqual(remedies(refusal({ ...place, its: { ...root, CapPrm: DOCKER } })), ["sudo", "container"]);
    assert.deepEqual(remedies(refusal({ ...place, its: { ...root, CapPrm: ALL } })), ["container"]);
    assert.deepEqual(remedies(refusal({ ...place, its: { ...root, CapPrm: DOCKER }, yama: 1 })), ["container"]);
    assert.deepEqual(remedies(refusal({ ...place, its: { Uid: "33\t33\t33\t33" } })), ["container"]);
  });

  it("a program is started again as it was: Python's own options, and from where", () => {
    const facts = { ...readRightsFacts(new Procfs(path.join(folder, "proc")), PID), ...{ system: "linux", exists: true, yamaScope: 1, uids: [0] } };
    const line = (words: readonly string[], cwd: string | null): string =>
      listRemedies("yamaDescendants", { ...facts, cwd } as RightsFacts, words)[0].commands[0];
    assert.equal(line(["python3", "-u", "-X", "dev", "x.py", "-v"], null), "{helper} run --python python3 --python-args '-u -X dev' x.py -v");
    assert.equal(line(["python3", "-m", "app", "a b"], "/s v"), "cd '/s v' && {helper} run --python python3 -m app 'a b'");
    assert.equal(line(["python3", "-c", "1"], process.cwd()), "{helper} run --python python3 SCRIPT");
  });

  it("words for su stand in quotes: the shell that reads them first changes nothing in them", () => {
    const caller = { node: ["/n"], helper: ["/a $x/`y`/t.js"], arguments: ["attach", "4711"] };
    const typed = fillCommand('su -c "{helper} {arguments}"', caller).replace(/^su -c/, "printf %s");
    const inner = spawnSync("sh", ["-c", typed], { encoding: "utf8" }).stdout;
    assert.equal(spawnSync("sh", ["-c", inner.replace("/n ", "printf '%s\\n' ")], { encoding: "utf8" }).stdout, "/a $x/`y`/t.js\nattach\n4711\n");
    const found = listRemedies("yamaAdministrator", { canGetCapability: true, isPlainNode: true, ourUid: 1 } as RightsFacts, []);
    assert.match(found.find(({ id }) => id === "capability")!.commands[0], /su -c "setcap cap_sys_ptrace=ep \$HOME\/\.local/);
  });

  it("macOS, by its name only: root is let in, but into protected programs", () => {
    const facts = { ...readRightsFacts(new Procfs(path.join(folder, "proc")), PID), system: "darwin", hasSudo: true } as const;
    const asked = explainRefusal({ ...facts, ourUid: 501 }, command, users);
    assert.deepEqual([asked.kind, ...remedies(asked)], ["macAdministrator", "sudo"]);
    const forbidden = explainRefusal({ ...facts, ourUid: 0 }, command, users);
    assert.deepEqual([forbidden.kind, ...remedies(forbidden)], ["macProtected", "otherPython"]);
  });

  it("a process that is gone", () => {
    fs.mkdirSync(path.join(folder, "proc"));
    const found = explainRefusal(readRightsFacts(new Procfs(path.join(folder, "proc")), PID), [], users);
    assert.deepEqual([found.kind, found.reason, ...remedies(found)], ["gone", `Process ${PID} has ended.`]);
  });

  it("who took on the rights of another user is said so", () => {
    const found = refusal({ its: { Uid: "1000\t0\t0\t0" } });
    assert.match(found.reason, /has taken on the rights of another user \(root\)/);
  });

  it("in a terminal every step is a line that can be typed", () => {
    const caller = { node: ["/usr/bin/node"], helper: ["/o/my tachyon.js"], arguments: ["attach", "4711"] };
    const lines = refusalLines(refusal({ yama: 2 }), (template) => fillCommand(template, caller));
    assert.match(lines[0], /What helps here, the least change first:$/);
    assert.equal(lines[2].trim(), "sudo /usr/bin/node '/o/my tachyon.js' attach 4711");
  });

  it("words are quoted for a shell", () => {
    assert.deepEqual(["plain/x-1.py", "a b", "it's", "$(x)"].map(quote), ["plain/x-1.py", "'a b'", "'it'\\''s'", "'$(x)'"]);
  });
});
