import { computeKeyTotals, computeStackWeights, keysOfNodes, StringInterner, sumStacks } from "../profile";
import type { Profile, StackSums } from "../profile";
import { FunctionKind } from "../wire";
import type { Format } from "./format";
import { intervalUsOf } from "./interval";
import { lostDetails } from "./losses";
import { sha256 } from "./sha256";

/** Version of each record's fields. */
const version = 0;
/** Rows of a record, as CPython's profiler has them. */
const rowsOfRecord = 256;

/** What CPython 3.15's profiler writes with `--jsonl`: a record a line, for programs. */
export const jsonlFormat: Format = {
  id: "jsonl",
  option: "--jsonl",
  extension: "jsonl",
  description: "self and cumulative samples of each frame, a JSON record a line",
  defaultName: (pid) => `jsonl_${pid}.jsonl`,
  write: writeJsonl,
  loses: (profile) => [...lostDetails(profile, ["columns"]), "stacks", "threads", "times"],
};

interface FrameRecord {
  readonly frame_id: number;
  readonly path_str_id: number;
  readonly func_str_id: number;
  readonly line: number;
  readonly end_line?: number;
  readonly col?: number;
  readonly end_col?: number;
}

/** `meta`, the strings, the frames, their samples, `end`: whoever reads it knows by the last that it is whole. */
function* writeJsonl(profile: Profile): Iterable<string> {
  const strings = new StringInterner();
  const weights = computeStackWeights(profile);
  const stacks = sumStacks(profile, weights);
  const { records, keyOfFrame } = numberFrames(profile, stacks, strings);
  const keys = keysOfNodes(stacks.length, (node) => keyOfFrame[profile.stacks.frame[node]]);
  const totals = computeKeyTotals(stacks, keys, records.length);
  const base = { v: version, run_id: runId(profile, weights.totalSamples) };
  const samples_total = weights.totalSamples;
  const mode = profile.properties.get("mode");
  const texts = strings.values.map((value, str_id) => ({ str_id, value }));
  const entries = records.map(({ frame_id }) => {
    return { frame_id, self: totals.selfSamples[frame_id], cumulative: totals.totalSamples[frame_id] };
  });
  const aggregate = { ...base, kind: "frame", scope: "final", samples_total };
  yield line({ type: "meta", ...base, sample_interval_usec: intervalUsOf(profile), ...(mode ? { mode } : {}) });
  for (const part of chunked(texts)) yield line({ type: "string_table", ...base, strings: part });
  for (const part of chunked(records)) yield line({ type: "frame_table", ...base, frames: part });
  for (const part of chunked(entries)) yield line({ type: "agg", ...aggregate, entries: part });
  yield line({ type: "end", ...base, samples_total });
}

/** The frames that whole samples saw; what differs in instructions alone is one. */
function numberFrames(profile: Profile, stacks: StackSums, strings: StringInterner) {
  const records: FrameRecord[] = [];
  const numbers = new Map<string, number>();
  const keyOfFrame = new Int32Array(profile.frames.length).fill(-1);
  for (const frame of usedFrames(profile, stacks)) {
    const fields = fieldsOf(profile, frame, strings);
    const key = JSON.stringify(fields);
    keyOfFrame[frame] = numbers.get(key) ?? records.push({ frame_id: records.length, ...fields }) - 1;
    numbers.set(key, keyOfFrame[frame]);
  }
  return { records, keyOfFrame };
}

function usedFrames(profile: Profile, { samplesBelow }: StackSums): number[] {
  const isUsed = new Uint8Array(profile.frames.length);
  for (let stack = 0; stack < samplesBelow.length; stack++) {
    if (samplesBelow[stack] > 0) isUsed[profile.stacks.frame[stack]] = 1;
  }
  return [...isUsed.keys()].filter((frame) => isUsed[frame]);
}

function fieldsOf({ functions, frames, strings }: Profile, frame: number, interner: StringInterner): Omit<FrameRecord, "frame_id"> {
  const row = frames.function[frame];
  const file = functions.kind[row] === FunctionKind.Task ? "<task>" : strings[functions.file[row]];
  const func_str_id = interner.intern(strings[functions.name[row]]);
  const path_str_id = interner.intern(file);
  const [endLine, column, endColumn] = [frames.endLine[frame], frames.column[frame], frames.endColumn[frame]];
  const hasPlace = frames.line[frame] > 0;
  return {
    path_str_id,
    func_str_id,
    line: frames.line[frame],
    ...(hasPlace && endLine > 0 ? { end_line: endLine } : {}),
    ...(hasPlace && column >= 0 ? { col: column } : {}),
    ...(hasPlace && endColumn >= 0 ? { end_col: endColumn } : {}),
  };
}

/** Tells runs apart whose files are read as one stream; the same profile has the same. */
function runId({ properties }: Profile, samples: number): string {
  const bytes = sha256(new TextEncoder().encode(JSON.stringify([...properties, samples])));
  return Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function* chunked<T>(rows: readonly T[]): Iterable<readonly T[]> {
  for (let from = 0; from < rows.length; from += rowsOfRecord) yield rows.slice(from, from + rowsOfRecord);
}

function line(record: object): string {
  return `${JSON.stringify(record)}\n`;
}
