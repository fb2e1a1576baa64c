import type { FlameSelection, ThreadChoice } from "../protocol";
import type { Place } from "./place";
import { parseState, type SavedState } from "./savedState";

/** What a view that comes back showed before it went. */
export class Memory {
  private kept: SavedState | null;
  private asked = false;

  /** `loaded` is what a host kept, not to be trusted. */
  constructor(loaded: unknown) {
    this.kept = parseState(loaded);
  }

  get search(): string {
    return this.kept?.search ?? "";
  }

  get sidebar(): boolean | null {
    return this.kept?.sidebar ?? null;
  }

  /** The user has chosen anew. */
  forget(): void {
    this.kept = null;
  }

  /** Where to look in a graph of this selection; `now` is what is shown. Null: from the beginning. */
  placeIn(selection: FlameSelection, now: SavedState | null): Place | null {
    const before = this.kept ?? now;
    return before !== null && sameSelection(before.selection, selection) ? before.place : null;
  }

  /** The selection to ask for once, when it is not the one that is shown; else null. */
  wanted(shown: FlameSelection, threads: readonly ThreadChoice[]): FlameSelection | null {
    const wanted = this.kept?.selection;
    if (wanted === undefined) return null;
    const known = wanted.thread === -1 || threads.some(({ thread }) => thread === wanted.thread);
    if (this.asked || !known || sameSelection(wanted, shown)) {
      this.kept = null;
      return null;
    }
    this.asked = true;
    return wanted;
  }
}

function sameSelection(one: FlameSelection, other: FlameSelection): boolean {
  return one.thread === other.thread && one.inverted === other.inverted && !one.gone === !other.gone;
}
