import type { FunctionChange, GraphMessage, HotSpot } from "../protocol";
import { element } from "../shared/dom";
import { createSplitter } from "../shared/splitter";
import { ChangesPanel } from "./changesPanel";
import type { GraphModel } from "./graphModel";
import { HotSpots } from "./hotSpots";
import { RelativesPanel } from "./relativesPanel";
import { SummaryPanel } from "../shared/summaryPanel";

/** What the sidebar asks for. */
export interface SidebarActions {
  find(spot: HotSpot | FunctionChange): void;
  focus(box: number): void;
  /** It was opened or closed. */
  toggled(): void;
}

/** Views narrower than this begin without it. */
const ROOMY_PX = 1000;

/** Beside the graph: hot spots, callers and callees of the focused function, and a summary. */
export class Sidebar {
  readonly root: HTMLElement;
  private readonly summary = new SummaryPanel();
  private readonly hotSpots: HotSpots;
  private readonly changes: ChangesPanel;
  private readonly relatives: RelativesPanel;
  private chosen: boolean | null = null;
  private last: { model: GraphModel; box: number; inverted: boolean } | null = null;

  constructor(private readonly actions: SidebarActions) {
    this.hotSpots = new HotSpots((spot) => actions.find(spot));
    this.changes = new ChangesPanel((change) => actions.find(change));
    this.relatives = new RelativesPanel((box) => actions.focus(box));
    const panels = element("div", { className: "panels" }, [
      this.changes.root,
      this.hotSpots.root,
      this.relatives.root,
      this.summary.root,
    ]);
    this.root = element("aside", { className: "sidebar", ariaLabel: "Summary, hot spots, callers and callees" }, [panels]);
    this.root.prepend(createSplitter(this.root));
    this.root.hidden = !this.isOpen;
    window.addEventListener("resize", () => this.apply());
  }

  /** What the user decided; null while the width decides. */
  get choice(): boolean | null {
    return this.chosen;
  }

  get isOpen(): boolean {
    return this.chosen ?? window.innerWidth >= ROOMY_PX;
  }

  toggle(): void {
    this.choose(!this.isOpen);
  }

  choose(open: boolean | null): void {
    this.chosen = open;
    this.apply();
  }

  /** `noise`: changes within so many standard deviations count as chance. */
  showGraph({ facts, summary, comparison }: GraphMessage, noise: number): void {
    this.changes.show(comparison ?? null, noise);
    this.summary.show(facts, summary);
    this.hotSpots.show(summary);
  }

  /** Tells about the function of a box; -1 for none. */
  showBox(model: GraphModel, box: number, inverted: boolean): void {
    this.last = { model, box, inverted };
    if (this.isOpen) this.relatives.show(model, box, inverted);
  }

  private apply(): void {
    if (this.root.hidden === !this.isOpen) return;
    this.root.hidden = !this.isOpen;
    if (this.last !== null) this.showBox(this.last.model, this.last.box, this.last.inverted);
    this.actions.toggled();
  }
}
