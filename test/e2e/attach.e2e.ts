import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { EditorInBrowser } from "../support/editorInBrowser";
import { exampleFile } from "../support/exampleWorkspace";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { waitFor } from "../support/processes";
import { projectRoot } from "../support/stages";
import { Target } from "../native/target";

/** Root, but with none of its rights, as an ordinary user is; so are the programs, or they would have more rights. */
const withoutRights = ["setpriv", "--securebits=+noroot", "--inh-caps=-all"];

describe("e2e: attach to a process, dump its stacks, be refused and let in", function () {
  this.timeout(120_000);
  this.bail(true);

  let python: string;
  let editor: EditorInBrowser;
  let hikes: Target;
  let guarded: Target;

  before(async function () {
    this.timeout(300_000);
    python = anyInterpreterOrSkip(this);
    const isRoot = process.getuid?.() === 0;
    const through = isRoot ? withoutRights : [];
    editor = await EditorInBrowser.open({
      name: "attach",
      fixture: "example-workspace",
      settings: { "tachyon.pythonPath": python },
      configurations: [{ type: "tachyon", request: "attach", name: "Pick", processId: "${command:tachyon.pickProcess}" }],
      through,
    });
    const [program = "", ...rest] = [...through, python];
    hikes = Target.run(program, [...rest, editor.file(exampleFile), "2000"]);
    guarded = Target.run(program, [...rest, path.join(projectRoot, "test", "live", "targets", "guarded.py")]);
    await Promise.all([hikes.line(), guarded.line()]);
    await tell("dumpable 0");
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  after(async () => {
    await hikes?.stop();
    await guarded?.stop();
    await editor?.close();
  });

  async function tell(change: string): Promise<void> {
    guarded.write(`${change}\n`);
    assert.equal(await guarded.line(), "ok");
  }

  const status = () => editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");

  /** The lines of the active editor that are on screen. */
  async function shownLines(): Promise<string[]> {
    const lines = editor.workbench.page.locator(".editor-group-container.active .monaco-editor .view-line");
    return (await lines.allInnerTexts()).map((line) => line.replaceAll("\u00a0", " "));
  }

  function shows(pattern: RegExp): Promise<string> {
    return waitFor(`a line with ${pattern}`, async () => (await shownLines()).find((line) => pattern.test(line)));
  }

  /** Where the command that stands in the terminal streams to; the terminal cuts it into rows. */
  async function typedArguments(): Promise<{ stream: string } | undefined> {
    const rows = await editor.workbench.page.locator(".xterm-rows > div").allInnerTexts();
    const stream = /(?:sudo|su -c).*attach --stream (\S+?\/s) --record.*--opcodes/.exec(rows.join("").replaceAll("\u00a0", " "))?.[1];
    return stream === undefined ? undefined : { stream };
  }

  it("lists the Python processes, and the one that needs rights apart", async () => {
    await editor.workbench.openFile(exampleFile);
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    const row = editor.workbench.quickPickRow(`${hikes.pid} ·`);
    await row.waitFor();
    assert.match(await row.innerText(), new RegExp(`${exampleFile}[^]*${hikes.pid} · Python 3\\.\\d+\\.\\S+ · \\d+ % CPU · since`));
    const forbidden = editor.workbench.quickPickRow(`${guarded.pid} ·`);
    assert.match(await forbidden.innerText(), /does not let itself be looked into/);
    await editor.screenshot("picker");
  });

  it("heats the lines of the process that is chosen", async () => {
    await editor.workbench.quickPickRow(`${hikes.pid} ·`).click();
    await status().filter({ hasText: /samples/ }).waitFor();
    await waitFor("heat in the gutter", async () => (await editor.workbench.gutterIcons()).length > 0);
    await editor.screenshot("attached");
  });

  it("dumps the stacks of the process being profiled, with links to the lines", async () => {
    await editor.workbench.runCommand("Tachyon: Dump Python Stacks…");
    await editor.workbench.quickPickRow(`${hikes.pid} ·`).click();
    await editor.workbench.editorTab(/Stacks of hot_path\.py/).waitFor();
    await shows(/^Thread MainThread/);
    const frame = await shows(/File "hot_path\.py", line \d+, in (?!<module>)/);
    const line = Number(/line (\d+)/.exec(frame)?.[1]);
    await editor.screenshot("stacks");
    const link = editor.workbench.page.locator(".view-line .detected-link", { hasText: new RegExp(`line\\s${line}$`) }).first();
    await link.waitFor();
    await link.click({ modifiers: ["Control"] });
    await waitFor(`cursor on line ${line}`, async () => (await editor.workbench.cursorLine()) === line);
    assert.ok(readFileSync(editor.file(exampleFile), "utf8").split("\n")[line - 1].trim() !== "");
  });

  it("stops on a click, opens the flame graph, and the process goes on", async () => {
    await status().locator("a").click();
    await editor.workbench.webviewWith("canvas.graph");
    await editor.screenshot("flame-graph");
    assert.ok(process.kill(hikes.pid, 0));
  });

  it("says why a process may not be read, and offers what helps here, the least change first", async () => {
    await editor.workbench.runCommand("Tachyon: Dump Python Stacks…");
    await editor.workbench.quickPickRow(`${guarded.pid} ·`).click();
    await editor.workbench.quickPickRow("Show all of this as a text").waitFor();
    const rows = await editor.workbench.page.locator(".quick-input-list .monaco-list-row").allInnerTexts();
    assert.ok(rows.length > 1, rows.join("\n"));
    assert.match(await editor.workbench.page.locator(".quick-input-title").innerText(), /does not let itself be looked into/);
    await editor.screenshot("refused");
  });

  it("goes on by itself once it may be read", async () => {
    await tell("dumpable 1");
    await editor.workbench.editorTab(/Stacks of guarded\.py/).waitFor();
    await shows(/for line in sys\.stdin/);
    await editor.screenshot("let-in");
    await tell("dumpable 0");
  });

  it("has all of it as a text to read, and goes on while that is read", async () => {
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    await editor.workbench.quickPickRow(`${guarded.pid} ·`).click();
    await editor.workbench.quickPickRow("Show all of this as a text").click();
    await shows(/cannot be read/);
    await editor.workbench.notification(`Waiting until process ${guarded.pid} may be read`).waitFor();
    await editor.screenshot("explained");
    await tell("dumpable 1");
    await status().filter({ hasText: /samples/ }).waitFor();
    await status().locator("a").click();
    await status().waitFor({ state: "hidden" });
    await tell("dumpable 0");
  });

  it("types what needs root into a terminal, does not run it, and goes on once it is run", async function () {
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    await editor.workbench.quickPickRow(`${guarded.pid} ·`).click();
    const asRoot = editor.workbench.quickPickRow("Do this once as root");
    await editor.workbench.quickPickRow("Show all of this as a text").waitFor();
    if ((await asRoot.count()) === 0) {
      // Where these tests run, root itself may not look into processes.
      console.log("      skipped: root has no rights here either");
      return this.skip();
    }
    await asRoot.click();
    const typed = await waitFor("the whole command in the terminal", typedArguments);
    await status().filter({ hasText: /Starting|no samples yet/ }).waitFor();
    await editor.screenshot("typed");
    // No password is known here, but the test itself has the rights that the command would get.
    const helper = path.join(projectRoot, "dist", "tachyon.js");
    const asked = spawn(process.execPath, [helper, "attach", "--stream", typed.stream, "-a", String(guarded.pid)], { stdio: "ignore" });
    const ended = once(asked, "exit");
    await status().filter({ hasText: /[1-9]\S* samples/ }).waitFor();
    await status().locator("a").click();
    assert.deepEqual(await ended, [0, null]);
  });

  it("ends what was typed and never run", async function () {
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    await editor.workbench.quickPickRow(`${guarded.pid} ·`).click();
    await editor.workbench.quickPickRow("Show all of this as a text").waitFor();
    const asRoot = editor.workbench.quickPickRow("Do this once as root");
    if ((await asRoot.count()) === 0) return this.skip();
    await asRoot.click();
    await status().filter({ hasText: /Starting|no samples yet/ }).waitFor();
    await status().locator("a").click();
    await editor.workbench.notification("The command in the terminal was not run").waitFor();
  });
});
