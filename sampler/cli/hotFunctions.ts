import {
  computeFunctionTotals,
  computeStackWeights,
  formatDuration,
  formatShare,
  shortFileName,
  type Profile,
  type StackWeights,
} from "../profile";

const MOST_FUNCTIONS = 15;
const MOST_INSTRUCTIONS = 10;

/** The hottest functions as lines of text, heaviest self time first; the hottest instructions too, if recorded. */
export function formatHotFunctions(profile: Profile): string[] {
  const weights = computeStackWeights(profile);
  const rows = computeFunctionTotals(profile, weights, "self")
    .slice(0, MOST_FUNCTIONS)
    .map((row) => [
      ...shareAndTime(row.self, weights.totalWeight),
      ...shareAndTime(row.total, weights.totalWeight),
      describeFunction(profile, row.function),
    ]);
  return [...alignColumns([["self", "", "total", "", "function"], ...rows]), ...formatHotInstructions(profile, weights)];
}

function formatHotInstructions(profile: Profile, weights: StackWeights): string[] {
  const { opcodes, strings } = profile;
  if (opcodes.length === 0) return [];
  const self = sumByOpcode(profile, weights);
  const hottest = Array.from(self.keys()).sort((a, b) => self[b] - self[a]);
  const rows = hottest.slice(0, MOST_INSTRUCTIONS).filter((row) => self[row] > 0);
  const lines = rows.map((row) => {
    const [name, base] = [strings[opcodes.name[row]], strings[opcodes.base[row]]];
    return [...shareAndTime(self[row], weights.totalWeight), name === base ? name : `${name} (${base})`];
  });
  return ["", ...alignColumns([["self", "", "instruction"], ...lines])];
}

/** Weight of each opcode as the instruction of a leaf frame. */
function sumByOpcode({ opcodes, frames, stacks }: Profile, weights: StackWeights): Float64Array {
  const sums = new Float64Array(opcodes.length);
  for (let node = 0; node < weights.weight.length; node++) {
    const opcode = frames.opcode[stacks.frame[node]];
    if (opcode >= 0) sums[opcode] += weights.weight[node];
  }
  return sums;
}

function shareAndTime(weight: number, whole: number): [string, string] {
  return [formatShare(weight / whole), formatDuration(weight)];
}

function describeFunction({ functions, strings, properties }: Profile, row: number): string {
  const name = strings[functions.name[row]];
  const line = functions.firstLine[row];
  const cwd = properties.get("cwd");
  return line > 0 ? `${name}  ${shortFileName(strings[functions.file[row]], cwd ? [cwd] : [])}:${line}` : name;
}

/** Numbers to the right, the last column to the left. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cell.padStart(widths[column]) : cell)).join("  "),
  );
}
