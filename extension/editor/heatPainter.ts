import * as vscode from "vscode";
import type { HeatSettings } from "../config";
import { alignFigures, appendFigures, displayWidth, type Figure, type PlacedFigure } from "./figures";
import { heatLevels } from "../viewmodels/heat";
import { figureText } from "./figureText";
import type { DocumentHeat } from "./documentHeat";
import type { HeatTypes } from "./heatTypes";

/** What stands in an editor now, as text that can be compared: one a level, and the figures'. */
interface Applied {
  readonly levels: string[];
  figures: string;
}

/** Puts heat into editors, and only what changed since the last time. */
export class HeatPainter {
  private applied = new WeakMap<vscode.TextEditor, Applied>();

  /** Shows `heat` in `editor`; null clears it. */
  paint(editor: vscode.TextEditor, types: HeatTypes, heat: DocumentHeat | null, unit: HeatSettings["figures"]): void {
    const before = this.applied.get(editor) ?? { levels: types.levels.map(() => ""), figures: "" };
    this.applied.set(editor, before);
    linesByLevel(heat).forEach((lines, index) => {
      const key = lines.join();
      if (key !== before.levels[index]) editor.setDecorations(types.levels[index], lines.map(wholeLine));
      before.levels[index] = key;
    });
    const figures = heat === null || unit === "off" ? [] : placed(editor, visibleFigures(editor, heat, unit));
    const key = figures.map(({ line, gap, text }) => `${line} ${gap} ${text}`).join("\n");
    if (key !== before.figures)
      editor.setDecorations(
        types.figures,
        figures.map((figure) => afterLine(editor.document, figure)),
      );
    before.figures = key;
  }

  /** The editor has moved its decorations by itself; all are put anew. */
  forget(editor: vscode.TextEditor): void {
    const before = this.applied.get(editor);
    if (before === undefined) return;
    before.levels.forEach((key, index) => (before.levels[index] = key === "" ? "" : "moved"));
    before.figures = before.figures === "" ? "" : "moved";
  }

  /** The decoration types are new ones; nothing stands in any editor. */
  forgetAll(): void {
    this.applied = new WeakMap();
  }
}

/** Present lines (0-based) of each level, level n at n - 1. */
function linesByLevel(heat: DocumentHeat | null): number[][] {
  const lines: number[][] = Array.from({ length: heatLevels }, () => []);
  if (heat === null) return lines;
  for (let index = 0; index < heat.heat.length; index++) {
    const present = heat.lines.present(heat.heat.line[index]);
    if (present !== undefined) lines[heat.heat.level[index] - 1].push(present - 1);
  }
  return lines;
}

/** Figures of the hot lines on screen, and one screen around. */
function visibleFigures(editor: vscode.TextEditor, heat: DocumentHeat, unit: "time" | "percent"): Figure[] {
  const first = Math.min(...editor.visibleRanges.map((range) => range.start.line));
  const last = Math.max(...editor.visibleRanges.map((range) => range.end.line));
  const screen = last - first + 1;
  const figures: Figure[] = [];
  for (let index = 0; index < heat.heat.length; index++) {
    const line = (heat.lines.present(heat.heat.line[index]) ?? 0) - 1;
    if (line < 0 || line < first - screen || line > last + screen) continue;
    const { self, total, selfShare, totalShare } = heat.heat;
    const row = { self: self[index], total: total[index], selfShare: selfShare[index], totalShare: totalShare[index] };
    figures.push({ line, text: figureText(row, unit) });
  }
  return figures;
}

function placed(editor: vscode.TextEditor, figures: readonly Figure[]): PlacedFigure[] {
  if (vscode.window.tabGroups.all.length > 1) return appendFigures(figures);
  const tabSize = Number(editor.options.tabSize) || 4;
  const { document } = editor;
  return alignFigures(figures, (line) =>
    line < document.lineCount ? displayWidth(document.lineAt(line).text, tabSize) : 0,
  );
}

function wholeLine(line: number): vscode.Range {
  return new vscode.Range(line, 0, line, 0);
}

function afterLine(document: vscode.TextDocument, { line, gap, text }: PlacedFigure): vscode.DecorationOptions {
  const end = line < document.lineCount ? document.lineAt(line).range.end : new vscode.Position(line, 0);
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: text, margin: `0 0 0 ${gap}ch` } },
  };
}
