import { computeKeyTotals, keysOfNodes } from "./keyTotals";
import type { StackSums } from "./keyTotals";
import type { LineTable } from "./lineTable";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";
import type { StringInterner } from "./stringInterner";

/** Instructions seen on the lines of a file: columns ordered by line, most samples first. Columns are UTF-8 bytes. */
export interface LineInstructions {
  readonly length: number;
  readonly line: Int32Array;
  /** Indices into the heatmap's strings; equal when the instruction is not specialised. */
  readonly name: Int32Array;
  readonly base: Int32Array;
  /** 1 when the base instruction has specialised forms at all. */
  readonly adaptive: Uint8Array;
  readonly column: Int32Array;
  readonly endLine: Int32Array;
  readonly endColumn: Int32Array;
  readonly selfSamples: Float64Array;
  /** Those in which the instruction ran or waited for what it called, each once. */
  readonly totalSamples: Float64Array;
}

interface Row {
  readonly line: number;
  readonly frame: number;
  readonly self: number;
  readonly total: number;
}

/** Which instructions samples saw on each line, told apart by opcode and by the part of the source they belong to. */
export function computeLineInstructions(
  profile: Profile,
  stacks: StackSums,
  lines: LineTable,
  strings: StringInterner,
): { of(file: number): LineInstructions } {
  const { keyOfFrame, firstFrame } = placesOfFrames(profile, lines);
  const keys = keysOfNodes(stacks.length, (node) => keyOfFrame[profile.stacks.frame[node]]);
  const totals = computeKeyTotals(stacks, keys, firstFrame.length);
  const rowsByFile = new Map<number, Row[]>();
  for (const [key, frame] of firstFrame.entries()) {
    if (totals.totalSamples[key] === 0) continue;
    const file = lines.file[lines.ofFrame[frame]];
    const rows = rowsByFile.get(file) ?? [];
    rowsByFile.set(file, rows);
    const line = profile.frames.line[frame];
    rows.push({ line, frame, self: totals.selfSamples[key], total: totals.totalSamples[key] });
  }
  return { of: (file) => columnsOf(profile, rowsByFile.get(file) ?? [], strings) };
}

/** Numbers the (line, opcode, part of the source) of each frame; -1 for frames without line or opcode. */
function placesOfFrames({ frames }: Profile, lines: LineTable): { keyOfFrame: Int32Array; firstFrame: number[] } {
  const [opcodes, starts, ends] = [new PairTable(), new PairTable(), new PairTable()];
  const spans = new PairTable();
  const firstFrame: number[] = [];
  const keyOfFrame = Int32Array.from({ length: frames.length }, (_, frame) => {
    const line = lines.ofFrame[frame];
    if (line < 0 || frames.opcode[frame] < 0) return -1;
    const start = starts.intern(opcodes.intern(line, frames.opcode[frame]), frames.column[frame]);
    const key = spans.intern(start, ends.intern(frames.endLine[frame], frames.endColumn[frame]));
    firstFrame[key] ??= frame;
    return key;
  });
  return { keyOfFrame, firstFrame };
}

function columnsOf({ frames, opcodes, strings: texts }: Profile, rows: Row[], strings: StringInterner): LineInstructions {
  rows.sort((a, b) => a.line - b.line || b.total - a.total || a.frame - b.frame);
  const ints = (of: (row: Row) => number) => Int32Array.from(rows, of);
  const opcodeOf = ({ frame }: Row) => frames.opcode[frame];
  return {
    length: rows.length,
    line: ints(({ line }) => line),
    name: ints((row) => strings.intern(texts[opcodes.name[opcodeOf(row)]])),
    base: ints((row) => strings.intern(texts[opcodes.base[opcodeOf(row)]])),
    adaptive: Uint8Array.from(rows, (row) => opcodes.adaptive[opcodeOf(row)]),
    column: ints(({ frame }) => frames.column[frame]),
    endLine: ints(({ frame }) => frames.endLine[frame]),
    endColumn: ints(({ frame }) => frames.endColumn[frame]),
    selfSamples: Float64Array.from(rows, ({ self }) => self),
    totalSamples: Float64Array.from(rows, ({ total }) => total),
  };
}
