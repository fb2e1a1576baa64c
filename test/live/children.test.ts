import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { computeFunctionTotals, computeStackWeights, listProcesses, selectProcess, type Profile } from "../../sampler/profile";
import { findInterpreters, interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { readRecording, tachyon } from "./tachyon";

const TARGET = path.join(__dirname, "targets", "children.py");
const KINDS = [
  "fork",
  "fork before exec",
  "fork and exec",
  "orphan's parent",
  "orphan",
  "orphan's child",
  "multiprocessing fork",
  "multiprocessing spawn",
  "multiprocessing forkserver",
  "pool",
  "subprocess",
  "shell",
  "shell's exec",
];

for (const version of supportedVersions) {
  describe(`children of CPython ${version}`, function () {
    this.timeout(60_000);
    let profile: Profile;
    let children: [kind: string, pid: number][];
    let others: string[];

    before(async function () {
      const python = interpreterOrSkip(this, version);
      others = [python, ...[...findInterpreters()].filter(([other]) => other !== version).map(([, file]) => file)].slice(0, 2);
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-children-"));
      const file = path.join(folder, "children.tachyon");
      const end = await tachyon(["run", "--subprocesses", "--python", python, "-o", file, TARGET, ...others]);
      assert.equal(end.code, 0, end.stderr);
      profile = readRecording(file);
      children = end.stdout.trim().split("\n").map((line) => JSON.parse(line) as [string, number]);
      fs.rmSync(folder, { recursive: true });
    });

    for (const kind of KINDS) {
      it(`are seen at work in lanes of their own: ${kind}`, () => {
        const pids = children.filter(([name]) => name === kind).map(([, pid]) => pid);
        assert.notEqual(pids.length, 0);
        const idle = pids.filter((pid) => !functionsOf(profile, pid).has("child_work"));
        assert.deepEqual(idle, [], describeLanes(profile));
      });
    }

    it("that are no Python, or have not begun to be another one, have none", () => {
      const pids = new Set(children.map(([, pid]) => pid));
      const rest = listProcesses(profile).filter((pid) => !pids.has(pid));
      // Besides the program itself, multiprocessing has helpers, and workers that got nothing to do.
      const isKnown = (pid: number) => pid === ownPid(profile) || /from multiprocessing/.test(command(profile, pid));
      const strange = rest.filter((pid) => !isKnown(pid));
      assert.deepEqual(strange.map((pid) => command(profile, pid)), []);
    });

    it("say what they are: command, version, parent", () => {
      const [, pid] = children.findLast(([kind]) => kind === "subprocess")!;
      const { properties } = selectProcess(profile, pid);
      assert.deepEqual(JSON.parse(properties.get("command")!), [others.at(-1), TARGET, "subprocess"]);
      assert.match(others.at(-1)!, new RegExp(properties.get("python")!.replace(/\.\d+\D*\d*$/, "").replaceAll(".", "\\.")));
      assert.equal(Number(properties.get("parent")), ownPid(profile));
    });
  });
}

function ownPid(profile: Profile): number {
  return Number(profile.properties.get("pid"));
}

function command(profile: Profile, pid: number): string {
  return profile.properties.get(`process.${pid}.command`) ?? `${pid} without a command`;
}

/** Names of the functions that whole samples of a process saw. */
function functionsOf(profile: Profile, pid: number): Set<string> {
  const own = selectProcess(profile, pid);
  const totals = computeFunctionTotals(own, computeStackWeights(own), "total");
  return new Set(totals.map((row) => own.strings[own.functions.name[row.function]]));
}

function describeLanes(profile: Profile): string {
  return listProcesses(profile).map((pid) => `${pid} ${command(profile, pid)}: ${functionsOf(profile, pid).size}`).join("\n");
}
