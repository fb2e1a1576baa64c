import { ProfileBuilder } from "../profile";
import type { Profile } from "../profile";
import { encodeBatch, encodeHeader, fileMagic, StreamDecoder, WireError } from "../wire";
import type { BatchRows } from "../wire";
import type { Chunks, Format, ReadOptions, ReadProfile } from "./format";

/** A recording as far as it could be read. */
export interface ReadRecording {
  readonly profile: Profile;
  /** Why it ends early; null when it is whole. `NotARecording`, `UnsupportedVersion`: there is nothing of it. */
  readonly problem: WireError | null;
}

export const tachyonFormat: Format = {
  id: "tachyon",
  option: null,
  extension: "tachyon",
  description: "everything that was recorded; opens in the editor and in this tool",
  defaultName: (pid) => `profile_${pid}.tachyon`,
  needsTimeline: true,
  keepsOpcodes: true,
  write: writeRecording,
  recognises: (head) => fileMagic.every((byte, index) => head[index] === byte),
  read: readWhatIsWhole,
};

const rowsOfBatch = 100_000;

/** Reads a recording from its bytes in pieces of any size. A damaged one is read up to its last whole batch. */
export async function readRecording(chunks: Chunks, options: ReadOptions = { timeline: true }): Promise<ReadRecording> {
  const builder = new ProfileBuilder(options);
  const decoder = new StreamDecoder();
  for await (const chunk of chunks) {
    try {
      decoder.push(chunk).forEach((batch) => builder.append(batch));
    } catch (error) {
      if (error instanceof WireError) {
        return { profile: builder.profile, problem: error };
      }
      throw error;
    }
  }
  return { profile: builder.profile, problem: decoder.finish() };
}

/** Throws a `WireError` when there is nothing of it. */
async function readWhatIsWhole(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { profile, problem } = await readRecording(chunks, options);
  if (problem?.code === "NotARecording" || problem?.code === "UnsupportedVersion") throw problem;
  return { profile, notes: problem === null ? [] : [`The recording is whole only in part: ${problem.message}.`] };
}

/** The profile as a recording, some batches at a time. */
export function* writeRecording(profile: Profile): Iterable<Uint8Array> {
  yield encodeHeader();
  for (let from = 0; from < profile.strings.length; from += rowsOfBatch) {
    yield encodeBatch({ strings: { value: profile.strings.slice(from, from + rowsOfBatch) } });
  }
  for (const name of ["functions", "opcodes", "frames", "stacks"] as const) {
    yield* tableBatches(name, profile[name]);
  }
  yield encodeBatch(facts(profile));
  yield* tableBatches("runs", profile.runs);
}

type ColumnTable = "functions" | "opcodes" | "frames" | "stacks" | "runs";

function* tableBatches(name: ColumnTable, table: Profile[ColumnTable]): Iterable<Uint8Array> {
  for (let from = 0; from < table.length; from += rowsOfBatch) {
    const to = Math.min(from + rowsOfBatch, table.length);
    const columns = Object.entries(table).filter(([column]) => column !== "length");
    const rows = columns.map(([column, values]) => [column, (values as Float64Array).subarray(from, to)]);
    yield encodeBatch({ [name]: Object.fromEntries(rows) });
  }
}

function facts({ threads, statistics, properties, events }: Profile): BatchRows {
  const columns = Object.entries(statistics).map(([name, value]) => [name, [value as number]]);
  return {
    threads: {
      process: threads.map((thread) => thread.process),
      tid: threads.map((thread) => thread.tid),
      interpreter: threads.map((thread) => thread.interpreter),
      main: threads.map((thread) => (thread.main ? 1 : 0)),
      name: threads.map((thread) => thread.name),
    },
    statistics: Object.fromEntries(columns) as BatchRows["statistics"],
    properties: { key: [...properties.keys()], value: [...properties.values()] },
    events: {
      time: events.map((event) => event.time),
      kind: events.map((event) => event.kind),
      code: events.map((event) => event.code),
      text: events.map((event) => event.text),
    },
  };
}
