import { element } from "../shared/dom";
import { formatDuration } from "../shared/format";
import { functionRow } from "../shared/functionRow";
import type { GraphModel } from "./graphModel";
import { computeRelatives, type Relative } from "./relatives";

/** Longer lists end with how many more there are. */
const MOST_ROWS = 12;

/** Who calls the focused function, and whom it calls, wherever it stands in the graph. */
export class RelativesPanel {
  readonly root = element("section", { className: "relatives", ariaLabel: "Callers and callees" });
  private shown: { model: GraphModel; function_: number } | null = null;

  constructor(private readonly focus: (box: number) => void) {
    this.showHint();
  }

  show(model: GraphModel, box: number, inverted: boolean): void {
    if (box < 0) return this.showHint();
    const function_ = model.functionOf(box);
    if (this.shown?.model === model && this.shown.function_ === function_) return;
    this.shown = { model, function_ };
    const { callers, callees, weight } = computeRelatives(model, box, inverted);
    this.root.replaceChildren(
      element("h2", { textContent: "Callers" }),
      this.list(model, callers, weight, "Nothing calls it: it is where its stacks begin."),
      element("h2", { textContent: "Callees" }),
      this.list(model, callees, weight, "It calls nothing that was seen."),
    );
  }

  private showHint(): void {
    this.shown = null;
    this.root.replaceChildren(
      element("h2", { textContent: "Callers and callees" }),
      element("p", { textContent: "Choose a function in the graph." }),
    );
  }

  private list(model: GraphModel, relatives: readonly Relative[], whole: number, none: string): HTMLElement {
    if (relatives.length === 0) return element("p", { textContent: none });
    const rows = relatives.slice(0, MOST_ROWS).map(({ box, weight }) => {
      const [name, place] = [model.label(box), model.shortPlace(box)];
      const title = `${name}\n${formatDuration(weight)} together\n${place}`;
      return functionRow({ name, place, title, share: whole > 0 ? weight / whole : 0 }, () => this.focus(box));
    });
    const more = relatives.length - rows.length;
    return element("ol", { className: "functions" }, [
      ...rows,
      more > 0 ? element("li", { className: "more", textContent: `and ${more} more` }) : null,
    ]);
  }
}
