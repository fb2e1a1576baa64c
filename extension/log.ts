import * as vscode from "vscode";

let channel: vscode.LogOutputChannel | undefined;

/** The extension's one log, shown by "Tachyon: Show Log". */
export function log(): vscode.LogOutputChannel {
  channel ??= vscode.window.createOutputChannel("Tachyon", { log: true });
  return channel;
}

export function disposeLog(): void {
  channel?.dispose();
  channel = undefined;
}
