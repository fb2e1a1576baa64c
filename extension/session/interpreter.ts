import * as fs from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import { pythonPathSetting } from "../config";
import { log } from "../log";
import { Problem } from "./problem";
import { substitute, type Places } from "./substitution";

/** The part of the Python extension's exported API that is used here. */
interface PythonExtensionApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

const isWindows = process.platform === "win32";
const executableNames = isWindows ? ["python.exe"] : ["python3", "python"];

/**
 * The interpreter that runs `resource`: the Python extension's active environment where that extension is present, else the
 * setting, the workspace's `.venv` or `venv`, the first Python on PATH. Throws a `Problem` when there is none.
 */
export async function findInterpreter(resource: vscode.Uri, places: Places): Promise<string> {
  const setting = pythonPathSetting(resource);
  const found =
    (await fromPythonExtension(resource)) ??
    (await fromSetting(setting, places)) ??
    (await fromWorkspace(places)) ??
    (await fromPath());
  if (found !== undefined) return found;
  throw new Problem(
    "No Python interpreter was found.",
    "The workspace has no .venv and PATH has no python3.",
    'Install Python, or set "tachyon.pythonPath" to an interpreter.',
  );
}

async function fromPythonExtension(resource: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtensionApi>("ms-python.python");
  if (extension === undefined) return undefined;
  try {
    const api = await extension.activate();
    const environment = await api.environments.resolveEnvironment(api.environments.getActiveEnvironmentPath(resource));
    const file = environment?.executable.uri?.fsPath;
    return file !== undefined && (await isFile(file)) ? file : undefined;
  } catch (error) {
    log().warn("The Python extension did not name an interpreter:", String(error));
    return undefined;
  }
}

async function fromSetting(setting: string, places: Places): Promise<string | undefined> {
  return setting === "" ? undefined : namedInterpreter(setting, places, 'The setting "tachyon.pythonPath" names it.');
}

/** The interpreter of this name or path; throws a `Problem` when there is none. `why` says who names it. */
export async function namedInterpreter(text: string, places: Places, why: string): Promise<string> {
  const name = substitute(text, places);
  const file = name.includes(path.sep)
    ? path.resolve(places.workspaceFolder ?? path.dirname(places.file), name)
    : await onPath([name]);
  if (file !== undefined && (await isFile(file))) return file;
  throw new Problem(
    `The Python interpreter ${name} was not found.`,
    why,
    "Correct it, or leave it empty to use the workspace's .venv or PATH.",
  );
}

async function fromWorkspace(places: Places): Promise<string | undefined> {
  const folder = places.workspaceFolder ?? path.dirname(places.file);
  const programs = isWindows ? "Scripts" : "bin";
  for (const environment of [".venv", "venv"]) {
    for (const name of executableNames) {
      const file = path.join(folder, environment, programs, name);
      if (await isFile(file)) return file;
    }
  }
  return undefined;
}

function fromPath(): Promise<string | undefined> {
  return onPath(executableNames);
}

async function onPath(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    for (const folder of folders) {
      if (await isFile(path.join(folder, name))) return path.join(folder, name);
    }
  }
  return undefined;
}

async function isFile(file: string): Promise<boolean> {
  return fs.stat(file).then(
    (stat) => stat.isFile(),
    () => false,
  );
}
