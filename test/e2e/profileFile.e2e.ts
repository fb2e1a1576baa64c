import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Frame, type Locator } from "playwright-core";
import { startBrowser, type TestBrowser } from "../support/browser";
import { CodeServer, quietSettings } from "../support/codeServer";
import { copyExampleWorkspace, exampleFile } from "../support/exampleWorkspace";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { vsixPath } from "../support/packageVsix";
import { waitFor } from "../support/processes";
import { projectRoot } from "../support/stages";
import { type LineMark, Workbench } from "../support/workbench";
import { ensureWorkbench } from "../support/workbenchInstall";

const artefacts = path.join(projectRoot, "test", "artefacts", "e2e");
/** Text of the example's line that takes most of the time. */
const hotText = "if here in settled";
const firstHeatLimitMs = 3_000;

describe("e2e: profile the current file", function () {
  this.timeout(120_000);
  this.bail(true);

  let server: CodeServer;
  let browser: TestBrowser;
  let workbench: Workbench;
  let folder: string;
  let settings: Record<string, unknown>;
  let hotLine: number;
  let step = 0;
  let applied = 0;

  /** Keeps what is on screen; `hovering` keeps what the mouse points at too. */
  async function screenshot(name: string, hovering = false): Promise<void> {
    if (!hovering) await workbench.moveMouseAway();
    const file = path.join(artefacts, `${String(++step).padStart(2, "0")}-${name}.png`);
    await workbench.page.screenshot({ path: file, animations: "disabled" });
  }

  /** Changes the settings and waits until the workbench has taken them: its title is one of them. */
  async function applySettings(changes: Record<string, unknown>): Promise<void> {
    const title = `workspace ${++applied}`;
    let written = -Infinity;
    await waitFor("the settings to be taken", async () => {
      // Written again now and then: a write goes unseen until the workbench has begun to watch the file.
      if (performance.now() - written > 3_000) {
        server.writeSettings({ ...settings, ...changes, "window.title": title });
        written = performance.now();
      }
      return (await workbench.page.title()) === title;
    });
  }

  const workspace = (): string => path.join(folder, "workspace");

  before(async function () {
    this.timeout(300_000);
    const python = anyInterpreterOrSkip(this);
    assert.ok(existsSync(vsixPath()), `${vsixPath()} is not there: run npm run package`);
    rmSync(artefacts, { recursive: true, force: true });
    mkdirSync(artefacts, { recursive: true });
    folder = mkdtempSync(path.join(tmpdir(), "tachyon-e2e-"));
    copyExampleWorkspace(workspace(), {});
    hotLine = lineOf(path.join(workspace(), exampleFile), hotText);
    // More mountains than any machine finishes while this goes on; Ctrl+C ends the program.
    settings = { ...quietSettings, "tachyon.pythonPath": python, "tachyon.launch.args": ["2000"] };
    const wrong = { ...settings, "tachyon.pythonPath": "/nowhere/python3" };
    server = await CodeServer.start(await ensureWorkbench(), vsixPath(), wrong);
    browser = await startBrowser();
    workbench = new Workbench(browser.context.pages()[0] ?? (await browser.context.newPage()));
    await workbench.open(server.addressOf(workspace()));
  });

  afterEach(async function () {
    if (this.currentTest?.state !== "failed" || workbench === undefined) return;
    await screenshot("failed", true);
    writeFileSync(path.join(artefacts, "failed.log"), server.readLogs());
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("says clearly that the interpreter of the settings does not exist", async () => {
    await workbench.openFile(exampleFile);
    await workbench.runCommand("Tachyon: Profile Current File");
    await workbench.notification("/nowhere/python3").waitFor();
    assert.match(await workbench.notification("/nowhere/python3").innerText(), /tachyon\.pythonPath/);
    await screenshot("no-interpreter");
    await workbench.runCommand("Notifications: Clear All Notifications");
    await applySettings({});
  });

  it("runs the program in the terminal and heats its lines at once", async () => {
    await workbench.openFile(exampleFile);
    await workbench.goToLine(hotLine);
    const start = performance.now();
    await workbench.runCommand("Tachyon: Profile Current File");
    await status().filter({ hasText: /samples/ }).waitFor();
    const firstSamplesMs = performance.now() - start;
    await waitFor("heat in the gutter", async () => (await workbench.gutterIcons()).length > 0);
    const heatMs = performance.now() - start;
    console.log(`      samples after ${seconds(firstSamplesMs)}, heat after ${seconds(heatMs)}, from the command`);
    assert.ok(heatMs - firstSamplesMs < firstHeatLimitMs, `heat came ${seconds(heatMs - firstSamplesMs)} after the samples`);
    await screenshot("first-heat");
    await workbench.terminalRows().filter({ hasText: /mountain\s+\d+ of/ }).first().waitFor();
  });

  it("marks the slow line in gutter and background, with its time behind it", async () => {
    await waitFor("self and total behind the slow line", async () => has(await workbench.afterTexts(), hotLine));
    assert.ok(has(await workbench.gutterIcons(), hotLine), "no gutter mark on the slow line");
    assert.ok(has(await workbench.lineBackgrounds(), hotLine), "no background on the slow line");
    const before = await textAt(hotLine);
    await waitFor("the figures to go on", async () => (await textAt(hotLine)) !== before, 3_000);
    await screenshot("running");
  });

  it("tells the time, the callers and the opcodes of a line on hovering", async () => {
    const hover = await workbench.hoverLine(hotText, "settled");
    const text = await hover.innerText();
    for (const part of [/self/i, /total/i, /samples/i, /easiest_path/, /CONTAINS_OP/]) assert.match(text, part);
    assert.ok((await hover.locator("table td").count()) > 3, "the hover has no table");
    await screenshot("hover", true);
    await workbench.closeHover();
  });

  it("stops on a click into the status bar and opens the flame graph", async () => {
    await status().locator("a").click();
    await workbench.webviewWith("canvas.graph");
    await status().waitFor({ state: "hidden" });
    await screenshot("flame-graph");
  });

  it("leaves the program running, and Ctrl+C to it", async () => {
    const shown = await workbench.terminalRows().first().innerText();
    await waitFor("more output", async () => (await workbench.terminalRows().first().innerText()) !== shown);
    await workbench.runCommand("Terminal: Focus Terminal");
    await workbench.page.keyboard.press("Control+C");
    await workbench.terminalRows().filter({ hasText: "KeyboardInterrupt" }).first().waitFor();
  });

  it("finds a function in the flame graph", async () => {
    const flame = await workbench.webviewWith("canvas.graph");
    await flame.locator("input.query").fill("effort");
    await flame.locator(".count", { hasText: /match/ }).waitFor();
    assert.doesNotMatch(await flame.locator(".count").innerText(), /no matches/);
    await screenshot("flame-search");
    await flame.locator("input.query").fill("");
  });

  it("leads from a box to its line in the editor", async () => {
    await workbench.goToLineOf(exampleFile, 1);
    const flame = await workbench.webviewWith("canvas.graph");
    await pointAtBox(flame, "easiest_path");
    await screenshot("flame-tooltip", true);
    const tooltip = await flame.locator(".tooltip").innerText();
    // Which of the function's lines is the hottest depends on the machine and the interpreter.
    const line = Number(new RegExp(`${exampleFile}:(\\d+)`).exec(tooltip)?.[1]);
    const source = readFileSync(path.join(workspace(), exampleFile), "utf8").split("\n");
    assert.ok(line > source.findIndex((text) => text.startsWith("def easiest_path")), tooltip);
    assert.ok(tooltip.includes(source[line - 1].trim()), tooltip);
    await workbench.page.mouse.down();
    await workbench.page.mouse.up();
    await waitFor(`cursor on line ${line}`, async () => (await workbench.cursorLine()) === line);
    await screenshot("flame-to-line");
  });

  it("moves heat with its line, and takes it from a line that changed", async () => {
    await workbench.goToLineOf(exampleFile, 1);
    await workbench.page.keyboard.press("Home");
    await workbench.page.keyboard.press("Enter");
    await workbench.goToLineOf(exampleFile, hotLine + 1);
    await waitFor("heat one line below", async () => has(await workbench.gutterIcons(), hotLine + 1));
    assert.match(await textAt(hotLine + 1), /\d/);
    await screenshot("heat-moved");
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.type(" ");
    await waitFor("no heat on the changed line", async () => !has(await workbench.gutterIcons(), hotLine + 1));
    await workbench.runCommand("File: Revert File");
    await workbench.goToLineOf(exampleFile, hotLine);
    await workbench.page.locator(`.tab.dirty[data-resource-name="${exampleFile}"]`).waitFor({ state: "hidden" });
  });

  it("compares two recordings, from the palette and from the tree of profiles", async () => {
    await workbench.goToLineOf(exampleFile, hotLine);
    await workbench.runCommand("Tachyon: Profile Current File");
    await status().filter({ hasText: /samples/ }).waitFor();
    await waitFor("heat of the second run", async () => has(await workbench.gutterIcons(), hotLine));
    await workbench.runCommand("Tachyon: Stop Profiling");
    await status().waitFor({ state: "hidden" });
    await workbench.runCommand("Terminal: Focus Terminal");
    await workbench.page.keyboard.press("Control+C");
    await workbench.runCommand("Tachyon: Compare Profiles…");
    await workbench.quickPickRow(exampleFile).nth(1).waitFor();
    await workbench.quickPickRow(exampleFile).first().click();
    const baselineOnly = workbench.quickPickRow(exampleFile);
    await waitFor("the choice of the baseline", async () => (await baselineOnly.count()) === 1);
    await baselineOnly.first().click();
    const comparison = await workbench.webviewWith(".difference");
    assert.match(await comparison.locator(".baseline").innerText(), new RegExp(`Baseline: ${exampleFile}, [\\d,]+ samples`));
    await comparison.getByRole("button", { name: "Gone" }).click();
    await comparison.locator("[aria-pressed=true]", { hasText: "Gone" }).waitFor();
    await screenshot("comparison");
    await workbench.goToLineOf(exampleFile, hotLine);
    await workbench.runCommand("Tachyon: Focus on Profiles View");
    const rows = workbench.page.getByRole("treeitem", { name: exampleFile });
    await rows.first().click();
    await rows.nth(1).click({ modifiers: ["ControlOrMeta"] });
    await rows.nth(1).click({ button: "right" });
    // A menu that just opened takes no click, lest the one that opened it chooses something.
    await workbench.page.getByRole("menuitem", { name: "Compare Profiles…" }).hover();
    await workbench.page.keyboard.press("Enter");
    await workbench.webviewWith(".difference");
    await screenshot("comparison-from-tree");
    await workbench.runCommand("View: Show Explorer");
  });

  it("keeps recordings, and what is compared, over a reload of the window", async () => {
    await workbench.stateWith("tachyon-comparison:");
    await workbench.reload();
    await workbench.editorTab(/since/).first().click();
    await workbench.webviewWith(".difference");
    await workbench.runCommand("View: Close All Editors");
    await workbench.page.locator(".tab").first().waitFor({ state: "hidden" });
    await workbench.openFile(exampleFile);
    await workbench.runCommand("Tachyon: Open Profile…");
    await workbench.quickPickRow(exampleFile).first().waitFor();
    await screenshot("open-profile");
    await workbench.quickPickRow(exampleFile).first().click();
    const flame = await workbench.webviewWith("canvas.graph");
    await flame.locator(".stats", { hasText: /Hz/ }).waitFor();
    await screenshot("reopened");
  });

  it("follows light and high contrast themes", async () => {
    await workbench.goToLineOf(exampleFile, hotLine);
    for (const [theme, mark] of [["Default Light Modern", ".vs"], ["Default High Contrast", ".hc-black"]] as const) {
      await applySettings({ "workbench.colorTheme": theme });
      await workbench.page.locator(`.monaco-workbench${mark}`).waitFor();
      await waitFor(`heat in ${theme}`, async () => has(await workbench.gutterIcons(), hotLine));
      const hover = await workbench.hoverLine(hotText, "settled");
      await hover.locator("table").first().waitFor();
      await screenshot(`editor${mark.replace(".", "-")}`, true);
      await workbench.closeHover();
      await workbench.editorTab(/\.tachyon/).first().click();
      await workbench.webviewWith("canvas.graph");
      await screenshot(`flame${mark.replace(".", "-")}`);
      await workbench.goToLineOf(exampleFile, hotLine);
    }
  });

  function status(): Locator {
    return workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");
  }

  async function textAt(line: number): Promise<string> {
    return (await workbench.afterTexts()).find((mark) => mark.line === line)?.value ?? "";
  }

  /** Moves the mouse over the middle of the graph, row by row, until the tooltip names the function. */
  async function pointAtBox(flame: Frame, name: string): Promise<Locator> {
    const canvas = await flame.locator("canvas.graph").boundingBox();
    assert.ok(canvas !== null, "the canvas is not on screen");
    const tooltip = flame.locator(".tooltip .name");
    for (let y = 4; y < canvas.height; y += 8) {
      await workbench.page.mouse.move(canvas.x + canvas.width / 2, canvas.y + y);
      if ((await tooltip.isVisible()) && (await tooltip.innerText()).includes(name)) return tooltip;
    }
    throw new Error(`no box named ${name} in the middle of the flame graph`);
  }
});

function has(marks: readonly LineMark[], line: number): boolean {
  return marks.some((mark) => mark.line === line);
}

/** 1-based line of the first occurrence of `text` in a file. */
function lineOf(file: string, text: string): number {
  return readFileSync(file, "utf8").split("\n").findIndex((line) => line.includes(text)) + 1;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
