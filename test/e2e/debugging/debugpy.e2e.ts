import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { DebugView } from "../../support/debugView";
import { debugWorkbenchOrSkip } from "../../support/debugWorkbench";
import type { EditorInBrowser } from "../../support/editorInBrowser";
import { waitFor } from "../../support/processes";

describe("e2e: profiles under the real debugpy", function () {
  this.timeout(120_000);
  this.bail(true);

  let editor: EditorInBrowser;
  let view: DebugView;

  before(async function () {
    this.timeout(300_000);
    ({ editor, view } = await debugWorkbenchOrSkip(this));
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  const status = () => editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");

  /** Takes a profile by the toolbar's button, with a stop condition. */
  async function profile(condition: string): Promise<void> {
    await view.toolbar().locator(".codicon-flame").click();
    await editor.workbench.quickPickRow(condition).first().click();
  }

  const sampling = () => status().filter({ hasText: /samples/ }).waitFor();

  it("profiles a program of the internal console, and says what a debugger does to it", async () => {
    await editor.workbench.openFile("team.py");
    await view.show();
    await view.start("Internal");
    await view.waitForOutput(/team of process \d+ works/);
    await profile("Manual");
    await sampling();
    const warning = editor.workbench.notification("A debugger slows Python down");
    await warning.waitFor();
    assert.match(await warning.innerText(), /Restart Without Debugging/);
    await waitFor("heat in the gutter", async () => (await editor.workbench.gutterIcons()).length > 0);
    await editor.screenshot("internal-console");
    await editor.screenshotInThemes("internal-console");
    // The list of notifications takes them from the screen, so that one that is shown again would be seen.
    await editor.workbench.runCommand("Notifications: Show Notifications");
    await editor.workbench.page.keyboard.press("Escape");
    await warning.waitFor({ state: "hidden" });
    await view.toolbar().locator(".codicon-stop-circle").click();
    await status().waitFor({ state: "hidden" });
  });

  it("dumps the stacks of the debugged program from a thread's menu", async () => {
    const [, pid] = /team of process (\d+) works/.exec(await view.waitForOutput(/team of process \d+ works/))!;
    await view.chooseFromMenu(/MainThread/, "Dump Python Stacks");
    await editor.workbench.editorTab(/Stacks of team\.py/).waitFor();
    await editor.workbench.page.locator(".view-line", { hasText: `process ${pid}` }).first().waitFor();
    await editor.screenshot("dumped");
    await editor.workbench.openFile("team.py");
    await view.show();
  });

  it("ends after the duration that was asked for", async () => {
    await profile("Duration");
    await editor.workbench.answerInput("1");
    await sampling();
    assert.equal(await editor.workbench.notification("A debugger slows Python down").count(), 0, "it is said once");
    await status().waitFor({ state: "hidden" });
  });

  it("ends at the next breakpoint", async () => {
    await profile("Until Next Breakpoint");
    await sampling();
    const line = readFileSync(editor.file("team.py"), "utf8").split("\n").findIndex((text) => /^    return total/.test(text)) + 1;
    await editor.workbench.goToLineOf("team.py", line);
    await editor.workbench.page.keyboard.press("F9");
    await view.row(/crunch/);
    await status().waitFor({ state: "hidden" });
    await editor.screenshot("breakpoint");
    await editor.workbench.page.keyboard.press("F9");
  });

  it("starts the same program again without a debugger, profiled", async () => {
    await view.press("continue");
    await editor.workbench.runCommand("Notifications: Show Notifications");
    const button = editor.workbench.page.locator(".notifications-center .monaco-button");
    await button.filter({ hasText: "Restart Without Debugging" }).click();
    await editor.workbench.terminalRows().filter({ hasText: /team of process \d+ works/ }).first().waitFor();
    await sampling();
    await view.press("stop");
    await view.waitForEnd();
  });

  it("profiles a child process of the integrated terminal by its button in the Call Stack view", async () => {
    await view.start("Terminal");
    const terminal = editor.workbench.terminalRows().filter({ hasText: /child \d+ works/ }).first();
    await terminal.waitFor();
    const child = /child (\d+) works/.exec(await terminal.innerText())![1];
    const row = await view.row(new RegExp(`Subprocess ${child}`));
    // A focused row keeps its buttons when the rows of the child's threads push it from under the pointer.
    await row.click();
    await row.locator(".codicon-flame").click();
    await editor.workbench.quickPickRow("Manual").first().click();
    await sampling();
    const label = await status().locator("a").getAttribute("aria-label");
    assert.match(label ?? "", new RegExp(`Subprocess ${child}`));
    await editor.screenshot("child");
    await status().locator("a").click();
    await status().waitFor({ state: "hidden" });
    await view.press("stop");
    await view.waitForEnd();
  });

  it("profiles what a launcher started under the type `python`, with the files where path mappings say", async () => {
    await editor.workbench.openFile("team.py");
    await view.start("Elsewhere");
    await view.waitForOutput(/works elsewhere/);
    await profile("Manual");
    await sampling();
    await waitFor("heat in the workspace's file", async () => (await editor.workbench.gutterIcons()).length > 0);
    await editor.screenshot("path-mappings");
    await view.toolbar().locator(".codicon-stop-circle").click();
    await status().waitFor({ state: "hidden" });
    await view.press("stop");
    await view.waitForEnd();
  });
});
