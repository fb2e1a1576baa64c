import type { FlameSelection } from "../protocol";
import type { Place } from "./place";

/** What a view remembers while it is hidden. */
export interface SavedState {
  readonly selection: FlameSelection;
  readonly search: string;
  readonly place: Place;
  /** Whether the sidebar was opened or closed by hand; null when it was not. */
  readonly sidebar: boolean | null;
}

/** Checks what a host kept; null when it is not a state of this version. */
export function parseState(value: unknown): SavedState | null {
  if (!isRecord(value) || !isRecord(value.selection) || !isRecord(value.place)) return null;
  const { selection, place, search } = value;
  const valid =
    typeof search === "string" &&
    typeof selection.thread === "number" &&
    typeof selection.inverted === "boolean" &&
    isPath(place.zoom) &&
    isPath(place.focus) &&
    [place.from, place.width, place.scrollTop].every((number) => Number.isFinite(number));
  const sidebar = typeof value.sidebar === "boolean" ? value.sidebar : null;
  return valid ? { ...(value as unknown as SavedState), sidebar } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isPath(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((step) => typeof step === "string");
}
