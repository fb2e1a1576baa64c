import type { FileLineHeat, LineHeat } from "../../sampler/profile";

/** Levels of heat; 1 is the coolest that is shown. */
export const heatLevels = 8;

/** Which lines of a file are hot, and how much. */
export interface HeatOptions {
  /** What a line's level goes by. */
  readonly metric: "self" | "total";
  /** Lines below this share of the whole profile are left out, 0 … 1. */
  readonly threshold: number;
  /** At most so many lines, the hottest. */
  readonly maxLines: number;
}

/** The hot lines of one file, ascending; columns of equal length. Weights are nanoseconds. */
export interface FileHeat {
  readonly length: number;
  /** 1-based, as the file was when it was recorded. */
  readonly line: Int32Array;
  /** 1 … `heatLevels`. */
  readonly level: Uint8Array;
  readonly self: Float64Array;
  readonly total: Float64Array;
  /** Of all whole samples of the profile, 0 … 1. */
  readonly selfShare: Float64Array;
  readonly totalShare: Float64Array;
  readonly selfSamples: Float64Array;
  readonly totalSamples: Float64Array;
}

/** The share at which the first level begins; each level is the same multiple of the one before, up to the whole. */
const coolestShare = 0.01;

/**
 * The level of a share of the whole: 1 % and less is 1, then 1.8, 3.2, 5.6, 10, 18, 32, and from 56 % on 8. The same
 * share has the same level in every file and every profile.
 */
export function heatLevel(share: number): number {
  const steps = (Math.log(share / coolestShare) / Math.log(1 / coolestShare)) * heatLevels;
  return Math.min(heatLevels, Math.max(1, 1 + Math.floor(steps + 1e-9)));
}

/** The hot lines of a file, `file` as the target has it; none when the profile does not know it. */
export function computeFileHeat(heat: LineHeat, file: string, options: HeatOptions): FileHeat {
  const lines = heat.files.get(file);
  const rows = lines === undefined ? [] : hotRows(lines, heat.totalWeight, options);
  const pick = (column: "self" | "total" | "selfSamples" | "totalSamples", whole = 1) =>
    Float64Array.from(rows, (row) => lines![column][row] / whole);
  const selfShare = pick("self", heat.totalWeight);
  const totalShare = pick("total", heat.totalWeight);
  return {
    length: rows.length,
    line: Int32Array.from(rows, (row) => lines!.line[row]),
    level: Uint8Array.from(options.metric === "self" ? selfShare : totalShare, heatLevel),
    self: pick("self"),
    total: pick("total"),
    selfShare,
    totalShare,
    selfSamples: pick("selfSamples"),
    totalSamples: pick("totalSamples"),
  };
}

/** Rows of the lines that are hot enough, ascending. */
function hotRows(lines: FileLineHeat, totalWeight: number, { metric, threshold, maxLines }: HeatOptions): number[] {
  const weight = lines[metric];
  const rows = Array.from(lines.line.keys()).filter((row) => weight[row] > 0 && weight[row] >= threshold * totalWeight);
  return rows
    .sort((a, b) => weight[b] - weight[a] || a - b)
    .slice(0, maxLines)
    .sort((a, b) => a - b);
}
