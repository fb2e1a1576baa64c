import type { Heatmap } from "../protocol";
import { element } from "../shared/dom";
import { formatCount, formatDuration } from "../shared/format";
import { functionRow } from "../shared/functionRow";
import type { By } from "./fileModel";

const MOST_ROWS = 12;

interface HotLine {
  readonly file: number;
  readonly line: number;
  readonly weight: number;
  readonly samples: number;
}

/** The lines with most time of all files. */
export class HotLines {
  readonly root = element("section", { className: "hotlines", ariaLabel: "Hottest lines" });

  /** `open` is called with the index of a file and a line. */
  constructor(private readonly open: (file: number, line: number) => void) {}

  show(heatmap: Heatmap, by: By): void {
    const rows = findHotLines(heatmap, by).map((hot) => this.row(heatmap, hot));
    this.root.hidden = rows.length === 0;
    this.root.replaceChildren(element("h2", { textContent: "Hottest lines" }), element("ol", { className: "functions" }, rows));
  }

  private row({ files, totalWeight }: Heatmap, { file, line, weight, samples }: HotLine): HTMLElement {
    const { shortName, source } = files[file];
    const place = `${shortName}:${line}`;
    const name = source?.split("\n", line)[line - 1]?.trim() || place;
    const title = `${name}\n${formatCount(samples)} samples, ${formatDuration(weight)}\n${place}`;
    const row = functionRow({ name, place, title, share: weight / (totalWeight || 1) }, () => this.open(file, line));
    row.classList.add("code-line");
    return row;
  }
}

/** Hottest first. */
function findHotLines({ files }: Heatmap, by: By): HotLine[] {
  const found = files.flatMap(({ lines }, file) => {
    const [weight, samples] = by === "self" ? [lines.self, lines.selfSamples] : [lines.total, lines.totalSamples];
    return [...lines.line].map((line, row) => ({ file, line, weight: weight[row], samples: samples[row] }));
  });
  return found.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight).slice(0, MOST_ROWS);
}
