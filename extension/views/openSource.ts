import * as fs from "node:fs";
import * as vscode from "vscode";

const flashMs = 900;

export interface OpenSourceOptions {
  /** The group that must keep showing what it shows. */
  readonly from?: vscode.ViewColumn | undefined;
  /** Always in a group next to `from`, even when the file is visible elsewhere. */
  readonly beside?: boolean;
}

/** Opens `file` at a 1-based line in the middle of an editor, and lets the line light up for a moment. */
export async function openSource(file: string, line: number, options: OpenSourceOptions = {}): Promise<void> {
  if (!fs.existsSync(file)) {
    void vscode.window.showWarningMessage(`${file} was not found. The profile was recorded where that file exists.`);
    return;
  }
  const uri = vscode.Uri.file(file);
  const document = await vscode.workspace.openTextDocument(uri);
  const start = new vscode.Position(Math.min(Math.max(line, 1), document.lineCount) - 1, 0);
  const position = document
    .lineAt(start.line)
    .range.start.translate(0, document.lineAt(start.line).firstNonWhitespaceCharacterIndex);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: columnFor(uri, options),
    selection: new vscode.Range(position, position),
    preview: true,
  });
  const range = new vscode.Range(position, position);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  flash(editor, range);
}

function columnFor(uri: vscode.Uri, { from, beside }: OpenSourceOptions): vscode.ViewColumn {
  if (beside === true) return vscode.ViewColumn.Beside;
  if (from === undefined) return vscode.ViewColumn.Active;
  const elsewhere = vscode.window.visibleTextEditors.filter(
    (editor) => editor.viewColumn !== undefined && editor.viewColumn !== from,
  );
  const showing = elsewhere.find((editor) => editor.document.uri.toString() === uri.toString()) ?? elsewhere[0];
  const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== from);
  return showing?.viewColumn ?? other?.viewColumn ?? vscode.ViewColumn.Beside;
}

function flash(editor: vscode.TextEditor, range: vscode.Range): void {
  const type = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
  });
  editor.setDecorations(type, [range]);
  setTimeout(() => type.dispose(), flashMs);
}
