import * as path from "node:path";
import { computeStackWeights, formatDuration, formatShare, type Profile, type StackWeights } from "../profile";
import { computeFunctionTotals } from "./functionTotals";

const MOST_FUNCTIONS = 15;
const MOST_INSTRUCTIONS = 10;

/** The hottest functions as lines of text, heaviest self time first; the hottest instructions too, if recorded. */
export function formatHotFunctions(profile: Profile): string[] {
  const weights = computeStackWeights(profile);
  const { self, total } = computeFunctionTotals(profile, weights);
  const rows = heaviest(self, total, MOST_FUNCTIONS).map((row) => [
    ...shareAndTime(self[row], weights.totalWeight),
    ...shareAndTime(total[row], weights.totalWeight),
    describeFunction(profile, row),
  ]);
  return [...alignColumns([["self", "", "total", "", "function"], ...rows]), ...formatHotInstructions(profile, weights)];
}

function formatHotInstructions(profile: Profile, weights: StackWeights): string[] {
  const { opcodes, strings } = profile;
  if (opcodes.length === 0) return [];
  const self = sumByOpcode(profile, weights);
  const rows = heaviest(self, self, MOST_INSTRUCTIONS).map((row) => {
    const [name, base] = [strings[opcodes.name[row]], strings[opcodes.base[row]]];
    return [...shareAndTime(self[row], weights.totalWeight), name === base ? name : `${name} (${base})`];
  });
  return ["", ...alignColumns([["self", "", "instruction"], ...rows])];
}

/** Weight of each opcode as the instruction of a leaf frame. */
function sumByOpcode({ opcodes, frames, stacks }: Profile, weights: StackWeights): Float64Array {
  const sums = new Float64Array(opcodes.length);
  for (let node = 0; node < stacks.length; node++) {
    const opcode = frames.opcode[stacks.frame[node]];
    if (opcode >= 0) sums[opcode] += weights.weight[node];
  }
  return sums;
}

function heaviest(first: Float64Array, second: Float64Array, most: number): number[] {
  const rows = Array.from(first.keys()).filter((row) => second[row] > 0);
  return rows.sort((a, b) => first[b] - first[a] || second[b] - second[a]).slice(0, most);
}

function shareAndTime(weight: number, whole: number): [string, string] {
  return [formatShare(weight / whole), formatDuration(weight)];
}

function describeFunction({ functions, strings, properties }: Profile, row: number): string {
  const [name, file] = [strings[functions.name[row]], strings[functions.file[row]]];
  const line = functions.firstLine[row];
  return line > 0 ? `${name}  ${shorten(file, properties.get("cwd"))}:${line}` : name;
}

/** A file of the program's own folder relative to it; any other by its last two names. */
function shorten(file: string, cwd: string | undefined): string {
  if (!path.isAbsolute(file)) return file;
  const inside = cwd === undefined ? ".." : path.relative(cwd, file);
  return inside.startsWith("..") ? file.split(path.sep).slice(-2).join(path.sep) : inside;
}

/** Numbers to the right, the last column to the left. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cell.padStart(widths[column]) : cell)).join("  "),
  );
}
