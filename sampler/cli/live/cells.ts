/** Code points that take two cells in a terminal: East Asian wide and full-width forms, and pictures. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];
const plain = /^[ -~]*$/;
/** Control characters would move the cursor; marks that combine would take a cell of their own. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{M}\p{Cs}]/gu;

const ellipsis = "...";

/** `text` without what does not take cells of its own: names come from the program, which may hold anything. */
export function printable(text: string): string {
  return plain.test(text) ? text : text.replace(unprintable, "");
}

/** Cells that printable text takes. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** The beginning of `text` that fits, with "..." for what is left out. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width > ellipsis.length ? cut(text, width - ellipsis.length) + ellipsis : cut(text, width);
}

/** `text` in exactly `width` cells, to the left. */
export function fitLeft(text: string, width: number): string {
  const shown = shorten(text, width);
  return shown + " ".repeat(Math.max(0, width - widthOf(shown)));
}

/** The end of `text` in exactly `width` cells, to the left: of a place, its end tells most. */
export function fitEnd(text: string, width: number): string {
  let shown = text;
  for (let from = 1; widthOf(shown) > width && from < text.length; from++) shown = cut(ellipsis, width) + text.slice(from);
  return fitLeft(shown, width);
}

/** `text` in exactly `width` cells, to the right. */
export function fitRight(text: string, width: number): string {
  const shown = shorten(text, width);
  return " ".repeat(Math.max(0, width - widthOf(shown))) + shown;
}

/** The beginning of `text` that fits, and nothing else. */
export function cut(text: string, width: number): string {
  if (plain.test(text)) return text.slice(0, Math.max(0, width));
  let [taken, used] = ["", 0];
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

function widthOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  return wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
