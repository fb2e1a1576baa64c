import * as vscode from "vscode";

const terminalName = "Tachyon: Rights";

/** A shell that does not say that it is ready is taken to be after so long. */
const shellStartMs = 6000;

/**
 * Types a command into a terminal, and leaves it to the user to run it. `ended` is told when the terminal is closed, which
 * disposing does.
 */
export function typeIntoTerminal(command: string, ended: () => void = () => undefined): vscode.Disposable {
  const terminal = vscode.window.createTerminal({ name: terminalName, iconPath: new vscode.ThemeIcon("lock") });
  const listening = vscode.window.onDidCloseTerminal((closed) => {
    if (closed !== terminal) return;
    listening.dispose();
    ended();
  });
  terminal.show(false);
  void isReady(terminal).then(() => terminal.sendText(command, false));
  void vscode.window.showInformationMessage("Press Enter in the terminal to run what stands there.");
  return terminal;
}

/** What is typed before there is a prompt would be shown twice. */
function isReady(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, shellStartMs);
    // A shell tells its folder just before each prompt.
    const listening = vscode.window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal && event.shellIntegration.cwd !== undefined) done();
    });
    function done(): void {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    }
  });
}
