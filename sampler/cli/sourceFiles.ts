import * as fs from "node:fs";
import * as path from "node:path";

/** The text of source lines, as the files have them now. */
export class SourceFiles {
  private readonly lines = new Map<string, readonly string[]>();

  /** `folder` is where relative file names begin; `root`, if given, is another system's files, looked at first. */
  constructor(
    private readonly folder = "",
    private readonly root = "",
  ) {}

  /** Text of a line (1-based); null when the file or the line cannot be read. */
  line(file: string, line: number): string | null {
    return this.read(file)[line - 1] ?? null;
  }

  private read(file: string): readonly string[] {
    let lines = this.lines.get(file);
    if (!lines) this.lines.set(file, (lines = this.readFirst(path.resolve(this.folder, file))));
    return lines;
  }

  private readFirst(file: string): readonly string[] {
    const there = this.root === "" ? [] : readLines(path.join(this.root, file));
    return there.length > 0 ? there : readLines(file);
  }
}

function readLines(file: string): readonly string[] {
  try {
    return fs.readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
