import * as vscode from "vscode";

/** Asks where to keep a text as a file, and keeps it there; `name` is proposed, in the first workspace folder. */
export async function saveText(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const proposed = folder === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name);
  const target = await vscode.window.showSaveDialog({ defaultUri: proposed, filters: { Pictures: ["svg"] } });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`Cannot write '${target.fsPath}': ${reason}. Choose another folder.`);
  }
}
