import * as assert from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { readFixture } from "./fixtures";
import { addon } from "./recording";
import { relayOut } from "./relayOut";

const native = path.join(__dirname, "..", "..", "sampler", "native");
const madeUp = 0x031000f0;

/** All that it takes to open a runtime and list its threads, and one file for each version. */
const sources = [
  ...["memory/recorded_memory", "runtime/debug_offsets", "versions/version", "versions/open_runtime", "versions/search_runtime"],
  ...["walk/objects", "walk/posix_threads", "walk/thread_list", "versions/cpython_3_15"],
].map((name) => path.join(native, `${name}.cc`)).concat(path.join(__dirname, "versions", "readRecording.cc"));

describe("a Python version that nobody has made yet", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-version-"));
  const before315 = path.join(folder, "before");
  const moved = path.join(folder, "moved");

  before(() => {
    writeFileSync(before315, readFixture("3.15"));
    writeFileSync(moved, relayOut(readFixture("3.15"), madeUp));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("is refused by name", () => {
    const recording = relayOut(readFixture("3.15"), madeUp);
    assert.throws(() => addon().replayMemory(recording, { allThreads: true, opcodes: true }), /3\.16\.0/);
  });

  it("takes one file, also when its structs and its table are others", function () {
    this.timeout(180_000);
    const usual = compile("usual", sources);
    assert.match(readWith(usual, moved), /3\.16\.0, which cannot be sampled/);
    const extended = compile("extended", [path.join(__dirname, "versions", "cpython_3_16.cc")]);
    const stacks = readWith(extended, before315);
    assert.match(stacks, /rest recurse recurse recurse recurse prodüce delegate .*Box\.__init__ - <module>/);
    assert.strictEqual(readWith(extended, moved), stacks);
  });

  /** Compiles further files and links them with all that were compiled before. */
  function compile(name: string, files: readonly string[]): string {
    const program = path.join(folder, name);
    const include = ["-I", native, "-I", path.join(native, "versions")];
    execFileSync("g++", ["-std=c++20", "-O0", "-c", ...include, ...files], { cwd: folder });
    const objects = readdirSync(folder).filter((file) => file.endsWith(".o"));
    execFileSync("g++", [...objects, "-o", program], { cwd: folder });
    return program;
  }
});

function readWith(program: string, recording: string): string {
  return spawnSync(program, [recording], { encoding: "utf8" }).stdout;
}
