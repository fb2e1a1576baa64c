import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { anyInterpreterOrSkip, interpreterOrSkip } from "../support/interpreters";
import { ReferenceProfiler } from "../support/referenceProfiler";
import { tachyon } from "./tachyon";

/** A busy line whose text would end a script element. */
const SCRIPT = `from time import perf_counter as clock
def busy(end):
    while clock() < end: "</script><script>alert(1)</script>"
busy(clock() + 0.3)
`;

describe("exports of the command", function () {
  this.timeout(30_000);
  let python: string;
  let folder: string;

  before(function () {
    python = anyInterpreterOrSkip(this);
  });

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-exports-"));
    fs.writeFileSync(path.join(folder, "busy.py"), SCRIPT);
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** Runs the script in its folder; gives the names of the files that came to be, and what was said. */
  async function runBusy(...options: string[]) {
    const end = await tachyon(["run", "--python", python, ...options, "busy.py"], { cwd: folder });
    assert.equal(end.code, 0, end.stderr);
    return { said: end.stderr, files: fs.readdirSync(folder).filter((name) => name !== "busy.py") };
  }

  it("--collapsed writes the reference's lines, under its name", async () => {
    const { said, files } = await runBusy("--collapsed");
    assert.equal(files.length, 1);
    assert.match(files[0], /^collapsed_\d+\.txt$/);
    assert.match(said, new RegExp(`^Collapsed stack output written to ${files[0]}$`, "m"));
    const lines = fs.readFileSync(path.join(folder, files[0]), "utf8").trimEnd().split("\n");
    for (const line of lines) assert.match(line, /^tid:\d+(;[^;]+)+ \d+$/);
    assert.match(lines[0], /^tid:\d+;busy\.py:<module>:4;busy\.py:busy:3 \d+$/);
  });

  it("--subprocesses writes a file for each process, named after it", async () => {
    const forks = SCRIPT.replace("busy(clock() + 0.3)", "import os\nchild = os.fork()\nbusy(clock() + 0.3)\nif child: print(child), os.wait()");
    fs.writeFileSync(path.join(folder, "busy.py"), forks);
    const options = ["--subprocesses", "--collapsed", "-o", path.join(folder, "out.txt"), "busy.py"];
    const end = await tachyon(["run", "--python", python, ...options], { cwd: folder });
    assert.equal(end.code, 0, end.stderr);
    const files = ["out.txt", `out_${end.stdout.trim()}.txt`];
    assert.deepEqual(fs.readdirSync(folder).filter((name) => name !== "busy.py").sort(), files);
    const [parent, child] = files.map((name) => fs.readFileSync(path.join(folder, name), "utf8"));
    for (const text of [parent, child]) assert.match(text, /;busy\.py:busy:3 \d+$/m);
    assert.ok(new RegExp(`^tid:${end.stdout.trim()};`).test(child) && !parent.includes(`tid:${end.stdout.trim()};`));
    for (const name of files) assert.match(end.stderr, new RegExp(`^Collapsed stack output written to .*/${name}$`, "m"));
  });

  it("--flamegraph writes one page in which no source line can run", async function () {
    if (!fs.existsSync(path.join(__dirname, "..", "..", "dist", "webviews", "flameStandalone.js"))) {
      if (process.env.CI) throw new Error("The flame graph's bundle is missing: npm run build:bundles");
      console.log("      skipped: the flame graph's bundle is missing: npm run build:bundles");
      this.skip();
    }
    const { said, files } = await runBusy("--flamegraph", "-o", folder);
    assert.match(files[0], /^flamegraph_\d+\.html$/);
    assert.match(said, new RegExp(`^Flamegraph saved to: ${path.join(folder, files[0])}$`, "m"));
    const page = fs.readFileSync(path.join(folder, files[0]), "utf8");
    assert.equal(page.includes("</script><script>alert(1)"), false);
    assert.ok(page.includes("\\u003c/script>\\u003cscript>alert(1)"), "the source line is in the data, as text");
  });

  it("--binary writes what CPython's own profiler replays, with our numbers", async function () {
    const reference = new ReferenceProfiler(interpreterOrSkip(this, "3.15"));
    try {
      const { said, files } = await runBusy("--binary", "-a", "--opcodes", "--native");
      assert.match(files[0], /^binary_\d+\.bin$/);
      assert.match(said, /^Not in this file: .*the process id/m);
      const bin = path.join(folder, files[0]);
      const stacks = path.join(folder, "stacks.txt");
      const { code, stderr } = await tachyon(["replay", "--collapsed", "-o", stacks, bin]);
      assert.equal(code, 0, stderr);
      assert.equal(fs.readFileSync(stacks, "utf8"), reference.replay(fs.readFileSync(bin), "--collapsed").toString());
    } finally {
      reference.remove();
    }
  });

  it("--record keeps a recording beside them", async () => {
    const { files } = await runBusy("--collapsed", "-o", "stacks.txt", "--record", "kept.tachyon");
    assert.deepEqual(files.sort(), ["kept.tachyon", "stacks.txt"]);
  });
});
