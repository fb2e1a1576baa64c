import * as vscode from "vscode";

const terminalName = "Tachyon: Rights";

/** Types a command into a terminal, and leaves it to the user to run it. `ended` is told when the terminal is closed. */
export function typeIntoTerminal(command: string, ended: () => void = () => undefined): void {
  const terminal = vscode.window.createTerminal({ name: terminalName, iconPath: new vscode.ThemeIcon("lock") });
  const listening = vscode.window.onDidCloseTerminal((closed) => {
    if (closed !== terminal) return;
    listening.dispose();
    ended();
  });
  terminal.show(false);
  terminal.sendText(command, false);
}
