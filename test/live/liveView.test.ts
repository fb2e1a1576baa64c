import assert from "node:assert/strict";
import { BACKSPACE, DOWN, ENTER, LEFT, LiveStage, press, quit, RIGHT, rowsOf, UP } from "./liveStage";

describe("the live view", function () {
  this.timeout(60_000);
  const stage = new LiveStage();

  it("shows what the reference shows, and ends the program with it", async () => {
    const seen = stage.watch();
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
    const seen = stage.watch();
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
    await seen.until("only leaf is left", () => rowsOf(seen).length === 1 && / leaf /.test(rowsOf(seen)[0]));
    await press(seen, "/", "Function filter: leaF_");
    seen.type("zzz\x1b");
    await seen.until("the filter is as before", () => /\[Filter: leaF /.test(seen.text) && !/Function filter/.test(seen.text));
    seen.type("c");
    await seen.until("the filter is gone", () => !seen.text.includes("[Filter:") && rowsOf(seen).length > 1);
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
    const seen = stage.watch();
    await seen.shows(/ leaf +/);
    await seen.until("some rows", () => rowsOf(seen).length >= 3);
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
    const seen = stage.watch();
    await seen.shows(/ waiter +/);
    await press(seen, "t", /Thread: \S.* 1\/2/);
    await press(seen, RIGHT, /Thread: \S.* 2\/2/);
    await seen.until("only its functions", () => !/ leaf /.test(rowsOf(seen).join("\n")) && / waiter /.test(rowsOf(seen).join("\n")));
    await press(seen, RIGHT, /Thread: \S.* 1\/2/);
    await seen.until("only its functions", () => / leaf /.test(rowsOf(seen).join("\n")) && !/ waiter /.test(rowsOf(seen).join("\n")));
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
    const seen = stage.watch();
    await seen.shows(/ leaf +/);
    await press(seen, "v", "v:lines");
    await seen.until("lines of leaf", () => rowsOf(seen).filter((row) => / leaf /.test(row)).length > 1);
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
    const seen = stage.watch(["--opcodes"]);
    await seen.shows(/─── Opcodes for (leaf|waiter)\(\) ─/);
    await press(seen, "/", "Function filter: _");
    await press(seen, `leaf${ENTER}`, "─── Opcodes for leaf() ─");
    await seen.shows(/\[█{20}\] [A-Z_]+( \([A-Z_]+\))? +\d+\.\d% \( +\d+\)/);
    await press(seen, "v", "v:lines");
    await seen.shows(/─── Opcodes for leaf\(\) ─.*\n +\[█{20}\]/);
    await quit(seen);
  });
});
