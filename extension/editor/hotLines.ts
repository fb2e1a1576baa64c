import * as vscode from "vscode";
import { Problem } from "../session/problem";
import type { DocumentHeat } from "./documentHeat";
import type { Heat } from "./heat";

/** Puts the cursor on the next (1) or previous (-1) hot line of the active editor, round its ends. */
export function goToHotLine(heat: Heat, direction: 1 | -1): void {
  const editor = vscode.window.activeTextEditor;
  const found = editor === undefined ? null : heat.of(editor.document);
  const lines = found === null ? [] : presentHotLines(found);
  if (editor === undefined || lines.length === 0) {
    throw new Problem(
      "There is no hot line here.",
      "The shown profile has no samples of this file above the threshold.",
    );
  }
  const position = new vscode.Position(nextLine(lines, editor.selection.active.line + 1, direction) - 1, 0);
  const start = position.with({ character: editor.document.lineAt(position.line).firstNonWhitespaceCharacterIndex });
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Present lines with heat, 1-based, ascending. */
function presentHotLines({ heat, lines }: DocumentHeat): number[] {
  const present: number[] = [];
  for (let index = 0; index < heat.length; index++) {
    const line = lines.present(heat.line[index]);
    if (line !== undefined) present.push(line);
  }
  return present.sort((a, b) => a - b);
}

function nextLine(lines: readonly number[], from: number, direction: 1 | -1): number {
  if (direction === 1) return lines.find((line) => line > from) ?? lines[0];
  return [...lines].reverse().find((line) => line < from) ?? lines[lines.length - 1];
}
