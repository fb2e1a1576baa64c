import * as vscode from "vscode";
import { heatSettings } from "./config";
import type { SessionStore } from "./session/sessionStore";

/** Keeps the keys that `when` clauses of the manifest read. */
export function followContextKeys(store: SessionStore): vscode.Disposable {
  const set = (key: string, value: boolean): unknown =>
    vscode.commands.executeCommand("setContext", `tachyon.${key}`, value);
  const update = (): void => {
    set("isProfiling", store.live !== null);
    set("hasProfile", store.current !== null);
    set("heatVisible", store.current !== null && heatSettings().enabled);
  };
  update();
  return vscode.Disposable.from(
    store.onDidChangeCurrent(update),
    store.onDidChangeLive(update),
    vscode.workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration("tachyon.heat.enabled") && update(),
    ),
  );
}
