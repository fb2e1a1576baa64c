import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { EditorInBrowser } from "../support/editorInBrowser";
import { exampleFile } from "../support/exampleWorkspace";
import { fakePassword, FakeMachine } from "../support/fakeMachine";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { waitFor } from "../support/processes";
import { projectRoot } from "../support/stages";
import { Target } from "../native/target";

/** Root, but with none of its rights, as an ordinary user is; so are the programs, or they would have more rights. */
const withoutRights = ["setpriv", "--securebits=+noroot", "--inh-caps=-all"];

describe("e2e: attach to a process, dump its stacks, be refused and let in", function () {
  this.timeout(120_000);
  this.bail(true);

  let command: readonly string[];
  let editor: EditorInBrowser;
  let machine: FakeMachine | string;
  let hikes: Target;
  let guarded: Target;

  before(async function () {
    this.timeout(300_000);
    const python = anyInterpreterOrSkip(this);
    const through = process.getuid?.() === 0 ? withoutRights : [];
    command = [...through, python];
    machine = await FakeMachine.make();
    editor = await EditorInBrowser.open({
      name: "attach",
      fixture: "example-workspace",
      settings: { "tachyon.pythonPath": python },
      through: machine instanceof FakeMachine ? [...machine.through, ...through] : through,
    });
    hikes = await start(editor.file(exampleFile), "2000");
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  after(async () => {
    await hikes?.stop();
    await guarded?.stop();
    await editor?.close();
    if (machine instanceof FakeMachine) machine.remove();
  });

  async function start(...args: string[]): Promise<Target> {
    const [program = "", ...rest] = command;
    const target = Target.run(program, [...rest, ...args]);
    await target.line();
    return target;
  }

  /** A machine with Yama and sudo, where one can be made up. */
  function machineOrSkip(context: Mocha.Context): FakeMachine {
    if (machine instanceof FakeMachine) return machine;
    if (process.env.CI) throw new Error(machine);
    console.log(`      skipped: ${machine}`);
    return context.skip();
  }

  async function tell(change: string): Promise<void> {
    guarded.write(`${change}\n`);
    assert.equal(await guarded.line(), "ok");
  }

  const status = () => editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");

  /** The lines of the active editor that are on screen, each with the number that is drawn beside it. */
  function shownLines(): Promise<{ number: number; text: string }[]> {
    return editor.workbench.page.locator(".editor-group-container.active .monaco-editor").first().evaluate((shown) => {
      const numbers = [...shown.querySelectorAll(".line-numbers")].map((element) => ({
        number: Number(element.textContent),
        top: element.getBoundingClientRect().top,
      }));
      return [...shown.querySelectorAll(".view-line")].flatMap((line) => {
        const { top } = line.getBoundingClientRect();
        const beside = numbers.find((number) => Math.abs(number.top - top) < 4);
        return beside === undefined ? [] : [{ number: beside.number, text: (line.textContent ?? "").replaceAll("\u00a0", " ") }];
      });
    });
  }

  function shows(pattern: RegExp): Promise<{ number: number; text: string }> {
    return waitFor(`a line with ${pattern}`, async () => (await shownLines()).find(({ text }) => pattern.test(text)));
  }

  /** What stands in the terminal, which cuts it into rows. */
  async function typed(): Promise<string> {
    const rows = await editor.workbench.page.locator(".terminal-wrapper.active .xterm-rows > div").allInnerTexts();
    return rows.join("").replaceAll("\u00a0", " ").trimEnd();
  }

  /** Runs the command that stands in the terminal, which asks for a password. */
  async function runTyped(pattern: RegExp): Promise<void> {
    await waitFor(`${pattern} in the terminal`, async () => pattern.test(await typed()));
    await editor.workbench.page.locator(".terminal-wrapper.active .xterm-screen").click();
    await editor.workbench.page.keyboard.press("Enter");
    await waitFor("the question for a password", async () => (await typed()).includes("[sudo] password"));
    await editor.workbench.page.keyboard.type(fakePassword);
    await editor.workbench.page.keyboard.press("Enter");
  }

  /** Asks for a process, and waits for the help with its refusal. */
  async function beRefused(what: string, pid: number): Promise<string[]> {
    await editor.workbench.runCommand(`Tachyon: ${what}…`);
    await editor.workbench.quickPickRow(`${pid} ·`).click();
    await editor.workbench.quickPickRow("Show all of this as a text").waitFor();
    return editor.workbench.page.locator(".quick-input-list .monaco-list-row .label-name").allInnerTexts();
  }

  const refusal = () => editor.workbench.page.locator(".quick-input-title").innerText();

  async function stop(): Promise<void> {
    await status().filter({ hasText: /[1-9]\S* samples/ }).waitFor();
    await status().locator("a").click();
    await status().waitFor({ state: "hidden" });
  }

  it("lists the Python processes, after a refresh also new ones, and what needs rights apart", async () => {
    await editor.workbench.openFile(exampleFile);
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    const row = editor.workbench.quickPickRow(`${hikes.pid} ·`);
    await row.waitFor();
    assert.match(await row.innerText(), new RegExp(`${exampleFile}[^]*${hikes.pid} · Python 3\\.\\d+\\.\\S+ · \\d+ % CPU · since`));
    guarded = await start(path.join(projectRoot, "test", "live", "targets", "guarded.py"));
    await tell("dumpable 0");
    await editor.workbench.moveMouseAway();
    await editor.workbench.page.locator(".quick-input-titlebar .codicon-refresh").click();
    const forbidden = editor.workbench.quickPickRow(`${guarded.pid} ·`);
    await forbidden.waitFor();
    assert.match(await forbidden.innerText(), /Does not let itself be looked into \(PR_SET_DUMPABLE\) · python/);
    await editor.screenshot("picker");
    await editor.screenshotInThemes("picker");
  });

  it("dumps a process from its button in the list", async () => {
    const row = editor.workbench.quickPickRow(`${hikes.pid} ·`);
    await row.hover();
    await row.locator(".codicon-list-tree").click();
    await editor.workbench.editorTab(/Stacks of hot_path\.py/).waitFor();
    await shows(/^Thread MainThread/);
    await editor.workbench.page.locator(`.tab[data-resource-name="${exampleFile}"]`).click();
  });

  it("heats the lines of the process that is chosen", async () => {
    await editor.workbench.runCommand("Tachyon: Attach to Process…");
    await editor.workbench.quickPickRow(`${hikes.pid} ·`).click();
    await status().filter({ hasText: /samples/ }).waitFor();
    await waitFor("heat in the gutter", async () => (await editor.workbench.gutterIcons()).length > 0);
    await editor.screenshot("attached");
  });

  it("dumps the stacks of the running session from its item, with links to the lines", async () => {
    await editor.workbench.page.locator(".activitybar .action-item", { has: editor.workbench.page.locator('[aria-label^="Tachyon"]') }).click();
    const item = editor.workbench.page.locator(".pane-body .monaco-list-row", { hasText: "recording…" });
    await item.hover();
    await item.locator(".codicon-list-tree").click();
    await editor.workbench.editorTab(/Stacks of hot_path\.py/).waitFor();
    await shows(/^Thread MainThread/);
    await editor.screenshot("stacks");
    await editor.screenshotInThemes("stacks");
    const { number, text } = await shows(/File "hot_path\.py", line \d+, in (?!<module>)/);
    const line = Number(/line (\d+)/.exec(text)?.[1]);
    await editor.workbench.goToLine(number, 1 + text.indexOf("File"));
    await editor.workbench.page.locator(".view-line .detected-link").first().waitFor();
    await editor.workbench.runCommand("Open Link");
    await waitFor(`cursor on line ${line}`, async () => (await editor.workbench.cursorLine()) === line);
    assert.ok(readFileSync(editor.file(exampleFile), "utf8").split("\n")[line - 1].trim() !== "");
  });

  it("stops on a click, opens the flame graph, and the process goes on", async () => {
    await status().locator("a").click();
    await editor.workbench.webviewWith("canvas.graph");
    await editor.screenshot("flame-graph");
    assert.ok(process.kill(hikes.pid, 0));
    await editor.applySettings({ "tachyon.openOnFinish": "none" });
  });

  it("says why a process may not be read, and offers what helps here, the least change first", async () => {
    const rows = await beRefused("Dump Python Stacks", guarded.pid);
    assert.ok(rows.length > 1, rows.join("\n"));
    assert.match(await refusal(), /does not let itself be looked into/);
    await editor.screenshot("refused");
    await editor.screenshotInThemes("refused");
  });

  it("goes on by itself once it may be read", async () => {
    await tell("dumpable 1");
    await editor.workbench.editorTab(/Stacks of guarded\.py/).waitFor();
    await shows(/for line in sys\.stdin/);
    await editor.screenshot("let-in");
    await tell("dumpable 0");
  });

  it("has all of it as a text to read, and goes on while that is read", async () => {
    await beRefused("Attach to Process", guarded.pid);
    await editor.workbench.quickPickRow("Show all of this as a text").click();
    const page = await editor.workbench.webviewWith(".markdown-body h1");
    assert.equal(await page.locator("h1").innerText(), `Process ${guarded.pid} cannot be read`);
    assert.match(await page.locator("pre").first().innerText(), new RegExp(`attach ${guarded.pid}`));
    await editor.workbench.notification(`Waiting until process ${guarded.pid} may be read`).waitFor();
    await editor.screenshot("explained");
    await editor.screenshotInThemes("explained");
    await tell("dumpable 1");
    await stop();
    await tell("dumpable 0");
  });

  it("types what needs root into a terminal, does not run it, and goes on once the user has run it", async function () {
    machineOrSkip(this);
    await beRefused("Attach to Process", guarded.pid);
    await editor.workbench.quickPickRow("Read it once as root, with sudo").click();
    const asked = /sudo .*attach --stream \S+\/s --record.* \d+$/;
    await waitFor("the whole command in the terminal", async () => asked.test(await typed()));
    await status().filter({ hasText: /Starting|no samples yet/ }).waitFor();
    assert.equal((await typed()).split("attach --stream").length - 1, 1, "it is typed once");
    await editor.screenshot("typed");
    await runTyped(asked);
    await stop();
  });

  it("shows the stacks that root has read as a document", async function () {
    machineOrSkip(this);
    await beRefused("Dump Python Stacks", guarded.pid);
    await editor.workbench.quickPickRow("Read it once as root, with sudo").click();
    const before = await editor.workbench.editorTab(/Stacks of guarded\.py/).count();
    await runTyped(/sudo .* dump .*--json \d+ > \S+/);
    await waitFor("another document", async () => (await editor.workbench.editorTab(/Stacks of guarded\.py/).count()) > before);
    await shows(/for line in sys\.stdin/);
  });

  it("ends what was typed and never run", async function () {
    machineOrSkip(this);
    await beRefused("Attach to Process", guarded.pid);
    await editor.workbench.quickPickRow("Read it once as root").click();
    await status().filter({ hasText: /Starting|no samples yet/ }).waitFor();
    await status().locator("a").click();
    await editor.workbench.notification("The command in the terminal was not run").waitFor();
  });

  it("where Yama (a fake) lets only ancestors look: goes on once the setting that was typed is made", async function () {
    machineOrSkip(this).setScope(1);
    const rows = await beRefused("Attach to Process", hikes.pid);
    assert.match(await refusal(), /was not started from here \(Yama's ptrace_scope is 1\)/);
    assert.match(rows.join("\n"), /Start the program again[^]*once as root, with sudo[^]*Allow attaching until the next boot/);
    await editor.screenshot("yama");
    await editor.workbench.quickPickRow("Allow attaching until the next boot").click();
    await runTyped(/sudo sysctl kernel\.yama\.ptrace_scope=0/);
    await stop();
  });

  it("starts a program again under the profiler, as it was started", async function () {
    machineOrSkip(this).setScope(1);
    await beRefused("Attach to Process", hikes.pid);
    await editor.workbench.quickPickRow("Start the program again under the profiler").click();
    await waitFor("the program's output", async () => /mountain +1 of 2000/.test(await typed()));
    await stop();
    await editor.screenshot("started-again");
    // The terminal of the test before may still be on its way out.
    const own = editor.workbench.page.locator(".terminal-wrapper.active", { hasText: /mountain +\d+ of 2000/ });
    await own.locator(".xterm-screen").click();
    await editor.workbench.page.keyboard.press("Control+C");
  });

  it("says that a process has ended while it was waited for", async () => {
    await beRefused("Dump Python Stacks", guarded.pid);
    await guarded.stop();
    await editor.workbench.notification(/does not exist, or has ended/).waitFor();
  });

  it("never saw a password", () => assert.ok(!editor.server.readLogs().includes(fakePassword)));
});
