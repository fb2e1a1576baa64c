import * as path from "node:path";
import * as vscode from "vscode";
import { samplingSettings } from "../config";
import type { AttachPlan, LaunchPlan } from "../session/commandLine";
import { findInterpreter, namedInterpreter } from "../session/interpreter";
import { Problem } from "../session/problem";
import type { Profiler } from "../session/profiler";
import { samplingOf } from "../session/samplingPlan";
import type { Places } from "../session/substitution";
import { pathMappingsOf, type ProfileConfiguration } from "./configuration";

/** The run that a launch configuration asks for. Throws a `Problem` when it cannot be. */
export async function planLaunch(configuration: ProfileConfiguration, profiler: Profiler): Promise<LaunchPlan> {
  const { module: moduleName = "", program = "", args = [], env = {}, python = "", pythonArgs = [] } = configuration;
  if ((moduleName === "") === (program === "")) {
    const next = 'Set "program" to a Python file, or "module" to a module\'s name.';
    throw new Problem("Nothing was profiled.", "The configuration names no program, or two.", next);
  }
  const folder = folderOf(program);
  const base = folder?.uri.fsPath ?? (path.isAbsolute(program) ? path.dirname(program) : process.cwd());
  const places: Places = { file: path.resolve(base, program || "."), workspaceFolder: base };
  const resource = program === "" ? (folder?.uri ?? vscode.Uri.file(base)) : vscode.Uri.file(places.file);
  if (program !== "") await saveIfOpen(resource);
  return {
    ...samplingOf(configuration, samplingSettings(resource)),
    ...comingBack(configuration),
    killAfterDuration: configuration.killAfterDuration ?? false,
    script: moduleName || places.file,
    isModule: moduleName !== "",
    args: args.map(String),
    python:
      python === ""
        ? await findInterpreter(resource, places)
        : await namedInterpreter(python, places, 'The attribute "python" of the configuration names it.'),
    pythonArgs: pythonArgs.map(String),
    cwd: path.resolve(base, configuration.cwd ?? ""),
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
    recording: await profiler.newRecording(moduleName || path.basename(program)),
  };
}

/** The run that an attach configuration asks for. Throws a `Problem` when it cannot be. */
export async function planAttach(
  configuration: ProfileConfiguration,
  pid: number,
  title: string,
  profiler: Profiler,
): Promise<AttachPlan> {
  const resource = vscode.workspace.workspaceFolders?.[0]?.uri;
  return {
    ...samplingOf(configuration, samplingSettings(resource)),
    ...comingBack(configuration),
    pid,
    recording: await profiler.newRecording(title),
  };
}

/** What a run must know of its configuration to be found again. The editor's own additions begin with underscores. */
function comingBack(configuration: ProfileConfiguration): Pick<AttachPlan, "pathMappings" | "configuration"> {
  const own = Object.entries(configuration).filter(([name]) => !name.startsWith("__"));
  return { pathMappings: pathMappingsOf(configuration.pathMappings), configuration: Object.fromEntries(own) };
}

function folderOf(program: string): vscode.WorkspaceFolder | undefined {
  const own = path.isAbsolute(program) ? vscode.workspace.getWorkspaceFolder(vscode.Uri.file(program)) : undefined;
  return own ?? vscode.workspace.workspaceFolders?.[0];
}

async function saveIfOpen(uri: vscode.Uri): Promise<void> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty === true) await open.save();
}
