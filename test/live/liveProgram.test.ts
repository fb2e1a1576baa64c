import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { ENTER, LiveStage, press, quit, RIGHT, watchedProgram } from "./liveStage";
import { readRecording } from "./tachyon";

describe("the live view and the program", function () {
  this.timeout(60_000);
  const stage = new LiveStage();
  let target: ChildProcess | undefined;

  afterEach(() => {
    target?.kill("SIGKILL");
    target = undefined;
  });

  it("exports while the program runs", async () => {
    const seen = stage.watch();
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
    assert.match(fs.readFileSync(path.join(stage.folder, "stacks.txt"), "utf8"), /watched\.py:leaf:\d+ \d+$/m);
    await press(seen, "e", "◂ tachyon ▸");
    await press(seen, ENTER, "Write tachyon to:");
    await press(seen, `\x15nowhere/x${ENTER}`, /Cannot write '.*nowhere\/x': no such file or directory/);
    await quit(seen);
  });

  it("keeps the last picture when the program ends, and hands its exit code on", async () => {
    const seen = stage.watch(["--record", "whole.tachyon"]);
    await seen.shows(/ leaf +/);
    fs.writeFileSync(stage.stop, "");
    await seen.shows("✓ PROFILING COMPLETE - Final Results Below - Press 'q' to Quit");
    await seen.shows("[PROFILING FINISHED - Press 'q' to quit]");
    await press(seen, "s", "▼%");
    const samples = /Samples: +\d+/.exec(seen.text)![0];
    seen.type("r");
    await press(seen, "v", "v:lines");
    assert.ok(seen.text.includes(samples), "it was reset");
    await quit(seen, 3);
    assert.match(seen.history, /hello on stdout\nhello on stderr 100%s\ngoodbye on stdout\nCaptured/);
    assert.ok(readRecording(path.join(stage.folder, "whole.tachyon")).statistics.samples > 0);
  });

  it("passes Ctrl-C on to the program", async () => {
    const seen = stage.watch();
    await seen.shows(/ leaf +/);
    await press(seen, "\x03", "PROFILING COMPLETE");
    seen.type("\x03");
    assert.deepEqual(await seen.ended, { code: 7, modes: "canonical echo" });
  });

  it("can be left while the program goes on", async () => {
    const seen = stage.watch();
    await seen.shows(/ leaf +/);
    seen.type("d");
    await seen.until("the screen is given back", () => !seen.isAlternate && seen.history.includes("Captured"));
    fs.writeFileSync(stage.stop, "");
    assert.deepEqual(await seen.ended, { code: 3, modes: "canonical echo" });
    assert.match(seen.history, /hello on stdout[^]*Captured[^]*goodbye on stdout/);
  });

  it("shows a process that runs already, and leaves it running", async () => {
    target = spawn(stage.python, [watchedProgram, stage.stop], { stdio: ["ignore", "pipe", "ignore"] });
    await once(target.stdout!, "data");
    const seen = stage.open(stage.command("attach", "--live", "-a", String(target.pid)));
    await seen.shows(/ leaf +/);
    seen.type("o");
    await seen.shows("prints where it always did");
    seen.type("q");
    assert.deepEqual(await seen.ended, { code: 0, modes: "canonical echo" });
    assert.match(seen.history, /Captured \d+ samples/);
    assert.equal(target.exitCode, null);
  });

  it("shows several processes, together and each alone", async () => {
    const parent = path.join(stage.folder, "parent.py");
    const source = `import subprocess, sys\nsubprocess.run([sys.executable, ${JSON.stringify(watchedProgram)}, ${JSON.stringify(stage.stop)}])\n`;
    fs.writeFileSync(parent, source);
    const seen = stage.open(stage.command("run", "--live", "-a", "--subprocesses", "--python", stage.python, parent), { columns: 120 });
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
