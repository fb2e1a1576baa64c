import { type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { run, startGroup, stopGroup, waitFor } from "./processes";
import { type InstalledWorkbench } from "./workbenchInstall";

/** Quiet and steady: nothing opens by itself, no requests leave the machine, terminals are readable as text. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.colorTheme": "Default Dark Modern",
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.ignoreRecommendations": true,
  "editor.minimap.enabled": false,
  "files.autoSave": "off",
  "editor.accessibilitySupport": "off",
  "terminal.integrated.gpuAcceleration": "off",
  "security.workspace.trust.enabled": false,
};

/** A running code-server with data, settings and extensions of its own, all removed when it stops. */
export class CodeServer {
  private process: ChildProcess | undefined;
  /** Where it listens. */
  port = 0;

  private constructor(
    private readonly workbench: InstalledWorkbench,
    private readonly folder: string,
    private readonly through: readonly string[],
  ) {}

  /** Starts a server with these extensions installed and `settings` as the user's; resolves when it answers. */
  static async start(
    workbench: InstalledWorkbench,
    vsixes: string | readonly string[],
    settings: Record<string, unknown>,
    through: readonly string[] = [],
  ): Promise<CodeServer> {
    const server = new CodeServer(workbench, mkdtempSync(path.join(tmpdir(), "tachyon-workbench-")), through);
    try {
      server.writeSettings(settings);
      for (const vsix of [vsixes].flat()) await server.install(vsix);
      await server.listen();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** The address that opens `workspace` (a folder), and in it `file` (its path) if given; `port` is that of a proxy. */
  addressOf(workspace: string, file?: string, port = this.port): string {
    const address = `http://127.0.0.1:${port}/?folder=${encodeURI(workspace)}`;
    if (file === undefined) return address;
    const payload = [["openFile", `vscode-remote://127.0.0.1:${port}${encodeURI(file)}`]];
    return `${address}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  }

  /**
   * Writes the user's settings, and the same as the machine's, because those of the machine's scope count only there.
   * A running workbench follows in a moment.
   */
  writeSettings(settings: Record<string, unknown>): void {
    for (const kind of ["Machine", "User"]) {
      const folder = path.join(this.folder, "data", kind);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings, undefined, 2));
    }
  }

  /** The process group of the server and of what it started. */
  get group(): number {
    return this.process?.pid ?? -1;
  }

  /** Everything that extensions and the server wrote into log files. */
  readLogs(): string {
    const logs = path.join(this.folder, "data", "logs");
    return readdirSync(logs, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".log"))
      .map((name) => `--- ${name}\n${readFileSync(path.join(logs, name), "utf8")}`)
      .join("\n");
  }

  /** Ends it and all that it started without a word, as a crash does; what has a process group of its own stays. */
  kill(): void {
    if (this.process?.pid !== undefined) process.kill(-this.process.pid, "SIGKILL");
  }

  async stop(): Promise<void> {
    if (this.process !== undefined) await stopGroup(this.process);
    this.process = undefined;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async install(vsix: string): Promise<void> {
    const args = [this.workbench.entry, ...this.flags(), "--install-extension", vsix, "--force"];
    await run(this.workbench.node, args, { env: this.environment() });
  }

  private async listen(): Promise<void> {
    this.port = await freePort();
    const args = [this.workbench.entry, ...this.flags(), "--auth", "none", "--bind-addr", `127.0.0.1:${this.port}`];
    const [program = "", ...rest] = [...this.through, this.workbench.node, ...args];
    this.process = startGroup(program, rest, { env: this.environment(), stdio: "ignore" });
    await waitFor("code-server", () => this.isHealthy(), 30_000);
  }

  private async isHealthy(): Promise<boolean> {
    if (this.process?.exitCode !== null) throw new Error(`code-server ended with ${this.process?.exitCode}`);
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/healthz`)).ok;
    } catch {
      return false;
    }
  }

  private flags(): string[] {
    const config = path.join(this.folder, "config.yaml");
    writeFileSync(config, "");
    return [
      ...["--config", config, "--user-data-dir", path.join(this.folder, "data")],
      ...["--extensions-dir", path.join(this.folder, "extensions")],
      ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
      ...["--disable-getting-started-override", "--ignore-last-opened"],
    ];
  }

  /** Without variables of a surrounding VS Code, and with no extension gallery to ask. */
  private environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_"));
    return {
      ...Object.fromEntries(own),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      XDG_CONFIG_HOME: path.join(this.folder, "config"),
      XDG_DATA_HOME: path.join(this.folder, "share"),
    };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
