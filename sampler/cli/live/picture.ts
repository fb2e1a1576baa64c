import { fitLeft } from "./cells";
import { footer, type FormatChoice } from "./footer";
import type { Figures } from "./figures";
import { header, type HeaderFacts } from "./header";
import { help } from "./help";
import { bold, clip, inverse, span, type Line, type Size } from "./line";
import { selectedRow, type List } from "./list";
import { opcodePanel, opcodePanelRows } from "./opcodePanel";
import type { ViewState } from "./state";

/** Below this there is no room for anything that could be read. */
export const smallest: Size = { columns: 60, rows: 12 };

const footerRows = 2;
const fewestListRows = 4;

/** Everything that a picture is made of. */
export interface Scene {
  readonly state: ViewState;
  readonly figures: Figures;
  readonly list: List;
  readonly facts: HeaderFacts;
  readonly formats: readonly FormatChoice[];
  /** Whether instructions are recorded. */
  readonly opcodes: boolean;
  /** The last lines that the program printed. */
  readonly output: readonly string[];
}

/** The screen, line by line; what it does not fill is empty. */
export function picture(scene: Scene, size: Size): Line[] {
  return draw(scene, size)
    .slice(0, size.rows)
    .map((line) => clip(line, size.columns));
}

function draw(scene: Scene, { columns, rows }: Size): Line[] {
  const { state, figures, list, facts } = scene;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall({ columns, rows });
  if (state.overlay === "help") return help(columns, rows);
  if (state.overlay === "output") return outputLines(scene.output, rows);
  const isFinished = facts.finished !== null;
  const selected = selectedRow(list, state.selected);
  const subject = list.length > 0 ? (list.subject?.(selected) ?? null) : null;
  const mostPanelRows = Math.min(opcodePanelRows, Math.floor(rows / 3));
  const panel = scene.opcodes ? opcodePanel(figures, subject, columns, mostPanelRows) : [];
  const above = header(figures, facts, columns, rows - footerRows - panel.length - 1 - fewestListRows);
  const listRows = rows - above.length - 1 - panel.length - footerRows;
  return [
    ...above,
    list.header,
    ...filled(listLines(list, selected, listRows, columns), listRows),
    ...panel,
    ...footer(state, isFinished, scene.formats, columns),
  ];
}

/** The rows around the selected one. */
function listLines(list: List, selected: number, rows: number, columns: number): Line[] {
  if (list.length === 0) return [[span("  Nothing to show yet", { dim: true })]];
  const first = firstRow(selected, rows, list.length);
  const shown = Array.from({ length: Math.min(rows, list.length - first) }, (_, index) => first + index);
  return shown.map((row) => (row === selected ? highlighted(list.line(row), columns) : list.line(row)));
}

/** The list moves by whole screens, so that it stands still while the selection moves. */
function firstRow(selected: number, rows: number, length: number): number {
  return Math.max(0, Math.min(Math.floor(selected / rows) * rows, length - rows));
}

function highlighted(line: Line, columns: number): Line {
  return [span(fitLeft(line.map(({ text }) => text).join(""), columns), inverse)];
}

function filled(lines: readonly Line[], rows: number): Line[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? []);
}

function tooSmall({ columns, rows }: Size): Line[] {
  const lines = [
    "Terminal too small!",
    `Need: ${smallest.columns}x${smallest.rows}`,
    `Have: ${columns}x${rows}`,
    "Please resize",
  ];
  const above = Math.max(0, Math.floor(rows / 2) - 2);
  const centred = lines.map((text, index): Line => {
    const left = " ".repeat(Math.max(0, Math.floor((columns - text.length) / 2)));
    return [span(left + text, index === 0 ? bold : {})];
  });
  return [...Array.from({ length: above }, (): Line => []), ...centred];
}

function outputLines(output: readonly string[], rows: number): Line[] {
  const shown = output.slice(-(rows - 2)).map((text): Line => [span(text)]);
  const head = span("What the program has printed (any key goes back)", bold);
  return [[head], ...(shown.length > 0 ? shown : [[span("(nothing)", { dim: true })]])];
}
