import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { DebugView } from "../../support/debugView";
import { debugWorkbenchOrSkip } from "../../support/debugWorkbench";
import type { EditorInBrowser } from "../../support/editorInBrowser";
import { waitFor } from "../../support/processes";

const program = "team.py";
const dump = "Dump Python Stacks";

describe("e2e: the debug view", function () {
  this.timeout(120_000);
  this.bail(true);

  let python: string;
  let editor: EditorInBrowser;
  let view: DebugView;
  let outside: ChildProcess | undefined;

  before(async function () {
    this.timeout(300_000);
    ({ python, editor, view } = await debugWorkbenchOrSkip(this));
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  after(async () => {
    outside?.kill("SIGKILL");
  });

  const terminal = (text: string | RegExp) => editor.workbench.terminalRows().filter({ hasText: text }).first();

  it("launches a program, with its threads as they come", async () => {
    await editor.workbench.openFile(program);
    await view.show();
    await view.start("Team");
    await terminal(/team of process \d+ works/).waitFor();
    await view.row(/MainThread/);
    // Older versions do not tell the system the names of their threads.
    await view.row(/waiting|Thread \d+/);
    await editor.screenshot("running");
  });

  it("shows current stacks on pause, and the line that runs", async () => {
    await view.press("pause");
    await view.row(/crunch|compute|is_over/);
    const main = (await view.callStack()).find((text) => /MainThread/.test(text)) ?? "";
    assert.match(main, /has GIL|on CPU|waits/);
    await editor.workbench.page.locator(".monaco-editor .debug-top-stack-frame-line, .monaco-editor .debug-focused-stack-frame-line").first().waitFor();
    const line = sourceLine(await editor.workbench.cursorLine());
    assert.match(line, /total|for number|crunch|return|while|def /);
    await editor.screenshot("paused");
  });

  it("opens the source of a frame that is clicked", async () => {
    await (await view.row(/main.*team\.py/)).click();
    await waitFor("the line that calls", async () => /compute\(\)/.test(sourceLine(await editor.workbench.cursorLine())));
  });

  it("has status, opcode and samples so far in Variables", async () => {
    await view.variables(/^status = (has|on|waits)/, /^samples so far = \d/, /^opcode = [A-Z_]+/, /^total time = \d/);
    await editor.screenshot("variables");
  });

  it("is readable in light and high contrast themes", async () => {
    await editor.screenshotInThemes("paused");
  });

  it("goes on sampling all the while, and after going on", async () => {
    const before = await samples();
    await waitFor("more samples while paused", async () => (await samples()) > before);
    await view.press("continue");
    await view.row(/MainThread.*Running/i);
    await waitFor("names without what each thread did", async () => {
      const rows = await view.callStack();
      return rows.some((text) => /MainThread/.test(text)) && !rows.some((text) => /GIL|on CPU|waits/.test(text));
    });
    await editor.screenshot("continued");
    const then = await samples();
    await waitFor("more samples", async () => (await samples()) > then);
  });

  it("dumps the stacks of the program from a thread's menu", async () => {
    await view.chooseFromMenu(/MainThread/, dump);
    await editor.workbench.editorTab(/Stacks of team\.py/).waitFor();
    await editor.workbench.page.locator(".view-line", { hasText: `process ${await programId()}` }).first().waitFor();
    await editor.screenshot("dumped");
    await editor.workbench.openFile(program);
    await view.show();
  });

  it("runs the program again on restart", async () => {
    const first = await programId();
    await view.press("restart");
    await waitFor("another process", async () => ![first, NaN].includes(await programId()));
    assert.ok(!isAlive(first), "the first one still runs");
    await view.row(/MainThread/);
  });

  it("ends profile and program on stop, and says which lines were hot", async () => {
    const pid = await programId();
    await view.press("stop");
    await view.waitForEnd();
    await waitFor("the program's end", () => !isAlive(pid));
    const output = await view.waitForOutput(/Hottest lines[\s\S]*team\.py:\d+/);
    assert.match(output, /samples of 2 threads/);
    await editor.screenshot("ended");
  });

  it("shows a stack for each asyncio task", async () => {
    await view.show();
    await view.start("Tasks");
    await view.row(/fetch-1 \(task of MainThread\)/);
    await view.press("pause");
    // The view opens the thread in focus by itself, which moves what is below it.
    await view.row(/team\.py\s*\d+/);
    await view.expandRow(/fetch-2 \(task of MainThread\)/);
    await view.row(/fetch.*team\.py/);
    await editor.screenshot("tasks");
    await view.press("stop");
    await view.waitForEnd();
  });

  it("shows the threads of child processes as they come", async () => {
    await view.start("Family");
    await terminal(/child \d+ works/).waitFor();
    const child = /child (\d+) works/.exec(await terminal(/child \d+ works/).innerText())![1];
    await view.row(new RegExp(`pid ${child} · MainThread`));
    await view.press("pause");
    await waitFor("stacks of two processes", async () => {
      return (await view.callStack()).filter((text) => /pid \d+ · MainThread · /.test(text)).length >= 2;
    });
    await editor.screenshot("processes");
    await view.chooseFromMenu(new RegExp(`pid ${child} · MainThread`), dump);
    await editor.workbench.page.locator(".view-line", { hasText: `process ${child}` }).first().waitFor();
    await view.press("stop");
    await view.waitForEnd();
  });

  it("attaches to a chosen process, and leaves it running on stop", async () => {
    outside = spawn(python, [editor.file(program)], { stdio: ["ignore", "pipe", "ignore"] });
    await once(outside.stdout!, "data");
    await editor.workbench.quickOpen("debug Outside", "Outside");
    const row = editor.workbench.quickPickRow(String(outside.pid)).first();
    await row.waitFor();
    await editor.screenshot("picker");
    await row.click();
    await view.row(/MainThread/);
    await view.press("pause");
    await view.row(/crunch|compute|is_over/);
    await editor.screenshot("attached");
    await view.press("disconnect");
    await view.waitForEnd();
    assert.equal(outside.exitCode, null);
    assert.ok(isAlive(outside.pid!));
  });

  it("writes the launch.json of somebody who has none, and F5 runs what it says", async () => {
    const file = editor.file(".vscode/launch.json");
    const kept = readFileSync(file, "utf8");
    rmSync(file);
    await editor.workbench.openFile(program);
    await editor.workbench.page.keyboard.press("Control+Shift+D");
    await editor.workbench.page.locator(".debug-viewlet a, .welcome-view a", { hasText: "create a launch.json file" }).click();
    await editor.screenshot("stranger");
    await editor.workbench.quickPickRow("Tachyon Profiler").first().click();
    const names = await waitFor("the new launch.json", () => existsSync(file) && namesIn(readFileSync(file, "utf8")));
    assert.deepEqual(names, ["Profile: Current File", "Profile: Attach to Process…"]);
    await editor.workbench.page.locator(".view-line", { hasText: "Profile: Current File" }).waitFor();
    await editor.screenshot("new-launch-json");
    await editor.workbench.openFile(program);
    await editor.workbench.page.keyboard.press("F5");
    await view.toolbar().waitFor();
    await view.show();
    await view.row(/MainThread/);
    await view.press("stop");
    await view.waitForEnd();
    writeFileSync(file, kept);
  });

  it("offers its snippets in launch.json, and what one wrote runs", async () => {
    await editor.workbench.runCommand("Debug: Add Configuration...");
    await editor.workbench.editorTab("launch.json").first().waitFor();
    await editor.workbench.chooseProposal("Tachyon: Profile Module", () => editor.screenshot("snippets"));
    await editor.workbench.page.locator(".view-line", { hasText: "Profile: module" }).waitFor();
    // The blanks of the snippet, which are one.
    await editor.workbench.page.keyboard.type("team");
    await editor.workbench.page.locator(".view-line", { hasText: "Profile: team" }).waitFor();
    await editor.workbench.runCommand("File: Save");
    await waitFor("the configuration in the file", () => readFileSync(editor.file(".vscode/launch.json"), "utf8").includes('"module": "team"'));
    await editor.screenshot("configured");
    await editor.workbench.openFile(program);
    await view.show();
    await view.start("Profile: team");
    await view.row(/MainThread/);
    await view.press("stop");
    await view.waitForEnd();
  });

  it("lists automatic configurations, one for each Python program of launch.json", async () => {
    await editor.workbench.runCommand("Debug: Select and Start Debugging");
    await editor.workbench.quickPickRow("Tachyon Profiler").first().click();
    for (const label of ["Profile: Current File", "Profile: Attach to Process…", "Profile: Django"]) {
      await editor.workbench.quickPickRow(label).first().waitFor();
    }
    assert.equal(await editor.workbench.quickPickRow("Profile: Django").count(), 1, "not once more for the user's settings");
    await editor.screenshot("automatic");
    await editor.workbench.page.keyboard.press("Escape");
  });

  function sourceLine(line: number): string {
    return readFileSync(editor.file(program), "utf8").split("\n")[line - 1] ?? "";
  }

  /** The number of samples as the status bar tells it to screen readers. */
  async function samples(): Promise<number> {
    const item = editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");
    const label = (await item.locator("a").getAttribute("aria-label")) ?? "";
    return Number(/([\d,]+) samples/.exec(label)?.[1].replaceAll(",", ""));
  }

  /** The process that the program in the terminal says it is, the latest one. */
  async function programId(): Promise<number> {
    const text = (await editor.workbench.terminalRows().allInnerTexts()).join("\n");
    return Number([...text.matchAll(/team of process (\d+) works/g)].at(-1)?.[1]);
  }
});

/** Names of the configurations of a launch.json, which may have comments; undefined while it has none. */
function namesIn(text: string): string[] | undefined {
  const names = [...text.matchAll(/"name": "(.*)"/g)].map(([, name]) => name);
  return names.length > 0 ? names : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
