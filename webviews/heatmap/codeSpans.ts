import type { LineInstruction } from "./fileModel";

/** A part of a line's text, in characters, and the instructions that belong to it and to nothing smaller. */
export interface CodeSpan {
  readonly from: number;
  readonly to: number;
  readonly instructions: readonly LineInstruction[];
}

/** The character at a place in UTF-8 bytes, as Python tells columns. */
export function characterAt(text: string, bytes: number): number {
  let [seen, at] = [0, 0];
  for (const character of text) {
    if (seen >= bytes) break;
    const code = character.codePointAt(0) ?? 0;
    seen += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += character.length;
  }
  return at;
}

/** Where an instruction stands in its line's text; null when that is not known. */
export function rangeOf(text: string, line: number, { column, endLine, endColumn }: LineInstruction): [number, number] | null {
  if (column < 0) return null;
  const from = characterAt(text, column);
  const to = endLine === line && endColumn >= 0 ? characterAt(text, endColumn) : text.length;
  return from < to ? [from, to] : null;
}

/** Cuts a line where its instructions begin and end; each part belongs to the instructions of the smallest range. */
export function cutSpans(text: string, line: number, instructions: readonly LineInstruction[]): CodeSpan[] {
  const ranges = instructions.flatMap((instruction) => {
    const range = rangeOf(text, line, instruction);
    return range === null ? [] : [{ from: range[0], to: range[1], instruction }];
  });
  const cuts = [...new Set([0, text.length, ...ranges.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, at) => {
    const from = cuts[at];
    const around = ranges.filter((range) => range.from <= from && range.to >= to);
    const smallest = Math.min(...around.map((range) => range.to - range.from));
    return { from, to, instructions: around.filter((range) => range.to - range.from === smallest).map(({ instruction }) => instruction) };
  });
}
