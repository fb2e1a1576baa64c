import { type Color, mix, oklch, readableOn, toCss } from "../shared/color";
import { element } from "../shared/dom";
import { formatCount, formatShare } from "../shared/format";
import { heatColor } from "../shared/heatColor";
import type { Theme } from "../shared/theme";
import { cutSpans, rangeOf } from "./codeSpans";
import type { By, FileModel, LineInstruction } from "./fileModel";

/** What colours tell. */
export type Shown = "heat" | "specialisation";

/** How the lines of a file are shown. */
export interface TableOptions {
  readonly by: By;
  readonly shown: Shown;
  readonly hotOnly: boolean;
}

/** Lines of one block are laid out only when they come near the view. */
const LINES_OF_BLOCK = 200;
const LINE_HEIGHT = 20;

/** The lines of a file with their figures; each a row of fixed height. */
export class CodeTable {
  readonly root = element("div", { className: "code", tabIndex: 0 });
  private readonly rows = new Map<number, HTMLElement>();
  private chosen: HTMLElement | null = null;

  /** `choose` is called with the line of a click. */
  constructor(
    private readonly choose: (line: number) => void,
    private readonly permalink: (line: number) => string,
  ) {
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", "Source with the time of each line");
    this.root.addEventListener("click", (event) => this.click(event));
  }

  /** The lines in sight of the table, as `hotOnly` lets them through. */
  get lines(): number[] {
    return [...this.rows.keys()];
  }

  show(model: FileModel, theme: Theme, options: TableOptions): void {
    this.rows.clear();
    this.chosen = null;
    const lines = linesOf(model, options);
    const made = lines.flatMap((line, at) => {
      const gap = at > 0 && lines[at - 1] !== line - 1 ? [element("div", { className: "gap", textContent: "⋯" })] : [];
      return [...gap, this.row(model, theme, options, line)];
    });
    const blocks: HTMLElement[] = [];
    for (let at = 0; at < made.length; at += LINES_OF_BLOCK) {
      const block = element("div", { className: "block" }, made.slice(at, at + LINES_OF_BLOCK));
      block.style.containIntrinsicBlockSize = `${Math.min(LINES_OF_BLOCK, made.length - at) * LINE_HEIGHT}px`;
      blocks.push(block);
    }
    const none = element("p", { className: "none", textContent: "No line of this file has time of this kind." });
    this.root.replaceChildren(...(blocks.length > 0 ? blocks : [none]));
  }

  /** Marks a line and brings it into sight; 0 marks none. */
  mark(line: number): void {
    this.chosen?.classList.remove("chosen");
    this.chosen = this.rows.get(line) ?? null;
    this.chosen?.classList.add("chosen");
    this.chosen?.scrollIntoView({ block: "center" });
  }

  /** Highlights the part of a line that an instruction belongs to; null ends it. */
  highlight(line: number, instruction: LineInstruction | null): void {
    const code = this.rows.get(line)?.querySelector("code");
    const text = code?.textContent ?? "";
    CSS.highlights.delete("instruction");
    const range = instruction === null ? null : rangeOf(text, line, instruction);
    if (code === null || code === undefined || range === null) return;
    CSS.highlights.set("instruction", new Highlight(textRange(code, range[0], range[1])));
  }

  private click(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>(".line");
    if (row === null) return;
    event.preventDefault();
    this.choose(Number(row.dataset.line));
  }

  private row(model: FileModel, theme: Theme, options: TableOptions, line: number): HTMLElement {
    const row = model.row(line);
    const code = element("code", {}, spansOf(model, line, options));
    const link = element("a", { className: "lineno", href: this.permalink(line), textContent: String(line), tabIndex: -1 });
    const parts: HTMLElement[] = [link, count(model, line, "self"), count(model, line, "total"), code];
    const made = element("div", { className: row < 0 ? "line" : "line seen" }, parts);
    made.dataset.line = String(line);
    if (row >= 0) paint(made, model, theme, options, line);
    this.rows.set(line, made);
    return made;
  }
}

function linesOf(model: FileModel, { by, hotOnly }: TableOptions): number[] {
  const seen = [...model.file.lines.line];
  if (hotOnly) return seen.filter((line) => model.samples(line, by) > 0);
  if (model.source === null) return seen;
  return Array.from({ length: Math.max(model.source.length, seen.at(-1) ?? 0) }, (_, at) => at + 1);
}

function count(model: FileModel, line: number, by: By): HTMLElement {
  const samples = model.samples(line, by);
  const cell = element("span", { className: `samples ${by}`, textContent: samples > 0 ? formatCount(samples) : "" });
  if (samples > 0) cell.title = `${formatShare(samples / (model.heatmap.totalSamples || 1))} of all samples`;
  return cell;
}

// Sets what the style sheet colours with, so that no colour is a string in the page.
function paint(row: HTMLElement, model: FileModel, theme: Theme, { by, shown }: TableOptions, line: number): void {
  const color = shown === "heat" ? lineHeat(model, theme, by, line) : lineSpecialisation(model, theme, line);
  if (color === null) return;
  const strong = mix(theme.background, color.color, 0.25 + 0.6 * color.strength);
  row.style.setProperty("--heat", toCss(color.color));
  row.style.setProperty("--cell", toCss(theme.highContrast ? theme.background : strong));
  row.style.setProperty("--cell-text", toCss(theme.highContrast ? theme.foreground : readableOn(strong, theme.foreground)));
  row.style.setProperty("--tint", toCss(theme.highContrast ? theme.background : mix(theme.background, color.color, 0.04 + 0.14 * color.strength)));
  row.style.setProperty("--strength", String(color.strength));
}

interface Tint {
  readonly color: Color;
  /** 0 … 1. */
  readonly strength: number;
}

function lineHeat(model: FileModel, theme: Theme, by: By, line: number): Tint | null {
  const heat = model.heat(line, by);
  return heat > 0 ? { color: heatColor(theme, heat), strength: heat } : null;
}

/** From orange (nothing specialised) to green (all). */
function lineSpecialisation(model: FileModel, theme: Theme, line: number): Tint | null {
  const found = model.specialisation(line);
  if (found === null) return null;
  const [generic, specialised] = [oklch(0.68, 0.15, 55), oklch(theme.dark ? 0.7 : 0.6, 0.15, 150)];
  return { color: mix(generic, specialised, found.share), strength: 0.8 };
}

function spansOf(model: FileModel, line: number, { shown }: TableOptions): (string | Node)[] {
  const text = model.text(line);
  if (text === null) return [];
  if (shown === "heat" || model.row(line) < 0) return [text];
  return cutSpans(text, line, model.instructions(line)).map(({ from, to, instructions }) => {
    if (instructions.length === 0) return text.slice(from, to);
    const about = instructions.map(({ name, base, totalSamples }) =>
      `${name}${name === base ? "" : ` (${base})`}: ${formatCount(totalSamples)} samples`,
    );
    return element("span", { className: kindOf(instructions), textContent: text.slice(from, to), title: about.join("\n") });
  });
}

function kindOf(instructions: readonly LineInstruction[]): string {
  if (instructions.some(({ isSpecialised }) => isSpecialised)) return "part specialised-part";
  return instructions.some(({ isAdaptive }) => isAdaptive) ? "part generic-part" : "part";
}

/** The characters `from` … `to` of an element's text, whatever elements it is cut into. */
function textRange(root: Element, from: number, to: number): Range {
  const range = document.createRange();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (from >= at && from <= at + length) range.setStart(node, from - at);
    if (to >= at && to <= at + length) {
      range.setEnd(node, to - at);
      break;
    }
    at += length;
  }
  return range;
}
