import * as fs from "node:fs";
import * as vscode from "vscode";
import type { SourcePaths } from "./sourcePaths";

/** Larger files are not read for a line's text. */
const largestSourceBytes = 4 << 20;

/** Source lines by the file names of a profile; each file is read once. */
export class SourceText {
  private readonly linesByName = new Map<string, readonly string[]>();

  constructor(private readonly paths: SourcePaths) {}

  /** Text of a 1-based line without surrounding blanks; undefined when the source cannot be read. */
  line(name: string, line: number): string | undefined {
    let lines = this.linesByName.get(name);
    if (lines === undefined) this.linesByName.set(name, (lines = this.read(name)));
    return lines[line - 1]?.trim();
  }

  private read(name: string): readonly string[] {
    const file = this.paths.resolve(name);
    if (file === null) return [];
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.scheme === "file" && document.uri.fsPath === file,
    );
    return (open !== undefined && !open.isDirty ? open.getText() : readText(file)).split(/\r\n|\r|\n/);
  }
}

function readText(file: string): string {
  try {
    return fs.statSync(file).size > largestSourceBytes ? "" : fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
