import { element } from "../shared/dom";
import { formatCount, formatDuration, formatShare } from "../shared/format";
import { functionRow } from "../shared/functionRow";
import { shareBar } from "../shared/shareBar";
import { rangeOf } from "./codeSpans";
import type { FileModel, LineInstruction, RelatedLine } from "./fileModel";

/** What the panel asks for. */
export interface LinePanelActions {
  /** Goes to a line of a file (an index). */
  go(file: number, line: number): void;
  /** Opens the line in an editor, or copies it. */
  open(line: number, beside: boolean): void;
  /** The pointer is on an instruction; null: no longer. */
  hover(line: number, instruction: LineInstruction | null): void;
}

/** Longer lists end with how many more there are. */
const MOST_ROWS = 20;

/** What is known of one line: time, callers, callees, instructions. */
export class LinePanel {
  readonly root = element("section", { className: "linepanel", ariaLabel: "Chosen line" });

  constructor(
    private readonly opensSource: boolean,
    private readonly actions: LinePanelActions,
  ) {}

  show(model: FileModel, line: number): void {
    const row = line > 0 ? model.row(line) : -1;
    const hint = line > 0 ? "No sample saw this line." : "Choose a line.";
    const head = line > 0 ? this.head(model, line) : element("h2", { textContent: "Line" });
    if (row < 0) return this.root.replaceChildren(head, element("p", { textContent: hint }));
    const total = model.file.lines.total[row];
    this.root.replaceChildren(
      head,
      figures(model, row),
      ...this.related("Callers", model.callers(line), total, "Nothing calls it."),
      ...this.related("Callees", model.callees(line), total, "It calls nothing that was seen."),
      ...this.instructions(model, line),
    );
  }

  private head(model: FileModel, line: number): HTMLElement {
    const title = this.opensSource ? "Go to this line (Ctrl+Enter)" : "Copy this place (Ctrl+Enter)";
    const link = element("a", { href: "#", textContent: `Line ${line}`, title });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.actions.open(line, event.ctrlKey || event.altKey || event.metaKey);
    });
    return element("h2", { title: `${model.file.name}:${line}` }, [link]);
  }

  private related(title: string, found: readonly RelatedLine[], whole: number, none: string): HTMLElement[] {
    const rows = found.slice(0, MOST_ROWS).map((other) => this.relatedRow(other, whole));
    const more = found.length - rows.length;
    return [
      element("h2", { textContent: title }),
      rows.length === 0
        ? element("p", { textContent: none })
        : element("ol", { className: "functions" }, [
            ...rows,
            more > 0 ? element("li", { className: "more", textContent: `and ${formatCount(more)} more` }) : null,
          ]),
    ];
  }

  private relatedRow(other: RelatedLine, whole: number): HTMLElement {
    const { name, place, weight, samples } = other;
    const title = `${name}\n${formatCount(samples)} samples, ${formatDuration(weight)}\n${place}`;
    const row = functionRow({ name, place, title, share: whole > 0 ? weight / whole : 0 }, () =>
      this.actions.go(other.file, other.line),
    );
    if (place === "") (row.firstElementChild as HTMLButtonElement).disabled = true;
    return row;
  }

  private instructions(model: FileModel, line: number): HTMLElement[] {
    const found = model.instructions(line);
    if (found.length === 0) return [];
    const text = model.text(line) ?? "";
    const most = Math.max(...found.map(({ totalSamples }) => totalSamples));
    const state = model.specialisation(line);
    const words =
      state === null
        ? "Nothing on this line has specialised forms."
        : `${formatShare(state.share)} specialised (${state.specialised} of ${state.adaptive} instructions, ` +
          `${formatCount(state.specialisedSamples)} of ${formatCount(state.adaptiveSamples)} samples)`;
    return [
      element("h2", { textContent: "Instructions" }),
      element("p", { className: "specialisation", textContent: words }),
      element("ul", { className: "opcodes" }, found.map((instruction) => this.instruction(line, instruction, most, text))),
    ];
  }

  private instruction(line: number, instruction: LineInstruction, most: number, text: string): HTMLElement {
    const { name, base, isSpecialised, isAdaptive, totalSamples, selfSamples, column, endColumn } = instruction;
    const range = rangeOf(text, line, instruction);
    const snippet = range === null ? "" : text.slice(...range).trim();
    const where = column < 0 ? "" : `\ncolumns ${column} to ${endColumn}`;
    const form = isSpecialised ? `A specialised form of ${base}` : isAdaptive ? "Not specialised" : "Has no specialised forms";
    const row = element("li", { title: `${name}\n${form}\nself ${formatCount(selfSamples)}, total ${formatCount(totalSamples)}${where}` }, [
      shareBar(totalSamples / most),
      element("span", { className: "share", textContent: formatCount(totalSamples) }),
      element("span", { className: isSpecialised ? "opcode specialised" : "opcode", textContent: name }),
      element("span", { className: "snippet", textContent: [isSpecialised ? base : "", snippet].filter(Boolean).join("  ") }),
    ]);
    row.addEventListener("pointerenter", () => this.actions.hover(line, instruction));
    row.addEventListener("pointerleave", () => this.actions.hover(line, null));
    return row;
  }
}

function figures(model: FileModel, row: number): HTMLElement {
  const { self, selfSamples, total, totalSamples } = model.file.lines;
  const all = model.heatmap.totalWeight || 1;
  const line = (name: string, weight: number, samples: number): HTMLElement =>
    element("div", { className: "number", title: `${formatCount(samples)} samples` }, [
      element("dt", { textContent: name }),
      element("dd", { textContent: formatDuration(weight) }),
      element("dd", { className: "share", textContent: formatShare(weight / all) }),
    ]);
  return element("dl", { className: "numbers" }, [
    line("Total", total[row], totalSamples[row]),
    line("Self", self[row], selfSamples[row]),
  ]);
}
