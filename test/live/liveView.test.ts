import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { interpreterOrSkip } from "../support/interpreters";
import { PseudoTerminal, type PseudoTerminalOptions } from "../support/pseudoTerminal";
import { readRecording, tachyon, chosenCommand } from "./tachyon";

const WATCHED = path.join(__dirname, "targets", "watched.py");
const UP = "\x1b[A";
const DOWN = "\x1b[B";
const RIGHT = "\x1b[C";
const LEFT = "\x1b[D";
const ENTER = "\r";
const BACKSPACE = "\x7f";

describe("the live view", function () {
  this.timeout(60_000);
  let python: string;
  let folder: string;
  let stop: string;
  let terminal: PseudoTerminal | undefined;

  beforeEach(function () {
    python = interpreterOrSkip(this, "3.12");
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-live-"));
    stop = path.join(folder, "stop");
  });

  afterEach(() => {
    terminal?.close();
    terminal = undefined;
    fs.rmSync(folder, { recursive: true });
  });

  /** Uses the command in a terminal of its own. */
  function use(args: readonly string[], options: Partial<PseudoTerminalOptions> = {}): PseudoTerminal {
    const command = [process.execPath, ...chosenCommand(), ...args];
    terminal = new PseudoTerminal(python, command, { columns: 100, rows: 30, cwd: folder, ...options });
    return terminal;
  }

  function watch(extra: readonly string[] = [], options: Partial<PseudoTerminalOptions> = {}): PseudoTerminal {
    return use(["run", "--live", "-a", ...extra, "--python", python, WATCHED, stop], options);
  }

  /** Rows of the table, without the selected one's look. */
  const rows = (seen: PseudoTerminal): string[] => seen.lines.filter((line) => /watched\.py:\d+$/.test(line));

  /** Types a key and waits for what it brings. */
  async function press(seen: PseudoTerminal, key: string, pattern: RegExp | string): Promise<RegExpExecArray> {
    seen.type(key);
    return seen.shows(pattern);
  }

  /** Leaves, and looks at how the terminal was left. */
  async function quit(seen: PseudoTerminal, code = 0): Promise<void> {
    seen.type("q");
    const end = await seen.ended;
    assert.deepEqual(end, { code, modes: "canonical echo" }, seen.history);
    assert.equal(seen.isAlternate, false);
    assert.equal(seen.isCursorHidden, false);
  }

  it("shows what the reference shows, and ends the program with it", async () => {
    const seen = watch();
    await seen.shows(/Top 3: +1\. (leaf|waiter) \(\d+\.\d%\) │ 2\./);
    assert.ok(seen.isAlternate);
    const [title, facts, samples, efficiency, threads, functions] = seen.lines;
    assert.match(title, /^Tachyon Profiler {2}.*watched\.py/);
    assert.match(facts, /^PID: \d+ │ Thread: ALL │ Uptime: 0m\d\ds │ Time: \d\d:\d\d:\d\d │ Interval: 1000µs │ Display: 10\.0Hz$/);
    assert.match(samples, /^Samples: +\d+ total \( +[\d.]+\/s\) \[█*░*\] [\d.]+K?Hz\/1\.0KHz \([\d.]+%\)$/);
    assert.match(efficiency, /^Efficiency:\[█+░*\] +[\d.]+% good, +[\d.]+% torn, +[\d.]+% failed$/);
    assert.match(threads, /^Threads: +[\d.]+% on gil │ +[\d.]+% off gil │ +[\d.]+% waiting for gil │ +[\d.]+% exc │ +[\d.]+% GC$/);
    assert.match(functions, /^Functions: +\d+ total │ +\d+ exec │ +\d+ stack │ +\d+ shown$/);
    assert.match(seen.text, /nsamples +% +▼tottime +function +file:line/);
    assert.match(seen.text, /nsamples: direct\/cumulative \(direct=executing, cumulative=on stack\)/);
    assert.doesNotMatch(seen.text, /hello/);
    const pid = Number(/PID: (\d+)/.exec(facts)![1]);
    await quit(seen);
    assert.match(seen.history, /hello on stdout\nhello on stderr 100%s\nCaptured \d+ samples/);
    assert.throws(() => process.kill(pid, 0), "the program has outlived the view");
  });

  it("sorts, filters, freezes, forgets, and refreshes as it is told", async () => {
    const seen = watch();
    await seen.shows(/leaf +live\/|leaf .*watched/);
    await press(seen, "s", /▼% +function|▼%/);
    await press(seen, "s", "▼cumtime");
    await press(seen, "s", "▼nsamples");
    await press(seen, "S", "▼cumtime");
    await press(seen, "S", "Sort: Cumulative %");
    await press(seen, "/", "Function filter: _");
    await press(seen, "leavx", "Function filter: leavx_");
    await press(seen, `${BACKSPACE}${BACKSPACE}F`, "Function filter: leaF_");
    await press(seen, ENTER, "[Filter: leaF (c to clear)]");
    await seen.until("only leaf is left", () => rows(seen).length === 1 && / leaf /.test(rows(seen)[0]));
    await press(seen, "/", "Function filter: leaF_");
    seen.type("zzz\x1b");
    await seen.until("the filter is as before", () => /\[Filter: leaF /.test(seen.text) && !/Function filter/.test(seen.text));
    seen.type("c");
    await seen.until("the filter is gone", () => !seen.text.includes("[Filter:") && rows(seen).length > 1);
    await press(seen, "x", "[Trend colors: OFF]");
    await press(seen, "+", "Display: 20.0Hz");
    await press(seen, "-", "Display: 10.0Hz");
    await press(seen, "-", "Display: 6.7Hz");
    await press(seen, "p", "[PAUSED]");
    const samples = (): number => Number(/Samples: +(\d+)/.exec(seen.text)![1]);
    const [frozen, time] = [samples(), /Time: ([\d:]+)/.exec(seen.text)![1]];
    await seen.until("a second has passed", () => !seen.text.includes(`Time: ${time}`));
    assert.equal(samples(), frozen);
    seen.type("p");
    await seen.until("it goes on", () => samples() > frozen);
    const before = samples();
    seen.type("r");
    await seen.until("it begins anew", () => samples() < before);
    await quit(seen);
  });

  it("selects rows, and shows keys and what the program has printed", async () => {
    const seen = watch();
    await seen.shows(/ leaf +/);
    await seen.until("some rows", () => rows(seen).length >= 3);
    seen.type("p");
    await seen.shows("[PAUSED]");
    const first = seen.lines.findIndex((line) => line.includes("▼tottime")) + 1;
    const selected = (): number => [...seen.lines.keys()].findIndex((row) => row >= first && seen.look(row, 0).inverse) - first;
    assert.equal(selected(), 0);
    for (const [key, row] of [["j", 1], [DOWN, 2], ["k", 1], [UP, 0], ["k", 0]] as const) {
      seen.type(key);
      await seen.until(`row ${row} is selected`, () => selected() === row);
    }
    seen.type("\x1b[F");
    await seen.until("the last row is selected", () => selected() > 2);
    seen.type("\x1b[H");
    await seen.until("the first row is selected", () => selected() === 0);
    seen.type("\x1b[6~");
    await seen.until("a page further", () => selected() > 2);
    seen.type("\x1b[5~");
    await seen.until("a page back", () => selected() === 0);
    await press(seen, "h", "Interactive Commands");
    await press(seen, "z", "[PAUSED]");
    await press(seen, "?", "Interactive Commands");
    await press(seen, "h", "[PAUSED]");
    await press(seen, "o", /has printed.*\nhello on stdout\nhello on stderr 100%s/);
    await press(seen, "z", "[PAUSED]");
    await quit(seen);
  });

  it("looks at one thread alone", async () => {
    const seen = watch();
    await seen.shows(/ waiter +/);
    await press(seen, "t", /Thread: \S.* 1\/2/);
    await press(seen, RIGHT, /Thread: \S.* 2\/2/);
    await seen.until("only its functions", () => !/ leaf /.test(rows(seen).join("\n")) && / waiter /.test(rows(seen).join("\n")));
    await press(seen, RIGHT, /Thread: \S.* 1\/2/);
    await seen.until("only its functions", () => / leaf /.test(rows(seen).join("\n")) && !/ waiter /.test(rows(seen).join("\n")));
    await press(seen, LEFT, /Thread: \S.* 2\/2/);
    await press(seen, "<", /Thread: \S.* 1\/2/);
    await press(seen, ">", /Thread: \S.* 2\/2/);
    await press(seen, "t", "Thread: ALL");
    await press(seen, "n", "one process only");
    await press(seen, "V", /thread +samples +cpu % +gil % +wait % on a processor +now in/);
    assert.match(seen.text, /MainThread \(\d+\) +\d+ +\d+\.\d +\d+\.\d +\d+\.\d/);
    await press(seen, ENTER, /Thread: \S.* 1\/2.*[^]*v:functions/);
    await quit(seen);
  });

  it("shows the call tree, opens and closes it", async () => {
    const seen = watch();
    await seen.shows(/ leaf +/);
    await press(seen, "v", "v:lines");
    await seen.until("lines of leaf", () => rows(seen).filter((row) => / leaf /.test(row)).length > 1);
    await press(seen, "v", /▾ <module> .*\n.* {2}▾ main .*\n.* {4}▾ middle .*\n.* {8}leaf /);
    const main = (): string => seen.lines.find((line) => / main /.test(line)) ?? "";
    seen.type("j");
    await seen.until("main is selected", () => seen.look(seen.lines.indexOf(main()), 0).inverse);
    seen.type(LEFT);
    await seen.until("main is closed", () => main().includes("▸ main") && !/ middle /.test(seen.text));
    seen.type(RIGHT);
    await seen.until("main is open", () => main().includes("▾ main") && / middle /.test(seen.text));
    for (const isClosed = (): boolean => main().includes("▸ main"); !isClosed(); ) {
      const before = seen.lines.slice(9).map((line) => /[▾▸] \S+/.exec(line)?.[0]).join();
      seen.type("*");
      const changed = (): boolean => seen.lines.slice(9).map((line) => /[▾▸] \S+/.exec(line)?.[0]).join() !== before;
      await seen.until("more is open, or all is closed", changed);
    }
    await press(seen, "*", / middle /);
    seen.type(`${LEFT}${LEFT} `);
    await seen.until("the root is closed", () => /▸ <module> .*watched/.test(seen.text));
    await press(seen, "v", /▾ leaf .*\n.* {2}▾ middle .*\n.* {4}▾ main /);
    await press(seen, "V", "v:tree");
    await quit(seen);
  });

  it("shows the instructions of the selected function", async () => {
    const seen = watch(["--opcodes"]);
    await seen.shows(/─── Opcodes for (leaf|waiter)\(\) ─/);
    await press(seen, "/", "Function filter: _");
    await press(seen, `leaf${ENTER}`, "─── Opcodes for leaf() ─");
    await seen.shows(/\[█{20}\] [A-Z_]+( \([A-Z_]+\))? +\d+\.\d% \( +\d+\)/);
    await press(seen, "v", "v:lines");
    await seen.shows(/─── Opcodes for leaf\(\) ─.*\n +\[█{20}\]/);
    await quit(seen);
  });

  it("exports while the program runs", async () => {
    const seen = watch();
    await seen.shows(/ leaf +/);
    await press(seen, "e", /Export as .* ◂ tachyon ▸ 1\//);
    for (let tries = 0; !/◂ collapsed ▸/.test(seen.text); tries++) {
      assert.ok(tries < 20, "no collapsed stacks among the formats");
      const shown = /◂ (\w+) ▸/.exec(seen.text)![1];
      seen.type(RIGHT);
      await seen.until("the next format", () => /◂ (\w+) ▸/.exec(seen.text)?.[1] !== shown);
    }
    await press(seen, ENTER, /Write collapsed to: \S+\.txt_/);
    await press(seen, "\x15stacks.txt", "Write collapsed to: stacks.txt_");
    await press(seen, ENTER, "written to stacks.txt");
    assert.match(fs.readFileSync(path.join(folder, "stacks.txt"), "utf8"), /watched\.py:leaf:\d+ \d+$/m);
    await press(seen, "e", "◂ tachyon ▸");
    await press(seen, ENTER, "Write tachyon to:");
    await press(seen, `\x15nowhere/x${ENTER}`, /Cannot write '.*nowhere\/x': no such file or directory/);
    await quit(seen);
  });

  it("keeps the last picture when the program ends, and hands its exit code on", async () => {
    const seen = watch(["--record", "whole.tachyon"]);
    await seen.shows(/ leaf +/);
    fs.writeFileSync(stop, "");
    await seen.shows("✓ PROFILING COMPLETE - Final Results Below - Press 'q' to Quit");
    await seen.shows("[PROFILING FINISHED - Press 'q' to quit]");
    await press(seen, "s", "▼%");
    const samples = /Samples: +\d+/.exec(seen.text)![0];
    seen.type("r");
    await press(seen, "v", "v:lines");
    assert.ok(seen.text.includes(samples), "it was reset");
    await quit(seen, 3);
    assert.match(seen.history, /hello on stdout\nhello on stderr 100%s\ngoodbye on stdout\nCaptured/);
    assert.ok(readRecording(path.join(folder, "whole.tachyon")).statistics.samples > 0);
  });

  it("passes Ctrl-C on to the program", async () => {
    const seen = watch();
    await seen.shows(/ leaf +/);
    await press(seen, "\x03", "PROFILING COMPLETE");
    seen.type("\x03");
    assert.deepEqual(await seen.ended, { code: 7, modes: "canonical echo" });
  });

  it("can be left while the program goes on", async () => {
    const seen = watch();
    await seen.shows(/ leaf +/);
    seen.type("d");
    await seen.until("the screen is given back", () => !seen.isAlternate && seen.history.includes("Captured"));
    fs.writeFileSync(stop, "");
    assert.deepEqual(await seen.ended, { code: 3, modes: "canonical echo" });
    assert.match(seen.history, /hello on stdout[^]*Captured[^]*goodbye on stdout/);
  });
});

describe("the live view and the terminal", function () {
  this.timeout(60_000);
  let python: string;
  let folder: string;
  let stop: string;
  let terminal: PseudoTerminal | undefined;
  let target: ChildProcess | undefined;

  beforeEach(function () {
    python = interpreterOrSkip(this, "3.12");
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-live-"));
    stop = path.join(folder, "stop");
  });

  afterEach(() => {
    terminal?.close();
    target?.kill("SIGKILL");
    terminal = target = undefined;
    fs.rmSync(folder, { recursive: true });
  });

  function open(command: readonly string[], options: Partial<PseudoTerminalOptions> = {}): PseudoTerminal {
    terminal = new PseudoTerminal(python, command, { columns: 80, rows: 24, cwd: folder, ...options });
    return terminal;
  }

  const command = (...args: string[]): string[] => [process.execPath, ...chosenCommand(), ...args];
  const watching = (): string[] => command("run", "--live", "-a", "--python", python, WATCHED, stop);

  it("fits into small ones, says when one is too small, and follows its size", async () => {
    const seen = open(watching(), { columns: 60, rows: 12 });
    await seen.shows(/ leaf +/);
    assert.match(seen.lines[0], /^PID: /);
    assert.match(seen.text, /▼tottime/);
    assert.match(seen.lines[11], /Sort: /);
    assert.equal(seen.lines.filter((line) => line.length > 60).length, 0);
    seen.resize(59, 12);
    await seen.shows(/Terminal too small!\n +Need: 60x12\n +Have: 59x12\n +Please resize/);
    seen.resize(140, 40);
    await seen.shows(/nsamples +% +▼tottime +% +cumtime +function +file:line/);
    assert.match(seen.lines[0], /^Tachyon Profiler/);
    assert.match(seen.lines[39], /Sort: /);
    seen.resize(80, 24);
    await seen.until("it has shrunk", () => /Sort: /.test(seen.lines[23]) && /^Tachyon/.test(seen.lines[0]));
    assert.doesNotMatch(seen.text, /cumtime/);
    seen.type("q");
    assert.deepEqual(await seen.ended, { code: 0, modes: "canonical echo" });
  });

  it("draws without colours when NO_COLOR asks for it", async () => {
    const coloured = (seen: PseudoTerminal): boolean =>
      seen.lines.some((line, row) => [...line].some((_, column) => seen.look(row, column).coloured));
    const plain = open(watching(), { env: { NO_COLOR: "1" } });
    await plain.shows(/ leaf +/);
    assert.ok(!coloured(plain));
    const header = plain.lines.findIndex((line) => line.includes("▼tottime"));
    assert.ok(plain.look(header, 3).inverse && plain.look(header + 1, 3).inverse, "head and selected row do not stand out");
    plain.type("q");
    await plain.ended;
    const bright = open(watching());
    await bright.shows(/ leaf +/);
    assert.ok(coloured(bright));
  });

  it("is given back when the command is ended, and the program hears of it", async () => {
    const seen = open(watching());
    await seen.shows(/ leaf +/);
    process.kill(await seen.pid(), "SIGTERM");
    assert.deepEqual(await seen.ended, { code: 128 + os.constants.signals.SIGTERM, modes: "canonical echo" });
    assert.equal(seen.isAlternate, false);
    assert.equal(seen.isCursorHidden, false);
  });

  it("is given back when something goes wrong inside, and the error can be read", async () => {
    const culprit = path.join(folder, "culprit.cjs");
    fs.writeFileSync(culprit, 'process.stdin.once("data", () => { throw new Error("made to fail"); });');
    const seen = open([process.execPath, "--require", culprit, ...watching().slice(1)]);
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
    const seen = open(["/bin/bash", "--norc", "--noediting", "-i"], { env: { PS1: "ready> " } });
    await seen.shows("ready>");
    seen.type(`${watching().join(" ")}\r`);
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
    const seen = open([process.execPath, "--import", tsx, program], { env: { TERM: undefined } });
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
    const marker = path.join(folder, "started");
    const script = path.join(folder, "marks.py");
    fs.writeFileSync(script, `open(${JSON.stringify(marker)}, "w")`);
    const end = await tachyon(["run", "--live", "--python", python, script]);
    assert.equal(end.code, 2);
    assert.match(end.stderr, /^tachyon: --live needs a terminal, and standard output is none\./);
    assert.ok(!fs.existsSync(marker));
  });

  it("shows a process that runs already, and leaves it running", async () => {
    target = spawn(python, [WATCHED, stop], { stdio: ["ignore", "pipe", "ignore"] });
    await once(target.stdout!, "data");
    const seen = open(command("attach", "--live", "-a", String(target.pid)));
    await seen.shows(/ leaf +/);
    seen.type("o");
    await seen.shows("prints where it always did");
    seen.type("q");
    assert.deepEqual(await seen.ended, { code: 0, modes: "canonical echo" });
    assert.match(seen.history, /Captured \d+ samples/);
    assert.equal(target.exitCode, null);
  });

  it("shows several processes, together and each alone", async () => {
    const parent = path.join(folder, "parent.py");
    const source = `import subprocess, sys\nsubprocess.run([sys.executable, ${JSON.stringify(WATCHED)}, ${JSON.stringify(stop)}])\n`;
    fs.writeFileSync(parent, source);
    const seen = open(command("run", "--live", "-a", "--subprocesses", "--python", python, parent), { columns: 120 });
    const [, pid] = await seen.shows(/PID: (\d+) │ Process: ALL \(of 2\)/);
    await seen.shows(/ leaf +/);
    seen.type("n");
    await seen.shows(`Process: ${pid} (of 2)`);
    await seen.until("the parent alone", () => / leaf +/.test(seen.text) === false && /Popen|wait/.test(seen.text));
    seen.type("n");
    await seen.until("the child alone", () => / leaf +/.test(seen.text) && !seen.text.includes(`Process: ${pid} `));
    seen.type("N");
    await seen.shows(`Process: ${pid} (of 2)`);
    seen.type("V");
    await seen.shows(new RegExp(`process ${pid} .*\\n {2}MainThread.*\\nprocess \\d+ .*\\n {2}MainThread.*\\n {2}`));
    seen.type("q");
    assert.equal((await seen.ended).modes, "canonical echo");
  });
});
