import { Category, type FlameFacts, type FlameSummary, type Heatmap, type HeatmapFile } from "../protocol";
import { Choice } from "../shared/choice";
import { debounce, element } from "../shared/dom";
import { formatCount, formatDuration, formatShare } from "../shared/format";
import { shareBar } from "../shared/shareBar";
import { SummaryPanel } from "../shared/summaryPanel";
import type { By } from "./fileModel";
import { buildTree, type Folder, type TreeFile } from "./fileTree";
import { HotLines } from "./hotLines";

const SECTIONS: readonly (readonly [title: string, categories: readonly number[]])[] = [
  ["Your code", [Category.Project]],
  ["Standard library", [Category.StandardLibrary]],
  ["Packages", [Category.SitePackages]],
  ["Other", [Category.Interpreter, Category.Synthetic]],
];
const TYPING_PAUSE_MS = 120;

/** All files by where they live, as folders; and the summary. */
export class IndexView {
  readonly root: HTMLElement;
  private readonly summary = new SummaryPanel();
  private readonly hotLines: HotLines;
  private readonly filter = element("input", {
    type: "text",
    className: "filter",
    placeholder: "Filter files",
    ariaLabel: "Filter files",
    spellcheck: false,
  });
  private readonly list = element("div", { className: "files" });
  private readonly typing = debounce(TYPING_PAUSE_MS, () => this.fill());
  readonly by: Choice<By>;
  private heatmap: Heatmap | null = null;

  /** `open` is called with the index of a file and a line, 0 for its hottest. */
  constructor(private readonly open: (file: number, line: number) => void) {
    this.hotLines = new HotLines(open);
    this.by = new Choice<By>(
      "Figures",
      [
        ["self", "Self", "Time in the file's own lines"],
        ["total", "Total", "Time in the file's lines and in what they call"],
      ],
      () => this.fill(),
    );
    this.filter.addEventListener("input", () => this.typing.schedule());
    const bar = element("div", { className: "toolbar" }, [
      this.filter,
      this.by.root,
      button("Expand all", () => this.setOpen(true)),
      button("Collapse all", () => this.setOpen(false)),
    ]);
    bar.setAttribute("role", "toolbar");
    const side = element("aside", { className: "sidebar" }, [element("div", { className: "panels" }, [this.hotLines.root, this.summary.root])]);
    const main = element("main", { className: "index" }, [bar, this.list]);
    this.root = element("div", { className: "middle" }, [main, side]);
  }

  show(heatmap: Heatmap, facts: FlameFacts, summary: FlameSummary): void {
    this.heatmap = heatmap;
    this.summary.show(facts, summary);
    this.fill();
  }

  private fill(): void {
    const { heatmap } = this;
    if (heatmap === null) return;
    const wanted = this.filter.value.trim().toLowerCase();
    const sections = SECTIONS.map(([title, categories]) => {
      const chosen = heatmap.files.flatMap(({ name, category }, index) =>
        categories.includes(category) && name.toLowerCase().includes(wanted) ? [index] : [],
      );
      return { title, tree: buildTree(heatmap.files, chosen, this.by.value) };
    }).filter(({ tree }) => tree.count > 0);
    const none = element("p", { className: "none", textContent: wanted === "" ? "No file was seen." : "No file matches." });
    const open = (at: number): boolean => wanted !== "" || at === 0;
    this.list.replaceChildren(
      ...(sections.length > 0 ? [columnNames()] : []),
      ...sections.map(({ title, tree }, at) => this.section(title, tree, open(at))),
      ...(sections.length === 0 ? [none] : []),
      ...(wanted === "" && this.by.value === "self" ? [this.rest(heatmap)] : []),
    );
    this.hotLines.show(heatmap, this.by.value);
  }

  /** What no file has: modules frozen into the interpreter, garbage collections, native code. */
  private rest({ files, totalWeight }: Heatmap): HTMLElement {
    const share = totalWeight > 0 ? 1 - files.reduce((sum, { self }) => sum + self, 0) / totalWeight : 0;
    const textContent = `${formatShare(share)} of the time was spent in what has no source file, such as frozen modules.`;
    return element("p", { className: "none", textContent, hidden: share < 0.0005 });
  }

  private section(title: string, tree: Folder, open: boolean): HTMLElement {
    const details = element("details", { className: "section", open }, [
      element("summary", {}, [
        element("span", { className: "title", textContent: title }),
        element("span", { className: "count", textContent: filesText(tree.count) }),
        ...this.folderFigures(tree),
      ]),
      ...this.children(tree, open),
    ]);
    return details;
  }

  private children(folder: Folder, open: boolean): HTMLElement[] {
    return folder.entries.map((entry) => ("file" in entry ? this.file(entry) : this.folder(entry, open)));
  }

  private folder(folder: Folder, open: boolean): HTMLElement {
    return element("details", { className: "folder", open }, [
      element("summary", {}, [
        element("span", { className: "title", textContent: `${folder.name}/` }),
        element("span", { className: "count", textContent: filesText(folder.count) }),
        ...this.folderFigures(folder),
      ]),
      ...this.children(folder, open),
    ]);
  }

  private file({ name, index, file }: TreeFile): HTMLElement {
    const [weight, samples] = this.by.value === "self" ? [file.self, file.selfSamples] : [file.total, file.totalSamples];
    const row = element("button", { type: "button", className: "file", title: fileTitle(file) }, [
      element("span", { className: "title", textContent: name }),
      element("span", { className: "count", textContent: linesText(file.lines.length) }),
      ...this.figures(weight, formatCount(samples)),
    ]);
    row.addEventListener("click", () => this.open(index, 0));
    return row;
  }

  // Totals have no sum, since a sample may be in several files: a folder has at least its hottest file's.
  private folderFigures({ self, selfSamples, total }: Folder): HTMLElement[] {
    return this.by.value === "self" ? this.figures(self, formatCount(selfSamples)) : this.figures(total, "", "≥ ");
  }

  private figures(weight: number, samples: string, bound = ""): HTMLElement[] {
    const all = this.heatmap?.totalWeight || 1;
    return [
      element("span", { className: "samples", textContent: samples, title: "Samples" }),
      element("span", { className: "share", textContent: bound + formatShare(weight / all) }),
      shareBar(weight / all),
    ];
  }

  private setOpen(open: boolean): void {
    for (const details of this.list.querySelectorAll("details")) details.open = open;
  }
}

function columnNames(): HTMLElement {
  const cell = (className: string, textContent: string): HTMLElement => element("span", { className, textContent });
  return element("div", { className: "names" }, [cell("title", "File"), cell("count", ""), cell("samples", "Samples"), cell("share", "Time")]);
}

function fileTitle(file: HeatmapFile): string {
  return `${file.name}\nself ${formatDuration(file.self)}, total ${formatDuration(file.total)}`;
}

function filesText(count: number): string {
  return count === 1 ? "1 file" : `${formatCount(count)} files`;
}

function linesText(count: number): string {
  return count === 1 ? "1 line" : `${formatCount(count)} lines`;
}

function button(textContent: string, click: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", textContent });
  made.addEventListener("click", click);
  return made;
}
