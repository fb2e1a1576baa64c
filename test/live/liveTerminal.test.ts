import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { type PseudoTerminal } from "../support/pseudoTerminal";
import { DOWN, ENTER, LEFT, LiveStage, RIGHT, UP } from "./liveStage";
import { tachyon } from "./tachyon";

describe("the live view and the terminal", function () {
  this.timeout(60_000);
  const stage = new LiveStage({ columns: 80, rows: 24 });

  it("fits into small ones, says when one is too small, and follows its size", async () => {
    const seen = stage.watch([], { columns: 60, rows: 12 });
    await seen.shows(/ leaf +/);
    assert.match(seen.lines[0], /^PID: /);
    assert.match(seen.text, /▼tottime/);
    await seen.until("its last row is drawn", () => /Sort: /.test(seen.lines[11]));
    assert.equal(seen.lines.filter((line) => line.length > 60).length, 0);
    seen.resize(59, 12);
    await seen.shows(/Terminal too small!\n +Need: 60x12\n +Have: 59x12\n +Please resize/);
    seen.resize(140, 40);
    await seen.shows(/nsamples +% +▼tottime +% +cumtime +function +file:line/);
    assert.match(seen.lines[0], /^Tachyon Profiler/);
    await seen.until("its last row is drawn", () => /Sort: /.test(seen.lines[39]));
    seen.resize(80, 24);
    await seen.until("it has shrunk", () => /Sort: /.test(seen.lines[23]) && /^Tachyon/.test(seen.lines[0]));
    assert.doesNotMatch(seen.text, /cumtime/);
    seen.type("q");
    assert.deepEqual(await seen.ended, { code: 0, modes: "canonical echo" });
  });

  it("draws without colours when NO_COLOR asks for it", async () => {
    const coloured = (seen: PseudoTerminal): boolean =>
      seen.lines.some((line, row) => [...line].some((_, column) => seen.look(row, column).coloured));
    const plain = stage.watch([], { env: { NO_COLOR: "1" } });
    await plain.shows(/ leaf +/);
    assert.ok(!coloured(plain));
    const header = plain.lines.findIndex((line) => line.includes("▼tottime"));
    assert.ok(plain.look(header, 3).inverse && plain.look(header + 1, 3).inverse, "head and selected row do not stand out");
    plain.type("q");
    await plain.ended;
    const bright = stage.watch();
    await bright.shows(/ leaf +/);
    assert.ok(coloured(bright));
  });

  it("is given back when the command is ended, and the program hears of it", async () => {
    const seen = stage.watch();
    await seen.shows(/ leaf +/);
    process.kill(await seen.pid(), "SIGTERM");
    assert.deepEqual(await seen.ended, { code: 128 + os.constants.signals.SIGTERM, modes: "canonical echo" });
    assert.equal(seen.isAlternate, false);
    assert.equal(seen.isCursorHidden, false);
  });

  it("is given back when something goes wrong inside, and the error can be read", async () => {
    const culprit = path.join(stage.folder, "culprit.cjs");
    fs.writeFileSync(culprit, 'process.stdin.once("data", () => { throw new Error("made to fail"); });');
    const seen = stage.open([process.execPath, "--require", culprit, ...stage.watching().slice(1)]);
    await seen.shows(/ leaf +/);
    seen.type("j");
    const { code, modes } = await seen.ended;
    assert.notEqual(code, 0);
    assert.equal(modes, "canonical echo");
    assert.equal(seen.isAlternate, false);
    assert.equal(seen.isCursorHidden, false);
    assert.match(seen.history, /made to fail/);
  });

  it("is left to the shell by Ctrl-Z, and taken again by fg", async function () {
    if (!fs.existsSync("/bin/bash")) {
      assert.ok(!process.env.CI, "bash is missing");
      this.skip();
    }
    const seen = stage.open(["/bin/bash", "--norc", "--noediting", "-i"], { env: { PS1: "ready> " } });
    await seen.shows("ready>");
    seen.type(`${stage.watching().join(" ")}\r`);
    await seen.shows(/ leaf +/);
    seen.type("\x1a");
    await seen.until("the shell is back", () => !seen.isAlternate && /Stopped/.test(seen.text));
    assert.equal(seen.isCursorHidden, false);
    seen.type("fg\r");
    await seen.until("the picture is back", () => seen.isAlternate && / leaf +/.test(seen.text));
    seen.type("q");
    await seen.until("the shell is back", () => !seen.isAlternate && /ready> $/.test(`${seen.text.trimEnd()} `));
    seen.type("exit\r");
    assert.equal((await seen.ended).modes, "canonical echo");
  });

  it("is read and drawn on as Windows has it: no TERM, its codes of keys", async () => {
    const program = path.join(__dirname, "targets", "windowsKeys.ts");
    const tsx = pathToFileURL(require.resolve("tsx")).href;
    const seen = stage.open([process.execPath, "--import", tsx, program], { env: { TERM: undefined } });
    await seen.shows("size: 80x24");
    assert.ok(seen.isAlternate && seen.isCursorHidden);
    // As the console of Windows sends them: arrows, Home, End, pages, Backspace, Enter, Ctrl-C.
    const sent = [UP, DOWN, RIGHT, LEFT, "\x1b[1~", "\x1b[4~", "\x1b[5~", "\x1b[6~", "\b", ENTER, "\x03", "a"];
    for (const [index, key] of sent.entries()) {
      seen.type(key);
      await seen.until(`key ${index}`, () => seen.lines[0].split(" ").length > index + 1);
    }
    await seen.shows("keys: UP DOWN RIGHT LEFT HOME END PAGE_UP PAGE_DOWN BACKSPACE ENTER CTRL_C a");
    seen.resize(100, 30);
    await seen.shows("size: 100x30");
    seen.type("q");
    assert.deepEqual(await seen.ended, { code: 0, modes: "canonical echo" });
    assert.ok(!seen.isAlternate && !seen.isCursorHidden);
  });

  it("is needed: nothing is started without one", async () => {
    const marker = path.join(stage.folder, "started");
    const script = path.join(stage.folder, "marks.py");
    fs.writeFileSync(script, `open(${JSON.stringify(marker)}, "w")`);
    const end = await tachyon(["run", "--live", "--python", stage.python, script]);
    assert.equal(end.code, 2);
    assert.match(end.stderr, /^tachyon: --live needs a terminal, and standard output is none\./);
    assert.ok(!fs.existsSync(marker));
  });
});
