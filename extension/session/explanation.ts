import * as vscode from "vscode";

const scheme = "tachyon-rights";

/** Texts by the path of their document. */
const texts = new Map<string, string>();

/** Makes explanations readable as documents that cannot be changed and need not be saved. */
export function registerExplanations(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => texts.get(path) ?? "",
  });
}

/** Shows why a process cannot be read, and what helps; `text` is Markdown. */
export async function showExplanation(pid: number, text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme, path: `/Process ${pid} at ${new Date().toTimeString().slice(0, 8).replaceAll(":", ".")}.md` });
  texts.set(uri.path, text);
  // Builds of VS Code may come without its extension for Markdown.
  if (vscode.extensions.getExtension("vscode.markdown-language-features") === undefined) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  } else await vscode.commands.executeCommand("markdown.showPreview", uri);
}
