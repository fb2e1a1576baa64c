import type { FlameSummary, HotSpot } from "../protocol";
import { Choice } from "../shared/choice";
import { element } from "../shared/dom";
import { formatDuration } from "../shared/format";
import { functionRow } from "../shared/functionRow";

/** The functions with most time of their own or in all; a click looks the function up in the graph. */
export class HotSpots {
  readonly root: HTMLElement;
  private readonly list = element("ol", { className: "functions" });
  private readonly by = new Choice(
    "Order",
    [
      ["self", "Self", "By time in the function itself"],
      ["total", "Total", "By time in the function and what it calls"],
    ],
    () => this.fill(),
  );
  private summary: FlameSummary | null = null;

  constructor(private readonly find: (spot: HotSpot) => void) {
    const title = element("div", { className: "titled" }, [element("h2", { textContent: "Hot spots" }), this.by.root]);
    this.root = element("section", { className: "hotspots", ariaLabel: "Hot spots" }, [title, this.list]);
  }

  show(summary: FlameSummary): void {
    this.summary = summary;
    this.fill();
  }

  private fill(): void {
    const { summary } = this;
    if (summary === null) return;
    const bySelf = this.by.value === "self";
    const spots = bySelf ? summary.hotBySelf : summary.hotByTotal;
    this.root.hidden = summary.hotByTotal.length === 0;
    this.list.replaceChildren(...spots.map((spot) => this.row(spot, bySelf ? spot.self : spot.total, summary.weight)));
  }

  private row(spot: HotSpot, weight: number, all: number): HTMLElement {
    const place = spot.file === "" ? "" : `${spot.shortFile}:${spot.firstLine}`;
    const title = `${spot.name}\nself ${formatDuration(spot.self)}, total ${formatDuration(spot.total)}\n${place}`;
    return functionRow({ name: spot.name, place, title, share: all > 0 ? weight / all : 0 }, () => this.find(spot));
  }
}
