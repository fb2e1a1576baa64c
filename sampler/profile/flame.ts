import { computeCallTree } from "./callTree";
import type { CallTree } from "./callTree";
import { CodeCategory, categoryOf, shortFileName } from "./category";
import type { FlameColumns } from "./flameGraph";
import { computeFlameLayout } from "./flameLayout";
import type { FlameLayout } from "./flameLayout";
import { computeFlameOpcodes } from "./flameOpcodes";
import type { Profile } from "./profile";
import { computeStackWeights } from "./selection";
import { StringInterner } from "./stringInterner";

/** Looks a line of source up; `file` as the target has it, `line` 1-based; null or undefined when it cannot be read. */
export type SourceLine = (file: string, line: number) => string | null | undefined;

export interface FlameOptions {
  readonly sourceLine?: SourceLine;
  /** Absolute folders whose files are the user's own. */
  readonly projectRoots?: readonly string[];
  /** Siblings lighter than this share of the whole are merged into one box. */
  readonly minShare?: number;
  readonly maxBoxes?: number;
}

/** Row of the thread table, or -1 for all; and which way up. */
export interface FlameGraphSelection {
  readonly thread: number;
  readonly inverted: boolean;
}

const defaultMinShare = 1 / 4000;
const defaultMaxBoxes = 120_000;
const maxSourceLength = 200;

/** The flame graph of a selection: at most `maxBoxes` boxes, ready to be drawn. */
export function computeFlameGraph(
  profile: Profile,
  { thread, inverted }: FlameGraphSelection,
  options: FlameOptions = {},
): FlameColumns {
  const minShare = options.minShare ?? defaultMinShare;
  const tree = computeCallTree(profile, computeStackWeights(profile, { thread }), { inverted, minShare });
  return computeTreeGraph(profile, tree, options).graph;
}

/** The flame graph of a call tree; `node` has each box's row in the tree, -1 for merged boxes. */
export function computeTreeGraph(
  profile: Profile,
  tree: CallTree,
  options: FlameOptions = {},
): { graph: FlameColumns; node: Int32Array } {
  const minShare = options.minShare ?? defaultMinShare;
  const layout = computeFlameLayout(tree, { minShare, maxBoxes: options.maxBoxes ?? defaultMaxBoxes });
  const strings = new StringInterner();
  const graph = {
    length: layout.length,
    totalWeight: tree.totalWeight,
    totalSamples: tree.totalSamples,
    levels: layout.depth.reduce((levels, depth) => Math.max(levels, depth + 1), 0),
    parent: layout.parent,
    depth: layout.depth,
    start: layout.start,
    weight: layout.weight,
    self: layout.self,
    samples: layout.samples,
    selfSamples: layout.selfSamples,
    ...describeBoxes(profile, tree, layout, strings, options),
    ...computeFlameOpcodes(profile, tree, layout, strings),
    strings: strings.values,
  };
  return { graph, node: layout.node };
}

type Description = Pick<FlameColumns, "name" | "file" | "shortFile" | "firstLine" | "hotLine" | "source" | "category">;

function describeBoxes(
  profile: Profile,
  tree: CallTree,
  layout: FlameLayout,
  strings: StringInterner,
  options: FlameOptions,
): Description {
  const none = () => new Int32Array(layout.length).fill(-1);
  const columns = {
    name: none(),
    file: none(),
    shortFile: none(),
    firstLine: new Int32Array(layout.length),
    hotLine: new Int32Array(layout.length),
    source: none(),
    category: new Uint8Array(layout.length).fill(CodeCategory.Merged),
  };
  const roots = options.projectRoots ?? [];
  for (let box = 0; box < layout.length; box++) {
    const node = layout.node[box];
    if (node < 0) {
      columns.name[box] = strings.intern(`… ${layout.merged[box]} more`);
      continue;
    }
    const row = tree.function[node];
    const file = profile.strings[profile.functions.file[row]];
    columns.name[box] = strings.intern(profile.strings[profile.functions.name[row]]);
    columns.category[box] = categoryOf(file, profile.functions.kind[row], roots);
    if (columns.category[box] !== CodeCategory.Synthetic) {
      columns.file[box] = strings.intern(file);
      columns.shortFile[box] = strings.intern(shortFileName(file, roots));
      columns.firstLine[box] = profile.functions.firstLine[row];
      columns.hotLine[box] = tree.hotLine[node];
      columns.source[box] = sourceIndex(file, tree.hotLine[node], strings, options.sourceLine);
    }
  }
  return columns;
}

function sourceIndex(file: string, line: number, strings: StringInterner, sourceLine?: SourceLine): number {
  const text = sourceLine !== undefined && line > 0 ? (sourceLine(file, line) ?? null) : null;
  return text === null ? -1 : strings.intern(text.trim().slice(0, maxSourceLength));
}
