import { categoryOf, shortFileName } from "./category";
import type { CodeCategory } from "./category";
import { computeCallEdges } from "./heatEdges";
import type { CallEdges } from "./heatEdges";
import { computeLineInstructions } from "./heatInstructions";
import type { LineInstructions } from "./heatInstructions";
import { computeKeyTotals, keysOfNodes, sumStacks } from "./keyTotals";
import type { KeyTotals, StackSums } from "./keyTotals";
import { columnsOfLines } from "./lineHeat";
import type { FileLineHeat } from "./lineHeat";
import { LineTable } from "./lineTable";
import type { Profile } from "./profile";
import { computeStackWeights } from "./selection";
import type { SourceLine } from "./flame";
import { StringInterner } from "./stringInterner";

/** All sampled lines of all files; the same shape as `Heatmap` in the webviews' protocol, which says what is what. */
export interface HeatmapColumns {
  readonly strings: readonly string[];
  readonly totalWeight: number;
  readonly totalSamples: number;
  readonly files: readonly HeatmapFileColumns[];
  readonly callers: CallEdges;
  readonly callees: CallEdges;
}

export interface HeatmapFileColumns {
  readonly name: string;
  readonly shortName: string;
  readonly category: CodeCategory;
  readonly self: number;
  readonly selfSamples: number;
  readonly total: number;
  readonly totalSamples: number;
  readonly lines: FileLineHeat;
  readonly instructions: LineInstructions;
  readonly source: string | null;
}

export interface HeatmapOptions {
  readonly sourceLine?: SourceLine;
  /** Absolute folders whose files are the user's own. */
  readonly projectRoots?: readonly string[];
  /** Characters of source in all; the files with most time have theirs first. */
  readonly maxSource?: number;
}

const defaultMaxSource = 16e6;
const maxLinesOfFile = 100_000;

/** Line heat of every file, with callers, callees and instructions: the files with most time first. */
export function computeHeatmap(profile: Profile, options: HeatmapOptions = {}): HeatmapColumns {
  const weights = computeStackWeights(profile);
  const stacks = sumStacks(profile, weights);
  const lines = new LineTable(profile);
  const keyOfNode = keysOfNodes(stacks.length, (node) => lines.ofFrame[profile.stacks.frame[node]]);
  const files = filesByTotal(profile, stacks);
  const indexOfFile = new Map(files.map(({ row }, index) => [row, index]));
  const strings = new StringInterner();
  const heats = columnsOfLines(lines, computeKeyTotals(stacks, keyOfNode, lines.length));
  const instructions = computeLineInstructions(profile, stacks, lines, strings);
  const sources = new Sources(options.sourceLine, options.maxSource ?? defaultMaxSource);
  const roots = options.projectRoots ?? [];
  const described = files.map(({ row, kind, ...figures }) => {
    const name = profile.strings[row];
    return {
      name,
      shortName: shortFileName(name, roots),
      category: categoryOf(name, kind, roots),
      ...figures,
      lines: heats.get(row)!,
      instructions: instructions.of(row),
      source: sources.text(name),
    };
  });
  const edges = computeCallEdges(profile, stacks, lines, strings, (row) => indexOfFile.get(row) ?? -1);
  return { totalWeight: weights.totalWeight, totalSamples: weights.totalSamples, files: described, ...edges, strings: strings.values };
}

interface FileFigures {
  /** Of the string table. */
  readonly row: number;
  readonly kind: number;
  readonly self: number;
  readonly selfSamples: number;
  readonly total: number;
  readonly totalSamples: number;
}

/** Files with sampled lines, greatest total first. What has no file (`<string>`, `~`) is left out. */
function filesByTotal(profile: Profile, stacks: StackSums): FileFigures[] {
  const { frames, functions, strings } = profile;
  const functionOf = (node: number) => frames.function[profile.stacks.frame[node]];
  const keyOf = (node: number) => {
    const file = functions.file[functionOf(node)];
    return frames.line[profile.stacks.frame[node]] > 0 && isFile(strings[file]) ? file : -1;
  };
  const kinds = new Map<number, number>();
  for (let row = 0; row < functions.length; row++) kinds.set(functions.file[row], functions.kind[row]);
  const totals = computeKeyTotals(stacks, keysOfNodes(stacks.length, keyOf), strings.length);
  return seenKeys(totals)
    .map((row) => ({ row, kind: kinds.get(row) ?? 0, ...figuresOf(totals, row) }))
    .sort((a, b) => b.total - a.total || b.self - a.self || a.row - b.row);
}

function isFile(name: string): boolean {
  return name !== "~" && name !== "" && !name.startsWith("<");
}

function seenKeys({ totalSamples }: KeyTotals): number[] {
  const keys: number[] = [];
  for (let key = 0; key < totalSamples.length; key++) if (totalSamples[key] > 0) keys.push(key);
  return keys;
}

function figuresOf(totals: KeyTotals, key: number) {
  const { self, selfSamples, total, totalSamples } = totals;
  return { self: self[key], selfSamples: selfSamples[key], total: total[key], totalSamples: totalSamples[key] };
}

/** Texts of files, as long as there is room for them. */
class Sources {
  constructor(
    private readonly sourceLine: SourceLine | undefined,
    private room: number,
  ) {}

  /** The whole file; null when it cannot be read, or not be kept. */
  text(file: string): string | null {
    const lines: string[] = [];
    let size = 0;
    for (let line = 1; line <= maxLinesOfFile; line++) {
      const text = this.sourceLine?.(file, line) ?? null;
      if (text === null) break;
      size += text.length + 1;
      if (size > this.room) return null;
      lines.push(text);
    }
    this.room -= size;
    return lines.length === 0 ? null : lines.join("\n");
  }
}
