import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { PythonProcess } from "../../sampler/host";
import { Target } from "../native/target";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { copyPackage, readRecording, tachyon, until, type CommandOptions } from "./tachyon";

const NOBODY = 65534;

/** Processes, mounts and a root of its own; there the program has a path that means nothing outside. */
const enter = `
set -e
mount -t tmpfs tmpfs "$0"
for place in /bin /etc /lib* /sbin /usr; do
  if [ -L "$place" ]; then cp -P "$place" "$0$place"; else mkdir "$0$place" && mount --rbind "$place" "$0$place"; fi
done
mkdir -p "$0/app" "$0/proc" "$0$1"
mount --rbind "$1" "$0$1"
mount -t proc proc "$0/proc"
cp "$3" "$0/app/serve.py"
exec chroot "$0" "$2" /app/serve.py`;

const namespaces = ["--mount", "--pid", "--fork", "--kill-child"];

/** A process as in a container, made of the kernel's own parts; what an engine writes about it is in sampler/host/processFacts.test.ts. */
describe("a process of another container", function () {
  this.timeout(30_000);
  let folder: string;
  let target: Target | undefined;
  let pid: number;

  before(async function () {
    const python = anyInterpreterOrSkip(this);
    if (spawnSync("unshare", [...namespaces, "true"]).status !== 0) {
      const reason = "there is no right to make namespaces";
      if (process.env.CI) throw new Error(reason);
      console.log(`      skipped: ${reason}`);
      return this.skip();
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-container-"));
    fs.chmodSync(folder, 0o755);
    copyPackage(folder);
    const root = path.join(folder, "root");
    fs.mkdirSync(root);
    const executable = spawnSync(python, ["-c", "import os, sys; print(os.path.realpath(sys.executable))"], { encoding: "utf8" }).stdout.trim();
    const prefix = path.dirname(path.dirname(executable));
    const program = path.join(__dirname, "targets", "guarded.py");
    target = Target.run("unshare", [...namespaces, "sh", "-c", enter, root, prefix, executable, program]);
    assert.equal(await target.line(), "ready");
    pid = await until("the program's process", () => childOf(target!.pid));
  });

  after(async () => {
    await target?.stop();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  async function seen(options: CommandOptions = {}): Promise<PythonProcess> {
    const { code, stdout, stderr } = await tachyon(["ps", "--json", String(pid)], options);
    assert.equal(code, 0, stderr);
    return (JSON.parse(stdout) as PythonProcess[])[0];
  }

  it("is in the list, which says that it is elsewhere", async () => {
    const { state, container, command, version } = await seen();
    assert.deepEqual([state, container], ["ready", "other process namespace"]);
    assert.equal(command[1], "/app/serve.py");
    assert.match(version ?? "", /^3\.\d+/);
    const { stdout } = await tachyon(["ps"]);
    assert.match(stdout, new RegExp(`^${pid} .* /app/serve\\.py  \\[other process namespace\\]$`, "m"));
  });

  it("is dumped, with the source that only its own root has", async () => {
    const { stdout, code, stderr } = await tachyon(["dump", String(pid)]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /main thread/);
    assert.match(stdout, /File "\/app\/serve\.py", line \d+, in <module>\n +for line in sys\.stdin:/);
  });

  it("is attached to, by the process id that it has here", async () => {
    const recording = path.join(folder, "serve.tachyon");
    const { code, stderr } = await tachyon(["attach", "-d", "0.3", "-o", recording, String(pid)]);
    assert.equal(code, 0, stderr);
    const { strings, functions, threads, statistics, properties } = readRecording(recording);
    assert.ok(statistics.samples > 0);
    assert.ok(Array.from(functions.file, (file) => strings[file]).includes("/app/serve.py"));
    assert.deepEqual([properties.get("pid"), threads[0].process], [String(pid), pid]);
  });

  it("is known to be elsewhere also by who may not look into it, with what helps", async () => {
    const { state, container, refusal } = await seen({ uid: NOBODY, root: folder });
    assert.deepEqual([state, container, refusal?.kind], ["needsRights", "other process namespace", "otherUser"]);
    const said = await tachyon(["attach", String(pid)], { uid: NOBODY, root: folder, cwd: folder });
    assert.equal(said.code, 1);
    assert.match(said.stderr, new RegExp(`^tachyon: Process ${pid} belongs to another user \\(root\\)\\.`));
  });

  it("is not to be started again where its files are not", async () => {
    const command = [process.execPath, path.join(folder, "dist", "tachyon.js"), "dump", String(pid)];
    const { stderr, status } = spawnSync("unshare", ["--user", "--map-root-user", ...command], { encoding: "utf8" });
    assert.equal(status, 1);
    assert.match(stderr, /is outside of our user namespace/);
    assert.match(stderr, /1\. Run the profiler outside, as an administrator/);
    assert.ok(!stderr.includes("Start the program again"), stderr);
  });
});

function childOf(parent: number): number | undefined {
  const children = fs.readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim();
  return children === "" ? undefined : Number(children);
}
