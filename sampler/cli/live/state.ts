import { everything, type Lane } from "./lanes";

/** What the middle of the screen shows. */
export const views = ["functions", "lines", "tree", "callers", "threads"] as const;
export type View = (typeof views)[number];

/** Columns to sort by, in their order on the screen; the names are the reference's. */
export const sortKeys = ["nsamples", "sample_pct", "tottime", "cumul_pct", "cumtime"] as const;
export type SortKey = (typeof sortKeys)[number];

/** Something that waits for an answer in the last line. */
export type Prompt =
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "format"; readonly index: number }
  | { readonly kind: "file"; readonly format: string; readonly text: string };

/** All that keys change. */
export interface ViewState {
  readonly view: View;
  readonly sort: SortKey;
  readonly lane: Lane;
  /** Key of the selected row; null: the first one, whichever it is. */
  readonly selected: string | null;
  readonly filter: string;
  readonly paused: boolean;
  readonly trends: boolean;
  readonly refreshMs: number;
  readonly prompt: Prompt | null;
  readonly overlay: "help" | "output" | null;
  /** Nodes of the call trees that were opened (true) or closed (false) by hand; others open by their weight. */
  readonly opened: ReadonlyMap<string, boolean>;
  /** Something to be told once, in the last line. */
  readonly message: string | null;
}

/** As the reference begins: hottest functions first, ten pictures a second. */
export const initialState: ViewState = {
  view: "functions",
  sort: "tottime",
  lane: everything,
  selected: null,
  filter: "",
  paused: false,
  trends: true,
  refreshMs: 100,
  prompt: null,
  overlay: null,
  opened: new Map(),
  message: null,
};
