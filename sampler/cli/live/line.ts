import { cut, fitLeft, printable, widthOf } from "./cells";

export type Colour = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan";

/** How text looks; colours are left out where there are none. */
export interface Style {
  readonly colour?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
  readonly underline?: boolean;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** A line of the screen, from its left. */
export type Line = readonly Span[];

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export const plain: Style = {};
export const bold: Style = { bold: true };
export const dim: Style = { dim: true };
export const inverse: Style = { inverse: true, bold: true };

export function span(text: string, style: Style = plain): Span {
  return { text: printable(text), style };
}

export function widthOfLine(line: Line): number {
  return line.reduce((width, { text }) => width + widthOf(text), 0);
}

/** A line of one style over the whole width. */
export function fullLine(text: string, columns: number, style: Style): Line {
  return [span(fitLeft(printable(text), columns), style)];
}

/** The part of a line that the terminal has room for. */
export function clip(line: Line, columns: number): Line {
  const clipped: Span[] = [];
  let left = columns;
  for (const { text, style } of line) {
    if (left <= 0) break;
    const shown = cut(text, left);
    left -= widthOf(shown);
    clipped.push({ text: shown, style });
  }
  return clipped;
}

/** Parts with " │ " between them, as many as there is room for. */
export function joinParts(head: Line, parts: readonly Line[], columns: number): Line {
  const separator = span(" │ ", dim);
  let line = head;
  for (const [index, part] of parts.entries()) {
    const longer = [...line, ...(index === 0 ? [] : [separator]), ...part];
    if (widthOfLine(longer) > columns) break;
    line = longer;
  }
  return line;
}

/** A bar of `width` cells, filled in proportion. */
export function bar(share: number, width: number): string {
  const filled = Math.max(0, Math.min(width, Math.floor(share * width)));
  return "█".repeat(filled) + "░".repeat(width - filled);
}

/** The line as people read it, without colours. */
export function textOf(line: Line): string {
  return line.map(({ text }) => text).join("");
}
