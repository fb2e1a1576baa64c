import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { EventKind } from "../../../sampler/wire";
import { readRecording } from "../../live/tachyon";
import type { DebugView } from "../../support/debugView";
import { debugWorkbenchOrSkip } from "../../support/debugWorkbench";
import type { EditorInBrowser } from "../../support/editorInBrowser";
import { helperOf } from "../../support/editorProcesses";
import { waitFor } from "../../support/processes";

/** A profile that survives everything but its program; it ends with the death of the editor that all suites share. */
describe("e2e: a long profile in a remote window", function () {
  this.timeout(120_000);
  this.bail(true);

  let python: string;
  let editor: EditorInBrowser;
  let view: DebugView;
  let server: ChildProcess | undefined;

  before(async function () {
    this.timeout(300_000);
    ({ python, editor, view } = await debugWorkbenchOrSkip(this));
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  after(() => void server?.kill("SIGKILL"));

  const status = () => editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");
  const sampling = () => status().filter({ hasText: /samples/ }).waitFor();

  async function startServer(): Promise<void> {
    server = spawn(python, [editor.file("team.py"), "as-server"], { stdio: ["ignore", "pipe", "ignore"] });
    await once(server.stdout!, "data");
  }

  /** Samples and seconds as the status bar tells them to screen readers. */
  async function figures(): Promise<{ samples: number; seconds: number }> {
    const label = (await status().locator("a").getAttribute("aria-label")) ?? "";
    const [, samples = "", minutes, seconds] = /([\d,]+) samples .* in (\d+):(\d+)/.exec(label) ?? [];
    return { samples: Number(samples.replaceAll(",", "")), seconds: 60 * Number(minutes) + Number(seconds) };
  }

  it("waits for its program by the command line", async () => {
    await editor.workbench.openFile("team.py");
    await view.show();
    await view.start("Server");
    await view.waitForOutput(/Waiting for a Python process with this in its command line: team\.py as-server/);
    await startServer();
    await sampling();
    await view.row(/MainThread/);
  });

  it("loses nothing when the network drops and returns", async () => {
    const before = await waitFor("figures", async () => ((await figures()).samples > 0 ? figures() : undefined));
    editor.network!.cut();
    await waitFor("an attempt to connect, in vain", () => editor.network!.refused > 1);
    await editor.screenshot("disconnected");
    editor.network!.mend();
    await waitFor("samples of the time between", async () => {
      const { samples, seconds } = await figures();
      // Two threads at a kilohertz; a busy machine misses some ticks, but never a second of them.
      return seconds > before.seconds + 2 && samples > before.samples + 200 * (seconds - before.seconds);
    }, 60_000);
  });

  it("finds the profile again after the window was reloaded, with all of it and in the debug view", async () => {
    const before = await figures();
    await editor.workbench.reload();
    await sampling();
    const after = await figures();
    assert.ok(after.samples >= before.samples, `${after.samples} of ${before.samples} samples`);
    assert.ok(after.seconds >= before.seconds, `${after.seconds} of ${before.seconds} s`);
    await waitFor("heat in the gutter", async () => (await editor.workbench.gutterIcons()).length > 0);
    await view.toolbar().waitFor();
    await view.show();
    await view.press("pause");
    await view.row(/crunch|compute|is_over/);
    await editor.screenshot("reloaded");
    await view.press("continue");
  });

  it("goes on with the next process when the program restarts, and has had every sample of the first", async () => {
    // For what follows: nobody waits a minute for an editor that was killed.
    await editor.applySettings({ "tachyon.sampling.editorPatience": 1 });
    const recording = helperOf(server!.pid!).recording;
    server!.kill("SIGKILL");
    const output = await view.waitForOutput(/([\d,]+) samples of 2 threads[^]*Waiting for a Python process/);
    const told = Number(/([\d,]+) samples of 2 threads/.exec(output)![1].replaceAll(",", ""));
    assert.equal(told, readRecording(recording).statistics.samples);
    await startServer();
    await sampling();
    await view.row(/MainThread/);
    await editor.screenshot("restarted");
  });

  it("ends by itself with a whole recording when VS Code is killed, and does its program no harm", async () => {
    const helper = helperOf(server!.pid!);
    await waitFor("a sample is written", () => existsSync(helper.recording) && samplesOf(helper.recording) > 0);
    editor.server.kill();
    await waitFor("the helper's end", () => !existsSync(`/proc/${helper.pid}`));
    const { events, statistics } = readRecording(helper.recording);
    assert.ok(statistics.samples > 0);
    assert.equal(events.at(-1)?.kind, EventKind.Stopped);
    assert.equal(server!.exitCode, null);
    assert.ok(process.kill(server!.pid!, 0));
  });
});

function samplesOf(recording: string): number {
  return readRecording(recording, "cut").statistics.samples;
}
