import type { Comparison, FunctionChange } from "../protocol";
import { element } from "../shared/dom";
import { formatDuration } from "../shared/format";
import { functionRow } from "../shared/functionRow";

const MOST_ROWS = 12;

/** The functions whose own time has changed most, beyond noise. */
export class ChangesPanel {
  readonly root = element("section", { className: "changes", ariaLabel: "Changed functions", hidden: true });

  constructor(private readonly find: (change: FunctionChange) => void) {}

  /** Null: there is no baseline. `noise` in standard deviations. */
  show(comparison: Comparison | null, noise: number): void {
    this.root.hidden = comparison === null;
    if (comparison === null) return;
    const changed = comparison.functions.filter(({ sigmas }) => Math.abs(sigmas) >= noise).slice(0, MOST_ROWS);
    const greatest = Math.max(1, ...changed.map(difference).map(Math.abs));
    this.root.replaceChildren(
      element("h2", { textContent: "Changed functions" }),
      changed.length === 0
        ? element("p", { textContent: "No function's own time changed by more than chance." })
        : element("ol", { className: "functions" }, changed.map((change) => this.row(change, greatest))),
    );
  }

  private row(change: FunctionChange, greatest: number): HTMLElement {
    const { name, file, shortFile, firstLine, self, baselineSelf, sigmas } = change;
    const by = difference(change);
    const place = file === "" ? "" : `${shortFile}:${firstLine}`;
    const row = functionRow(
      {
        name,
        place,
        title: `${name}\nself ${formatDuration(self)}, was ${formatDuration(baselineSelf)} (${Math.abs(sigmas).toFixed(1)} σ)\n${place}`,
        share: Math.abs(by) / greatest,
        figure: `${by < 0 ? "−" : "+"}${formatDuration(Math.abs(by))}`,
      },
      () => this.find(change),
    );
    row.classList.add(by < 0 ? "shrank" : "grew");
    return row;
  }
}

function difference({ self, baselineSelf }: FunctionChange): number {
  return self - baselineSelf;
}
