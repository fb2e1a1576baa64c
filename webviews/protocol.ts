/**
 * What the extension and its webviews say to each other: column types of what is drawn, and two closed unions.
 * The only file of `webviews/` that others may import. It imports nothing.
 *
 * Profile data flows to the view only; what flows back is an intent.
 */

/** Where a function's code lives; decides a box's hue, and which frames count as the user's own. */
export enum Category {
  Project = 0,
  StandardLibrary = 1,
  SitePackages = 2,
  /** Built into the interpreter: frozen modules, `<string>`. */
  Interpreter = 3,
  /** `<GC>`, `<native>`, tasks. */
  Synthetic = 4,
  /** Several narrow siblings drawn as one box. */
  Merged = 5,
}

/**
 * A flame graph as columns, one element a box; parents come before their children, siblings in drawing order.
 * Weights are nanoseconds. Text is an index into `strings`; -1 means none.
 */
export interface FlameGraph {
  readonly length: number;
  readonly strings: readonly string[];
  /** Sum of the roots' weights. */
  readonly totalWeight: number;
  readonly totalSamples: number;
  /** Greatest depth of any box, plus one. */
  readonly levels: number;
  /** Index of the caller's box (in the inverted graph: the callee's), -1 for a root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** Left edge: weight to the left of this box over the whole graph. */
  readonly start: Float64Array;
  /** Width: total. */
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Uint32Array;
  readonly selfSamples: Uint32Array;
  /** Function's qualified name, or "… 12 more" for a merged box. */
  readonly name: Int32Array;
  /** File as the target has it; -1 for synthetic and merged boxes. */
  readonly file: Int32Array;
  /** The file's short name for people, such as `django/db/models/query.py`. */
  readonly shortFile: Int32Array;
  /** The function's first line, 1-based; 0 for none. */
  readonly firstLine: Int32Array;
  /** The line of this function that weighs most within this box, 1-based; 0 for none. Clicks go there. */
  readonly hotLine: Int32Array;
  /** Text of the hot line, trimmed, index into `strings`; -1 when the source could not be read. */
  readonly source: Int32Array;
  /** A `Category`. */
  readonly category: Uint8Array;
  /** The opcodes of box i stand at opcodeStart[i] … opcodeStart[i + 1] of the three columns below, heaviest first, at most 8. */
  readonly opcodeStart: Uint32Array;
  readonly opcodeName: Int32Array;
  /** Generic instruction; equal to opcodeName when not specialised. */
  readonly opcodeBase: Int32Array;
  readonly opcodeWeight: Float64Array;
}

export interface ThreadChoice {
  /** Index in the profile's thread table. */
  readonly thread: number;
  readonly label: string;
  readonly weight: number;
  readonly samples: number;
}

/** What part of the profile the graph shows. */
export interface FlameSelection {
  /** Index in the profile's thread table; -1 for all threads. */
  readonly thread: number;
  readonly inverted: boolean;
  /** Of a comparison: what only the baseline has. Absent: what there is now. */
  readonly gone?: boolean;
}

/** Facts shown in the header line. */
export interface FlameFacts {
  /** Such as `demo.py`. */
  readonly title: string;
  /** Such as `CPython 3.14.2 · pid 4711`. */
  readonly subtitle: string;
  readonly elapsedNs: number;
  readonly samples: number;
  readonly askedHz: number;
  readonly reachedHz: number;
  /** Share of all thread samples, 0 … 1. */
  readonly tornShare: number;
  readonly failedShare: number;
  /** Share (0 … 1) of the planned ticks that were not taken. */
  readonly missedShare: number;
  readonly live: boolean;
  /** What is missing or doubtful, in words; empty when nothing is. */
  readonly notes: readonly string[];
}

/** Figures that stand beside a graph, of the same samples. Weights are nanoseconds. */
export interface FlameSummary {
  readonly samples: number;
  readonly weight: number;
  /** Distinct functions that samples saw. */
  readonly functions: number;
  /** What threads were doing; those that the recording tells. */
  readonly states: readonly StateShare[];
  /** The functions with most time of their own, and with most time in all, heaviest first. */
  readonly hotBySelf: readonly HotSpot[];
  readonly hotByTotal: readonly HotSpot[];
}

export interface StateShare {
  readonly state: "gilHeld" | "gilWaiting" | "gilFree" | "onCpu" | "gc" | "exception";
  /** Of the time sampled, 0 … 1. */
  readonly share: number;
}

/** A function, wherever it stands in the graph; a recursive one counts once a sample. */
export interface HotSpot {
  readonly name: string;
  /** File as the target has it; empty for synthetic frames. */
  readonly file: string;
  readonly shortFile: string;
  readonly firstLine: number;
  /** A `Category`. */
  readonly category: number;
  readonly self: number;
  readonly selfSamples: number;
  readonly total: number;
  readonly totalSamples: number;
}

/**
 * A baseline's figures for each box, in nanoseconds and samples as it was recorded: zeros for boxes that it does not have.
 * Sigmas say how far a change lies outside of chance: standard deviations, positive for more than before.
 */
export interface FlameDifference {
  /** The graph shows what only the baseline has; the callers of that, for their place, have zeros. */
  readonly isGone: boolean;
  readonly baselineWeight: number;
  readonly baselineSamples: number;
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Float64Array;
  readonly selfSamples: Float64Array;
  /** By what is held to be equal: the time of each function, or its share of the whole. */
  readonly sigmas: Readonly<Record<"time" | "share", { readonly self: Float64Array; readonly total: Float64Array }>>;
}

export interface FunctionChange {
  readonly name: string;
  /** File as the target has it; empty for synthetic frames. */
  readonly file: string;
  readonly shortFile: string;
  readonly firstLine: number;
  /** Nanoseconds. */
  readonly self: number;
  readonly baselineSelf: number;
  readonly sigmas: number;
}

/** What a comparison shows besides the boxes. */
export interface Comparison {
  /** The baseline's. */
  readonly facts: FlameFacts;
  /** Weight of what only the baseline has, nanoseconds. */
  readonly goneWeight: number;
  /** The greatest first. */
  readonly functions: readonly FunctionChange[];
}

/** A graph with all that is shown around it. */
export interface GraphMessage {
  readonly kind: "graph";
  readonly graph: FlameGraph;
  readonly selection: FlameSelection;
  readonly threads: readonly ThreadChoice[];
  readonly facts: FlameFacts;
  readonly summary: FlameSummary;
  /** Both or none: the graph compares with a baseline. */
  readonly difference?: FlameDifference;
  readonly comparison?: Comparison;
}

export type ToFlameView =
  | GraphMessage
  /** Nothing to draw yet, or ever; `reason` says which and why. */
  | { readonly kind: "empty"; readonly reason: string; readonly facts: FlameFacts | null }
  /** Search for this text and show the first match, as if the user had typed it. */
  | { readonly kind: "search"; readonly text: string };

export type FromFlameView =
  /** The script runs and can take messages. */
  | { readonly kind: "ready" }
  | { readonly kind: "select"; readonly selection: FlameSelection }
  | { readonly kind: "openLine"; readonly file: string; readonly line: number; readonly beside: boolean }
  | { readonly kind: "copy"; readonly text: string }
  /** Keep this text as a file, called `name` unless the user wants another name. */
  | { readonly kind: "save"; readonly name: string; readonly text: string };

/** What each line of a program's files cost, with what called it and what it called. Weights are nanoseconds. */
export interface Heatmap {
  readonly strings: readonly string[];
  readonly totalWeight: number;
  readonly totalSamples: number;
  /** The files with most time first. */
  readonly files: readonly HeatmapFile[];
  /** For each line, the lines that called what runs on it. */
  readonly callers: LineRelations;
  /** For each line, the functions that it called; `otherLine` is where they begin. */
  readonly callees: LineRelations;
}

export interface HeatmapFile {
  /** As the target has it. */
  readonly name: string;
  readonly shortName: string;
  /** A `Category`. */
  readonly category: number;
  readonly self: number;
  readonly selfSamples: number;
  /** A sample counts once, however many frames of the file are on its stack. */
  readonly total: number;
  readonly totalSamples: number;
  readonly lines: HeatmapLines;
  readonly instructions: HeatmapInstructions;
  /** The whole text; null when it could not be read. */
  readonly source: string | null;
}

/** Lines that samples saw, ascending. */
export interface HeatmapLines {
  readonly length: number;
  /** 1-based. */
  readonly line: Int32Array;
  readonly self: Float64Array;
  readonly selfSamples: Float64Array;
  readonly total: Float64Array;
  readonly totalSamples: Float64Array;
}

/** Instructions of a file's lines, ascending; of a line, most samples first. Text is an index into `strings`. */
export interface HeatmapInstructions {
  readonly length: number;
  readonly line: Int32Array;
  readonly name: Int32Array;
  /** Generic instruction; equal to `name` when not specialised. */
  readonly base: Int32Array;
  /** 1 when the generic instruction has specialised forms at all. */
  readonly adaptive: Uint8Array;
  /** Where in the source it stands, in UTF-8 bytes, 0-based; -1 for unknown. */
  readonly column: Int32Array;
  readonly endLine: Int32Array;
  readonly endColumn: Int32Array;
  readonly selfSamples: Float64Array;
  readonly totalSamples: Float64Array;
}

/** Pairs, ordered by file and line, heaviest first. Files are indices into `files`, -1 for what has no source. */
export interface LineRelations {
  readonly length: number;
  readonly file: Int32Array;
  readonly line: Int32Array;
  readonly otherName: Int32Array;
  readonly otherFile: Int32Array;
  /** 1-based; 0 for none. */
  readonly otherLine: Int32Array;
  readonly weight: Float64Array;
  readonly samples: Float64Array;
}

/** A place in a heatmap: the index (file -1), a file (line 0), or a line of it. `file` is an index into `files`. */
export interface HeatmapPlace {
  readonly file: number;
  readonly line: number;
}

export type ToHeatmapView =
  | { readonly kind: "heatmap"; readonly heatmap: Heatmap; readonly facts: FlameFacts; readonly summary: FlameSummary }
  | { readonly kind: "empty"; readonly reason: string }
  /** Show this place, as if the user had gone there. */
  | { readonly kind: "go"; readonly place: HeatmapPlace };

export type FromHeatmapView =
  | { readonly kind: "ready" }
  | { readonly kind: "openLine"; readonly file: string; readonly line: number; readonly beside: boolean }
  | { readonly kind: "copy"; readonly text: string };
