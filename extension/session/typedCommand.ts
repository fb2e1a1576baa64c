import * as vscode from "vscode";
import { shellReady } from "./shellReady";

const terminalName = "Tachyon: Rights";

/**
 * Types a command into a terminal, and leaves it to the user to run it. `ended` is told when the terminal is closed, which
 * disposing does.
 */
export function typeIntoTerminal(command: string, ended: () => void = () => undefined): vscode.Disposable {
  const terminal = vscode.window.createTerminal({ name: terminalName, iconPath: new vscode.ThemeIcon("lock") });
  let isClosed = false;
  const listening = vscode.window.onDidCloseTerminal((closed) => {
    if (closed !== terminal) return;
    isClosed = true;
    listening.dispose();
    ended();
  });
  terminal.show(false);
  void typeWhenReady(terminal, command, () => isClosed);
  return {
    dispose: () => {
      isClosed = true;
      terminal.dispose();
    },
  };
}

async function typeWhenReady(terminal: vscode.Terminal, command: string, isClosed: () => boolean): Promise<void> {
  await shellReady(await terminal.processId, isClosed);
  if (isClosed()) return;
  terminal.sendText(command, false);
  await vscode.window.showInformationMessage("Press Enter in the terminal to run what stands there.");
}
