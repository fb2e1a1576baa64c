import type { FlameGraph } from "../protocol";
import type { GraphPane } from "./graphPane";
import { searchGraph, type SearchResult } from "./search";
import type { SearchField } from "./searchField";

/** Searches the graph in sight, shows what was found in field and pane, and goes from match to match. */
export class Finder {
  private found: SearchResult | null = null;

  constructor(
    private readonly pane: GraphPane,
    private readonly field: SearchField,
  ) {}

  search(graph: FlameGraph, text: string): void {
    this.found = null;
    try {
      this.found = searchGraph(graph, text);
      this.field.showResult(this.found);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.field.showResult(error.message);
    }
    this.pane.setMatched(this.found?.matched ?? null);
  }

  /** Focuses the next match (or with -1 the one before), around the ends. */
  step(direction: 1 | -1): void {
    const boxes = this.found?.boxes ?? [];
    if (boxes.length === 0) return;
    const at = boxes.indexOf(this.pane.focused);
    const next = at < 0 ? (direction === 1 ? 0 : boxes.length - 1) : (at + direction + boxes.length) % boxes.length;
    this.pane.focus(boxes[next]);
  }
}
