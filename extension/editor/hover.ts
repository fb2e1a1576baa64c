import * as vscode from "vscode";
import { computeLineDetail } from "../../sampler/profile";
import { projectRoots } from "../config";
import { computeLineHover } from "../viewmodels/hover";
import type { Heat } from "./heat";
import { hoverMarkdown } from "./hoverMarkdown";

const commands = ["tachyon.openLine", "tachyon.showFlameGraph"];

/** Shows what a profile knows about the line under the mouse. */
export function registerHover(heat: Heat): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { language: "python", scheme: "file" },
    { provideHover: (document, position) => hoverAt(heat, document, position.line) },
  );
}

/** `line` is 0-based. */
function hoverAt(heat: Heat, document: vscode.TextDocument, line: number): vscode.Hover | undefined {
  const found = heat.of(document);
  const recorded = found?.lines.recordedAt(line + 1);
  if (found === null || recorded === undefined) return undefined;
  const { figures, name, stale } = found;
  const detail = computeLineDetail(figures.shown.profile, figures.weights(), name, recorded);
  if (detail === null) return undefined;
  const hover = computeLineHover(figures.shown.profile, detail, projectRoots());
  const text = new vscode.MarkdownString(
    hoverMarkdown(hover, { resolve: (file) => figures.paths.resolve(file), stale }),
    true,
  );
  text.isTrusted = { enabledCommands: commands };
  return new vscode.Hover(text, document.lineAt(line).range);
}
