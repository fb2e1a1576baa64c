import type { Heatmap } from "../protocol";
import { Choice } from "../shared/choice";
import { element } from "../shared/dom";
import { formatCount, formatDuration, formatShare } from "../shared/format";
import { createSplitter } from "../shared/splitter";
import type { Theme } from "../shared/theme";
import { CodeTable, type Shown, type TableOptions } from "./codeTable";
import { type By, FileModel } from "./fileModel";
import { LinePanel } from "./linePanel";
import { Minimap } from "./minimap";

/** What the view of a file asks for. */
export interface FileActions {
  /** Goes to a line (0: to its beginning) of a file (-1: to the index). */
  go(file: number, line: number): void;
  open(file: string, line: number, beside: boolean): void;
  /** What a link to a line of a file has as its address. */
  permalink(file: number, line: number): string;
}

/** A file's lines with their time, a minimap, and what is known of the chosen line. */
export class FileView {
  readonly root: HTMLElement;
  private readonly title = element("h1");
  private readonly facts = element("span", { className: "subtitle" });
  private readonly by: Choice<By>;
  private readonly shown: Choice<Shown>;
  private readonly hotOnly = toggle("Hot only", "Show only lines with time (H)");
  private readonly table: CodeTable;
  private readonly minimap: Minimap;
  private readonly panel: LinePanel;
  private model: FileModel | null = null;
  private line = 0;
  private theme: Theme;

  constructor(opensSource: boolean, theme: Theme, private readonly actions: FileActions) {
    this.theme = theme;
    this.by = new Choice<By>("Figures", [
      ["self", "Self", "Time in the line itself (T)"],
      ["total", "Total", "Time in the line and in what it calls (T)"],
    ], () => this.fill());
    this.shown = new Choice<Shown>("Colours", [
      ["heat", "Heat", "Where time is spent"],
      ["specialisation", "Specialisation", "Which instructions the interpreter has specialised"],
    ], () => this.fill());
    this.hotOnly.addEventListener("click", () => this.fill());
    this.table = new CodeTable(
      (line) => this.chooseLine(line),
      (line) => actions.permalink(this.model?.index ?? -1, line),
    );
    this.minimap = new Minimap(this.table.root);
    this.panel = new LinePanel(opensSource, {
      go: (file, line) => actions.go(file, line),
      open: (line, beside) => this.open(line, beside),
      hover: (line, instruction) => this.table.highlight(line, instruction),
    });
    this.root = this.assemble();
  }

  private assemble(): HTMLElement {
    const back = element("button", { type: "button", textContent: "← All files", title: "Back to all files (Esc)" });
    back.addEventListener("click", () => this.actions.go(-1, 0));
    const previous = element("button", { type: "button", textContent: "↑ Hotter", title: "The next hotter line (P)" });
    previous.addEventListener("click", () => this.step(-1));
    const next = element("button", { type: "button", textContent: "↓ Cooler", title: "The next cooler line, from the hottest on (N)" });
    next.addEventListener("click", () => this.step(1));
    const bar = element("div", { className: "toolbar" }, [back, this.by.root, this.hotOnly, this.shown.root, previous, next]);
    bar.setAttribute("role", "toolbar");
    const side = element("aside", { className: "sidebar" }, [element("div", { className: "panels" }, [this.panel.root])]);
    side.prepend(createSplitter(side));
    const head = element("div", { className: "header filehead" }, [this.title, this.facts]);
    const columns = element("div", { className: "columns" }, [
      element("span", { className: "lineno", textContent: "Line" }),
      element("span", { className: "samples", textContent: "Self", title: "Samples in the line itself" }),
      element("span", { className: "samples", textContent: "Total", title: "Samples in the line and what it calls" }),
    ]);
    const main = element("main", { className: "source-file" }, [
      columns,
      element("div", { className: "scroller" }, [this.table.root, this.minimap.root]),
    ]);
    return element("div", { className: "filepage" }, [head, bar, element("div", { className: "middle" }, [main, side])]);
  }

  /** Shows a file from its hottest line, or from the one given. */
  show(heatmap: Heatmap, file: number, line: number): void {
    const isNew = this.model?.heatmap !== heatmap || this.model.index !== file;
    if (isNew) {
      this.model = new FileModel(heatmap, file);
      this.shown.root.hidden = !this.model.hasInstructions;
      if (!this.model.hasInstructions) this.shown.choose("heat");
      this.describe(this.model);
      this.fill();
    }
    this.line = line > 0 ? line : (this.model?.hotLines(this.by.value)[0] ?? 0);
    this.markLine();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.fill();
  }

  /** Self or total. */
  switchFigures(): void {
    this.by.choose(this.by.value === "self" ? "total" : "self");
  }

  switchHotOnly(): void {
    this.hotOnly.click();
  }

  /** Goes to the next cooler (1) or hotter (-1) line. */
  step(direction: 1 | -1): void {
    const { model } = this;
    if (model === null) return;
    const hot = model.hotLines(this.by.value);
    const at = hot.indexOf(this.line);
    const next = hot[at < 0 ? 0 : Math.min(hot.length - 1, Math.max(0, at + direction))];
    if (next !== undefined) this.chooseLine(next);
  }

  /** Opens the chosen line. */
  openChosen(beside: boolean): void {
    if (this.line > 0) this.open(this.line, beside);
  }

  private open(line: number, beside: boolean): void {
    if (this.model !== null) this.actions.open(this.model.file.name, line, beside);
  }

  private chooseLine(line: number): void {
    if (this.model !== null) this.actions.go(this.model.index, line);
  }

  private describe({ file, heatmap }: FileModel): void {
    const all = heatmap.totalWeight || 1;
    this.title.textContent = file.shortName;
    this.title.title = file.name;
    this.facts.textContent = [
      `self ${formatDuration(file.self)} (${formatShare(file.self / all)})`,
      `total ${formatDuration(file.total)} (${formatShare(file.total / all)})`,
      `${formatCount(file.lines.length)} lines seen`,
      ...(file.source === null ? ["its text could not be read"] : []),
    ].join(" · ");
  }

  private fill(): void {
    const { model, theme } = this;
    if (model === null) return;
    const options: TableOptions = {
      by: this.by.value,
      shown: this.shown.value,
      hotOnly: this.hotOnly.getAttribute("aria-pressed") === "true",
    };
    this.table.root.dataset.by = options.by;
    this.table.show(model, theme, options);
    this.minimap.show(model, this.table.lines, theme, options.by);
    this.markLine();
  }

  private markLine(): void {
    this.table.mark(this.line);
    if (this.model !== null) this.panel.show(this.model, this.line);
  }
}

function toggle(textContent: string, title: string): HTMLButtonElement {
  const button = element("button", { type: "button", textContent, title });
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () =>
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true")),
  );
  return button;
}
