/** Figures to stand after one line. */
export interface Figure {
  /** 0-based. */
  readonly line: number;
  readonly text: string;
}

/** A figure with the gap, in characters, that brings it into one column with the others. */
export interface PlacedFigure extends Figure {
  readonly gap: number;
}

const smallestGap = 2;
const columnStep = 4;
/** Lines longer than this get their figures right after their end instead of pushing the column away. */
const farthestColumn = 96;

/** Puts each figure right after its line's end: where there is little room, a column would be out of sight. */
export function appendFigures(figures: readonly Figure[]): PlacedFigure[] {
  return figures.map((figure) => ({ ...figure, text: figure.text.trimStart(), gap: smallestGap }));
}

/** Lines the figures up in a column right of the lines that have them, as far as those are not too long. */
export function alignFigures(figures: readonly Figure[], widthOf: (line: number) => number): PlacedFigure[] {
  const widths = figures.map((figure) => widthOf(figure.line));
  const usual = widths.filter((width) => width + smallestGap <= farthestColumn);
  const column = Math.ceil((Math.max(0, ...usual) + smallestGap) / columnStep) * columnStep;
  return figures.map((figure, index) => ({ ...figure, gap: Math.max(smallestGap, column - widths[index]) }));
}

/** Width of a line on screen, in characters. */
export function displayWidth(text: string, tabSize: number): number {
  let width = 0;
  for (const character of text) {
    if (character === "\t") width += tabSize - (width % tabSize);
    else width += isWide(character.codePointAt(0)!) ? 2 : 1;
  }
  return width;
}

/** East Asian wide and emoji blocks, roughly. */
function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xffdc && !(point >= 0xd800 && point <= 0xf8ff)) ||
    point >= 0x1f300
  );
}
