import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startBrowser, type TestBrowser } from "./browser";
import { CodeServer, quietSettings } from "./codeServer";
import { CuttableProxy } from "./cuttableProxy";
import { vsixPath } from "./packageVsix";
import { waitFor } from "./processes";
import { projectRoot } from "./stages";
import { Workbench } from "./workbench";
import { ensureWorkbench } from "./workbenchInstall";

export interface EditorOptions {
  /** Names the folder of its screenshots. */
  readonly name: string;
  /** Folder of test/fixtures that is copied for it. */
  readonly fixture: string;
  readonly settings?: Record<string, unknown>;
  /** What launch.json holds. */
  readonly configurations?: readonly object[];
  /** VSIX files of more extensions to install. */
  readonly extensions?: readonly string[];
  /** A command that runs the server, to take rights from it. */
  readonly through?: readonly string[];
  /** Puts a network between browser and server that can be cut. */
  readonly behindProxy?: boolean;
}

/** A code-server with the packaged extension, a workspace of its own, and a browser that shows it. */
export class EditorInBrowser {
  private step = 0;
  private applied = 0;
  /** Between browser and server, where there is one. */
  network: CuttableProxy | undefined;

  private constructor(
    private readonly options: EditorOptions,
    private readonly folder: string,
    readonly server: CodeServer,
    private readonly browser: TestBrowser,
    readonly workbench: Workbench,
  ) {}

  static async open(options: EditorOptions): Promise<EditorInBrowser> {
    assert.ok(existsSync(vsixPath()), `${vsixPath()} is not there: run npm run package`);
    const folder = mkdtempSync(path.join(tmpdir(), "tachyon-e2e-"));
    const workspace = path.join(folder, "workspace");
    cpSync(path.join(projectRoot, "test", "fixtures", options.fixture), workspace, { recursive: true });
    mkdirSync(path.join(workspace, ".vscode"));
    const launch = { version: "0.2.0", configurations: options.configurations ?? [] };
    writeFileSync(path.join(workspace, ".vscode", "launch.json"), JSON.stringify(launch, undefined, 2));
    const vsixes = [vsixPath(), ...(options.extensions ?? [])];
    const server = await CodeServer.start(await ensureWorkbench(), vsixes, { ...quietSettings, ...options.settings }, options.through);
    const browser = await startBrowser();
    const workbench = new Workbench(browser.context.pages()[0] ?? (await browser.context.newPage()));
    const editor = new EditorInBrowser(options, folder, server, browser, workbench);
    rmSync(editor.artefacts, { recursive: true, force: true });
    mkdirSync(editor.artefacts, { recursive: true });
    if (options.behindProxy === true) editor.network = await CuttableProxy.start(server.port);
    await workbench.open(server.addressOf(workspace, undefined, editor.network?.port));
    return editor;
  }

  /** A path in the workspace. */
  file(name: string): string {
    return path.join(this.folder, "workspace", name);
  }

  /** Keeps what is on screen under test/artefacts. */
  async screenshot(name: string): Promise<void> {
    await this.workbench.moveMouseAway();
    const file = path.join(this.artefacts, `${String(++this.step).padStart(2, "0")}-${name}.png`);
    await this.workbench.page.screenshot({ path: file, animations: "disabled" });
  }

  /** Keeps what is on screen in light and in high contrast. */
  async screenshotInThemes(name: string): Promise<void> {
    for (const [theme, mark] of [["Default Light Modern", ".vs"], ["Default High Contrast", ".hc-black"]] as const) {
      await this.applySettings({ "workbench.colorTheme": theme });
      await this.workbench.page.locator(`.monaco-workbench${mark}`).waitFor();
      await this.screenshot(`${name}${mark.replace(".", "-")}`);
    }
    await this.applySettings({});
    await this.workbench.page.locator(".monaco-workbench.vs-dark").waitFor();
  }

  /** Keeps what is on screen, and all logs, of a test that failed. */
  async keepFailure(): Promise<void> {
    await this.workbench.page.screenshot({ path: path.join(this.artefacts, "failed.png") });
    writeFileSync(path.join(this.artefacts, "failed.log"), this.server.readLogs());
  }

  /** Changes the settings and waits until the workbench has taken them: its title is one of them. */
  async applySettings(changes: Record<string, unknown>): Promise<void> {
    const title = `workspace ${++this.applied}`;
    let written = -Infinity;
    await waitFor("the settings to be taken", async () => {
      // Written again now and then: a write goes unseen until the workbench has begun to watch the file.
      if (performance.now() - written > 3_000) {
        this.server.writeSettings({ ...quietSettings, ...this.options.settings, ...changes, "window.title": title });
        written = performance.now();
      }
      return (await this.workbench.page.title()) === title;
    });
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.network?.close();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private get artefacts(): string {
    return path.join(projectRoot, "test", "artefacts", this.options.name);
  }
}
