import * as vscode from "vscode";
import { heatLevels } from "../viewmodels/heat";
import { gutterBar, type IconTheme } from "./gutterBar";

/**
 * The decoration types of the heat: one a level and one for the figures, made once a theme kind and never for a refresh.
 * Each new type and each distinct text costs the editor a style rule, which is what makes decorations slow.
 */
export class HeatTypes {
  /** Level n stands at n - 1. */
  readonly levels: readonly vscode.TextEditorDecorationType[];
  readonly figures: vscode.TextEditorDecorationType;

  constructor(theme: IconTheme) {
    this.levels = Array.from({ length: heatLevels }, (_, index) => levelType(index + 1, theme));
    this.figures = vscode.window.createTextEditorDecorationType({
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      after: { color: new vscode.ThemeColor("tachyon.heatText"), fontStyle: "normal" },
    });
  }

  dispose(): void {
    for (const type of [...this.levels, this.figures]) type.dispose();
  }
}

export function iconTheme(kind: vscode.ColorThemeKind): IconTheme {
  switch (kind) {
    case vscode.ColorThemeKind.Light:
      return "light";
    case vscode.ColorThemeKind.HighContrast:
      return "highContrast";
    case vscode.ColorThemeKind.HighContrastLight:
      return "highContrastLight";
    default:
      return "dark";
  }
}

function levelType(level: number, theme: IconTheme): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    backgroundColor: new vscode.ThemeColor(`tachyon.heat${level}`),
    overviewRulerColor: new vscode.ThemeColor(`tachyon.heatRuler${level}`),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    gutterIconPath: vscode.Uri.parse(gutterBar(level, theme)),
    gutterIconSize: "100% 100%",
  });
}
