/** One change of a text, as VS Code reports it; line numbers are 0-based, characters are UTF-16 units. */
export interface TextChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

/** The lines of a text, without their ends. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/**
 * Where the lines of a recorded text are now. Lines move with the edits around them; a line whose text changed is lost.
 * All line numbers are 1-based.
 */
export class LineMap {
  private lines: string[];
  /** For each present line the recorded one, 0 for a line that is new or changed. */
  private recorded: number[];
  private presentByRecorded: Map<number, number> | undefined;

  /** The text as it was recorded. */
  constructor(text: string) {
    this.lines = splitLines(text);
    this.recorded = this.lines.map((_, index) => index + 1);
  }

  /** The present line of a recorded one; undefined when it was changed or deleted. */
  present(recordedLine: number): number | undefined {
    if (this.presentByRecorded === undefined) {
      this.presentByRecorded = new Map();
      this.recorded.forEach((line, index) => line > 0 && this.presentByRecorded!.set(line, index + 1));
    }
    return this.presentByRecorded.get(recordedLine);
  }

  /** The recorded line that stands at a present one; undefined for a new or changed line. */
  recordedAt(presentLine: number): number | undefined {
    return this.recorded[presentLine - 1] || undefined;
  }

  /** Applies changes in the order given, each to the text that the one before left. */
  apply(changes: readonly TextChange[]): void {
    for (const { range, text } of changes) {
      const head = (this.lines[range.start.line] ?? "").slice(0, range.start.character);
      const tail = (this.lines[range.end.line] ?? "").slice(range.end.character);
      this.replace(range.start.line, range.end.line + 1, splitLines(head + text + tail));
    }
  }

  /** Takes the whole text as it is now, after changes that were not seen one by one. */
  align(text: string): void {
    this.replace(0, this.lines.length, splitLines(text));
  }

  /** Lines begin … end - 1 (0-based) become `fresh`; equal lines at either end of the two are the same lines. */
  private replace(begin: number, end: number, fresh: readonly string[]): void {
    const shorter = Math.min(end - begin, fresh.length);
    let same = 0;
    while (same < shorter && this.lines[begin + same] === fresh[same]) same++;
    let sameEnd = 0;
    while (sameEnd < shorter - same && this.lines[end - 1 - sameEnd] === fresh[fresh.length - 1 - sameEnd]) sameEnd++;
    const changed = fresh.slice(same, fresh.length - sameEnd);
    this.lines = this.lines.slice(0, begin + same).concat(changed, this.lines.slice(end - sameEnd));
    const gone = changed.map(() => 0);
    this.recorded = this.recorded.slice(0, begin + same).concat(gone, this.recorded.slice(end - sameEnd));
    this.presentByRecorded = undefined;
  }
}
