import * as vscode from "vscode";
import { automaticConfigurations, currentFile, initialConfigurations } from "./offeredConfigurations";

/** What a new launch.json has, and what F5 does where there is none. */
export const initialProvider: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations: () => [...initialConfigurations],

  /** F5 without a launch.json comes with nothing; the file in the editor is meant then. */
  resolveDebugConfiguration(_folder, configuration) {
    if (configuration.type || configuration.request || configuration.name) return configuration;
    return vscode.window.activeTextEditor?.document.languageId === "python" ? currentFile : undefined;
  },
};

/** What "Show all automatic debug configurations" lists. */
export const dynamicProvider: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations(folder) {
    // Beside each folder the editor asks for the user's settings, where all would be listed once more.
    if (folder === undefined && vscode.workspace.workspaceFolders !== undefined) return [];
    return automaticConfigurations(vscode.workspace.getConfiguration("launch", folder?.uri).get("configurations", []));
  },
};
