import { computeKeyTotals, keysOfNodes } from "./keyTotals";
import type { StackSums } from "./keyTotals";
import type { LineTable } from "./lineTable";
import { PairTable } from "./pairTable";
import type { Profile } from "./profile";
import type { StringInterner } from "./stringInterner";

/**
 * Pairs of a line and what called it, or what it called: columns ordered by the line's file and line, heaviest first.
 * Files are indices of the heatmap's files, -1 for what is in none of them; lines are 1-based, 0 for none.
 */
export interface CallEdges {
  readonly length: number;
  readonly file: Int32Array;
  readonly line: Int32Array;
  /** The other function's name, and the line that leads to it: where it calls, or where it begins. */
  readonly otherName: Int32Array;
  readonly otherFile: Int32Array;
  readonly otherLine: Int32Array;
  readonly weight: Float64Array;
  /** A sample counts once for a pair, however often it stands on its stack. */
  readonly samples: Float64Array;
}

/** Numbers of a file in the heatmap by its row of the string table; -1 for none. */
type FileIndex = (row: number) => number;

/** Who called each line (frame by frame), and which functions each line called. */
export function computeCallEdges(
  profile: Profile,
  stacks: StackSums,
  lines: LineTable,
  strings: StringInterner,
  fileIndex: FileIndex,
): { callers: CallEdges; callees: CallEdges } {
  const { frames, functions } = profile;
  const frameOf = (node: number) => profile.stacks.frame[node];
  const firstSeen = firstLines(profile);
  const text = (row: number) => strings.intern(profile.strings[row]);
  const table = (line: (node: number) => number, other: (node: number) => number, place: (frame: number) => number) => {
    const pairs = new PairTable();
    const keyOf = (node: number) => {
      if (profile.stacks.parent[node] < 0) return -1;
      const [from, to] = [lines.ofFrame[line(node)], other(node)];
      return from < 0 ? -1 : pairs.intern(from, to);
    };
    const keys = keysOfNodes(stacks.length, keyOf);
    return finish(pairs, computeKeyTotals(stacks, keys, pairs.length), lines, fileIndex, (key) => {
      const frame = pairs.second[key];
      const row = frames.function[frame];
      return { name: text(functions.name[row]), file: fileIndex(functions.file[row]), line: place(frame) };
    });
  };
  const parentFrame = (node: number) => frameOf(profile.stacks.parent[node]);
  // A place stands for all frames on the same line of the same function, a function for all of its frames.
  const onLine = firstFrames(profile, (frame) => frames.line[frame]);
  const inFunction = firstFrames(profile, () => 0);
  return {
    callers: table(frameOf, (node) => onLine[parentFrame(node)], (frame) => frames.line[frame]),
    callees: table(parentFrame, (node) => inFunction[frameOf(node)], (frame) => {
      const row = frames.function[frame];
      return functions.firstLine[row] > 0 ? functions.firstLine[row] : firstSeen[row];
    }),
  };
}

/** For each frame, the first one of the same function with the same `part`. */
function firstFrames({ frames }: Profile, part: (frame: number) => number): Int32Array {
  const pairs = new PairTable();
  const first: number[] = [];
  return Int32Array.from({ length: frames.length }, (_, frame) => {
    const pair = pairs.intern(frames.function[frame], part(frame));
    first[pair] ??= frame;
    return first[pair];
  });
}

/** The first line of each function that a frame stands on, for formats that do not tell where functions begin. */
function firstLines({ frames, functions }: Profile): Int32Array {
  const first = new Int32Array(functions.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const [row, line] = [frames.function[frame], frames.line[frame]];
    if (line > 0 && (first[row] === 0 || line < first[row])) first[row] = line;
  }
  return first;
}

function finish(
  pairs: PairTable,
  totals: ReturnType<typeof computeKeyTotals>,
  lines: LineTable,
  fileIndex: FileIndex,
  describe: (key: number) => { name: number; file: number; line: number },
): CallEdges {
  const keys: number[] = [];
  for (let key = 0; key < pairs.length; key++) {
    if (totals.totalSamples[key] > 0 && fileIndex(lines.file[pairs.first[key]]) >= 0) keys.push(key);
  }
  const file = (key: number) => fileIndex(lines.file[pairs.first[key]]);
  const line = (key: number) => lines.line[pairs.first[key]];
  keys.sort((a, b) => file(a) - file(b) || line(a) - line(b) || totals.total[b] - totals.total[a] || a - b);
  const others = keys.map(describe);
  return {
    length: keys.length,
    file: Int32Array.from(keys, file),
    line: Int32Array.from(keys, line),
    otherName: Int32Array.from(others, (other) => other.name),
    otherFile: Int32Array.from(others, (other) => other.file),
    otherLine: Int32Array.from(others, (other) => other.line),
    weight: Float64Array.from(keys, (key) => totals.total[key]),
    samples: Float64Array.from(keys, (key) => totals.totalSamples[key]),
  };
}
