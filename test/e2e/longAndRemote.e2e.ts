import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { EditorInBrowser } from "../support/editorInBrowser";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { waitFor } from "../support/processes";

describe("e2e: long profiles in a remote window", function () {
  this.timeout(120_000);
  this.bail(true);

  let editor: EditorInBrowser;
  let server: ChildProcess;

  before(async function () {
    this.timeout(300_000);
    const python = anyInterpreterOrSkip(this);
    editor = await EditorInBrowser.open({
      name: "long-and-remote",
      fixture: "debug-workspace",
      settings: { "tachyon.pythonPath": python, "tachyon.openOnFinish": "none" },
      behindProxy: true,
    });
    server = spawn(python, [editor.file("team.py")], { stdio: ["ignore", "pipe", "ignore"] });
    await once(server.stdout!, "data");
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  after(async () => {
    server?.kill("SIGKILL");
    await editor?.close();
  });

  const status = () => editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");

  /** Samples and seconds as the status bar tells them to screen readers. */
  async function figures(): Promise<{ samples: number; seconds: number }> {
    const label = (await status().locator("a").getAttribute("aria-label")) ?? "";
    const [, samples = "", minutes, seconds] = /([\d,]+) samples .* in (\d+):(\d+)/.exec(label) ?? [];
    return { samples: Number(samples.replaceAll(",", "")), seconds: 60 * Number(minutes) + Number(seconds) };
  }

  it("attaches to a server", async () => {
    await editor.workbench.openFile("team.py");
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    await editor.workbench.quickPickRow(String(server.pid)).first().click();
    await status().filter({ hasText: /samples/ }).waitFor();
    await waitFor("seconds of it", async () => (await figures()).seconds >= 2);
  });

  it("loses nothing when the network drops and returns", async () => {
    const before = await figures();
    editor.network!.cut();
    await editor.workbench.page.getByText(/Attempting to reconnect|Disconnected/i).first().waitFor({ timeout: 60_000 });
    await editor.screenshot("disconnected");
    editor.network!.mend();
    await waitFor("samples of the time between", async () => {
      const { samples, seconds } = await figures();
      // Two threads at a kilohertz; a busy machine misses some ticks, but never a second of them.
      return seconds > before.seconds + 2 && samples > before.samples + 200 * (seconds - before.seconds);
    }, 60_000);
  });

  it("finds the profile again after the window was reloaded, with all of it", async () => {
    const before = await figures();
    await editor.workbench.reload();
    await status().filter({ hasText: /samples/ }).waitFor();
    const after = await figures();
    assert.ok(after.samples >= before.samples, `${after.samples} of ${before.samples} samples`);
    assert.ok(after.seconds >= before.seconds, `${after.seconds} of ${before.seconds} s`);
    await waitFor("more samples", async () => (await figures()).samples > after.samples);
    await waitFor("heat in the gutter", async () => (await editor.workbench.gutterIcons()).length > 0);
    await editor.screenshot("reloaded");
  });

  it("can stop it then, and leaves the server running", async () => {
    await status().locator("a").click();
    await status().waitFor({ state: "hidden" });
    assert.equal(server.exitCode, null);
  });
});
