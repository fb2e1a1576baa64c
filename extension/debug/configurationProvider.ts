import * as vscode from "vscode";
import { debugType } from "./configuration";
import { profileOf } from "./profileOf";

const currentFile = { type: debugType, request: "launch", name: "Profile: Current File", program: "${file}" };
const attachByPicker = {
  type: debugType,
  request: "attach",
  name: "Profile: Attach to Process…",
  processId: "${command:tachyon.pickProcess}",
};
const tasks = { ...currentFile, name: "Profile: Current File with asyncio Tasks", async: "all" };
const children = { ...currentFile, name: "Profile: Current File with its Processes", subprocesses: true };

/** What a new launch.json has, and what F5 does where there is none. */
export const initialConfigurations: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations: () => [currentFile, attachByPicker],

  /** F5 without a launch.json comes with nothing; the file in the editor is meant then. */
  resolveDebugConfiguration(_folder, configuration) {
    if (configuration.type || configuration.request || configuration.name) return configuration;
    return vscode.window.activeTextEditor?.document.languageId === "python" ? currentFile : undefined;
  },
};

/** What "Show all automatic debug configurations" lists: the usual ones, and a profile of each program of launch.json. */
export const dynamicConfigurations: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations: (folder) => [currentFile, children, tasks, attachByPicker, ...profilesOfPrograms(folder)],
};

/** Python debug configurations that start a program, as profiles of the same. */
function profilesOfPrograms(folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration[] {
  const listed = vscode.workspace.getConfiguration("launch", folder?.uri).get<vscode.DebugConfiguration[]>("configurations", []);
  return listed
    .filter(({ type, request }) => (type === "debugpy" || type === "python") && request === "launch")
    .map(profileOf);
}
