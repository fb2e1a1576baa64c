import { computeStackWeights, formatDuration, formatShare, type Profile } from "../profile";

const MOST_INSTRUCTIONS = 10;

/** The instructions that most of the time was spent in, as lines of text; none when none were recorded. */
export function formatHotInstructions(profile: Profile): string[] {
  const { opcodes, strings } = profile;
  if (opcodes.length === 0) return [];
  const { self, whole } = sumByOpcode(profile);
  const hottest = Array.from(self.keys()).sort((a, b) => self[b] - self[a]);
  const rows = hottest.slice(0, MOST_INSTRUCTIONS).filter((row) => self[row] > 0);
  const lines = rows.map((row) => {
    const [name, base] = [strings[opcodes.name[row]], strings[opcodes.base[row]]];
    return [formatShare(self[row] / whole), formatDuration(self[row]), name === base ? name : `${name} (${base})`];
  });
  return ["", ...alignColumns([["self", "", "instruction"], ...lines])];
}

/** Weight of each opcode as the instruction of a leaf frame, and of everything. */
function sumByOpcode(profile: Profile): { self: Float64Array; whole: number } {
  const { opcodes, frames, stacks } = profile;
  const { weight, totalWeight } = computeStackWeights(profile);
  const self = new Float64Array(opcodes.length);
  for (let node = 0; node < weight.length; node++) {
    const opcode = frames.opcode[stacks.frame[node]];
    if (opcode >= 0) self[opcode] += weight[node];
  }
  return { self, whole: totalWeight };
}

/** Numbers to the right, the last column to the left. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cell.padStart(widths[column]) : cell)).join("  "),
  );
}
