import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { containerOf, otherContainer, UserNames, virtualEnvironment } from "../../../sampler/host/processFacts";
import { Procfs } from "../../../sampler/host/procfs";

const ID = "3f1c0a9be2d4".padEnd(64, "0");

describe("processes: container", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    [`0::/system.slice/docker-${ID}.scope`, "docker 3f1c0a9be2d4"],
    [`12:cpu:/docker/${ID}\n0::/`, "docker 3f1c0a9be2d4"],
    [`0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`, "kubernetes 3f1c0a9be2d4"],
    [`0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container`, "podman 3f1c0a9be2d4"],
    ["0::/lxc.payload.web/system.slice/cron.service", "lxc web"],
    ["0::/machine.slice/machine-db.scope", "machine db"],
    ["0::/user.slice/user-1000.slice/session-2.scope", null],
    ["0::/", null],
  ];
  for (const [cgroup, expected] of cases) {
    it(expected ?? `none in ${cgroup}`, () => assert.equal(containerOf(cgroup), expected));
  }
});

describe("processes: what /proc tells", () => {
  let folder: string;
  let procfs: Procfs;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-proc-"));
    procfs = new Procfs(path.join(folder, "proc"));
    fs.mkdirSync(path.join(folder, "proc", "7"), { recursive: true });
    fs.symlinkSync(folder, path.join(folder, "proc", "7", "root"));
    fs.symlinkSync("/w", path.join(folder, "proc", "7", "cwd"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function write(name: string, text = ""): void {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  it("a virtual environment by the interpreter that was named, from where it was named", () => {
    write("w/.venv/bin/python");
    write("w/.venv/pyvenv.cfg");
    for (const program of [".venv/bin/python", "/w/.venv/bin/python"]) {
      assert.equal(virtualEnvironment(procfs, 7, [program, "x.py"]), "/w/.venv");
    }
  });

  it("a conda environment, found on the process's own PATH", () => {
    write("conda/envs/data/bin/python");
    write("conda/envs/data/conda-meta/history");
    write("proc/7/environ", "HOME=/h\0PATH=/usr/bin:/conda/envs/data/bin\0");
    assert.equal(virtualEnvironment(procfs, 7, ["python", "x.py"]), "/conda/envs/data");
  });

  it("no environment where there is none", () => {
    write("usr/bin/python3");
    assert.equal(virtualEnvironment(procfs, 7, ["/usr/bin/python3"]), null);
    assert.equal(virtualEnvironment(procfs, 7, []), null);
  });

  it("a container by name, or another process namespace where it has none", () => {
    write("proc/7/cgroup", `0::/docker/${ID}`);
    write("proc/self/cgroup", "0::/");
    assert.equal(otherContainer(procfs, 7), "docker 3f1c0a9be2d4");
    write("proc/self/cgroup", `0::/docker/${ID}`);
    assert.equal(otherContainer(procfs, 7), null);
    for (const [pid, space] of [["7", "pid:[1]"], ["self", "pid:[2]"]]) {
      fs.mkdirSync(path.join(folder, "proc", pid, "ns"));
      fs.symlinkSync(space, path.join(folder, "proc", pid, "ns", "pid"));
    }
    assert.equal(otherContainer(procfs, 7), "other process namespace");
  });

  it("another process namespace, also where that itself is private", () => {
    write("proc/self/status", "NSpid:\t40\n");
    write("proc/7/status", "NSpid:\t7\t1\n");
    assert.equal(otherContainer(procfs, 7), "other process namespace");
    write("proc/7/status", "NSpid:\t7\n");
    assert.equal(otherContainer(procfs, 7), null);
  });

  it("times and flags, whatever the process is called", () => {
    const rest = "1 1 1 0 -1 4194560 0 0 0 0 150 50 0 0 20 0 1 0 12345 0 0";
    write("proc/7/stat", `7 (we) ird (x) S ${rest}`);
    const expected = { parent: 1, cpuSeconds: 2, startSeconds: 123.45, isKernelThread: false, isZombie: false };
    assert.deepEqual(procfs.times(7), expected);
    assert.equal(procfs.times(8), null);
  });

  it("mapped files, each once, with blanks in their names", () => {
    write("proc/7/maps", "0-1 r--p 0 08:01 5    /a b/libpython3.11.so\n1-2 r-xp 1 08:01 5    /a b/libpython3.11.so\n2-3 rw-p 0 00:00 0 [heap]\n");
    assert.deepEqual(procfs.mappedFiles(7), ["/a b/libpython3.11.so"]);
    assert.equal(procfs.mappedFiles(8), null);
  });

  it("users by name, else by number", () => {
    const users = new UserNames("root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
    assert.deepEqual([users.name(1000), users.name(7)], ["ann", "7"]);
  });
});
