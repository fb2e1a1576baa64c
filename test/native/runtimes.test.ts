import * as assert from "node:assert";
import type { Context } from "mocha";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type PythonVersion, interpreterOrSkip, isReleaseOf, supportedVersions } from "../support/interpreters";
import { askCommand, findOnPath, waitFor } from "../support/processes";
import { InterpreterCopy } from "./interpreterCopy";
import { addon, everyMillisecond, placesOf, profileOf, runsOf } from "./recording";
import { Target } from "./target";

/** What programs/known.py rests in, from its root on. */
const knownNames = ["<module>", "__init__", "<lambda>", "delegate", "prodüce", "recurse", "recurse", "recurse", "recurse", "rest"];

function assertIsRead(pid: number, version: PythonVersion): void {
  const { supported, version: found, reason } = addon().inspect(pid);
  assert.ok(supported, reason);
  assert.ok(isReleaseOf(version, found ?? ""), `${found} is not ${version}`);
  const profile = profileOf(addon().replayMemory(addon().recordMemory({ ...everyMillisecond, pid }), everyMillisecond));
  const main = runsOf(profile).find(({ thread, isWhole }) => thread === "MainThread" && isWhole);
  assert.ok(main, "no stack of the main thread");
  const names = placesOf(profile, main.stack).map(({ name }) => name.split(".").at(-1));
  assert.deepStrictEqual(names.slice(0, knownNames.length), knownNames); // what it announces itself with may be on top
}

for (const version of supportedVersions) {
  describe(`the runtime of CPython ${version}`, function () {
    this.timeout(30_000);
    let folder: string;
    let copy: InterpreterCopy;

    beforeEach(function () {
      const python = interpreterOrSkip(this, version);
      folder = mkdtempSync(path.join(tmpdir(), "tachyon-runtime-"));
      copy = new InterpreterCopy(python, folder);
    });

    afterEach(() => folder && rmSync(folder, { recursive: true }));

    async function whileResting(use: (pid: number) => void): Promise<void> {
      const target = Target.start(copy.executable, "known.py", [], copy.env);
      try {
        await target.line();
        use(target.pid);
      } finally {
        await target.stop();
      }
    }

    it("is found in a stripped program with another name", async function () {
      if (findOnPath("strip") === undefined) return skipWithout(this, "strip");
      for (const file of copy.files.filter(hasSymbols)) execFileSync("strip", ["-s", file]);
      await whileResting((pid) => assertIsRead(pid, version));
    });

    it("is found where nothing names it", async () => {
      copy.dropSectionHeaders();
      await whileResting((pid) => assertIsRead(pid, version));
    });

    it("is found when its files were replaced while it runs", async () => {
      await whileResting((pid) => {
        copy.replace();
        assertIsRead(pid, version);
      });
    });

    it("is found in a container, under a path that only the container has", async function () {
      const unshare = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];
      if (askCommand("unshare", [...unshare, "true"]) === undefined) return skipWithout(this, "the right to make namespaces");
      const enter = 'mount --bind "$0" /mnt && export LD_LIBRARY_PATH=/mnt && exec /mnt/myapp "$1"';
      const program = path.join(__dirname, "programs", "known.py");
      const target = Target.run("unshare", [...unshare, "sh", "-c", enter, folder, program], copy.env);
      try {
        await target.line();
        const inner = await waitFor("the program's process", () => childOf(target.pid));
        assertIsRead(inner, version);
        process.kill(inner, "SIGKILL");
      } finally {
        await target.stop();
      }
    });
  });
}

function childOf(pid: number): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children === "" ? undefined : Number(children);
}

/** Those of distributions are stripped already. */
function hasSymbols(file: string): boolean {
  return execFileSync("nm", [file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }) !== "";
}

function skipWithout(context: Context, what: string): void {
  console.log(`      skipped: ${what} is missing here`);
  context.skip();
}
