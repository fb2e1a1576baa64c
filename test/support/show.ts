import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { cacheFolder } from "./cache";
import { CodeServer, quietSettings } from "./codeServer";
import { findDesktopCode, openDesktopCode, openInBrowser } from "./desktop";
import { copyExampleWorkspace, exampleFile } from "./exampleWorkspace";
import { ensureOneInterpreter } from "./interpreters";
import { packageVsix } from "./packageVsix";
import { run } from "./processes";
import { projectRoot } from "./stages";
import { ensureBuildTools } from "./systemPackages";
import { ensureWorkbench } from "./workbenchInstall";

const usage = `npm start [-- --headless]

Builds the extension and opens a VS Code that has it installed, with an example to profile. Without a VS Code of your own
it is code-server in the default browser; --headless only prints its address.`;

const steps = `
  1. ${exampleFile} is open. If not: Ctrl+P, ${exampleFile}, Enter.
  2. Ctrl+Shift+P, "Tachyon: Profile Current File", Enter.
  3. Watch the lines glow; hover over the hottest one. The flame graph opens when the program ends or you stop it.
`;

/** Builds and packs the extension; gives the VSIX. */
async function build(): Promise<string> {
  console.log("building the extension");
  await run("npm", ["run", "--silent", "build"], { cwd: projectRoot });
  return packageVsix();
}

async function prepareWorkspace(): Promise<string> {
  const workspace = path.join(cacheFolder(), "example-workspace");
  const python = await ensureOneInterpreter();
  console.log(`Python for the example: ${python}`);
  copyExampleWorkspace(workspace, { "tachyon.pythonPath": python });
  return workspace;
}

async function showInDesktop(code: string, vsix: string, workspace: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-code-"));
  console.log(`opening ${code}\n${steps}\nClose its window to end.`);
  try {
    await openDesktopCode(code, folder, vsix, [workspace, path.join(workspace, exampleFile)]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function showInBrowser(vsix: string, workspace: string, headless: boolean): Promise<void> {
  const server = await CodeServer.start(await ensureWorkbench(), vsix, quietSettings);
  try {
    const address = server.addressOf(workspace, path.join(workspace, exampleFile));
    const opened = !headless && (await openInBrowser(address));
    const where = opened ? "It is open in your browser; the address is" : "Open this address in a browser:";
    console.log(`\nVS Code is ready. ${where}\n\n  ${address}\n${steps}\nCtrl+C ends it.`);
    if (!headless && !opened) console.log("(No display or no browser to open was found here.)");
    await endAsked();
  } finally {
    await server.stop();
  }
}

/** Resolves when the user, the terminal or the system wants this to end. */
function endAsked(): Promise<void> {
  // The timer only keeps the process alive.
  const alive = setInterval(() => {}, 60_000);
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
  });
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((argument) => argument !== "--headless");
  if (unknown !== undefined) throw new Error(`unknown option ${unknown}\n\n${usage}`);
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`This version samples on Linux x86-64 only; this is ${process.platform} ${process.arch}.`);
  }
  await ensureBuildTools();
  const vsix = await build();
  const workspace = await prepareWorkspace();
  const headless = args.includes("--headless");
  const code = headless ? undefined : findDesktopCode();
  await (code === undefined ? showInBrowser(vsix, workspace, headless) : showInDesktop(code, vsix, workspace));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
