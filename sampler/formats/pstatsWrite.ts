import type { Profile } from "../profile";
import { MarshalFloat, MarshalWriter } from "./marshal";
import { computePstatsRows, type PstatsRow } from "./pstatsRows";

const nsPerSecond = 1e9;

/** Tells Python's `pstats` that counts are samples, not calls. */
const sampledMark = ["__sampled__"];

/** The profile as CPython's profiler dumps it for Python's `pstats`; times are measured, not counts × interval. */
export function* writePstats(profile: Profile): Iterable<Uint8Array> {
  const rows = computePstatsRows(profile);
  const writer = new MarshalWriter();
  writer.beginDict();
  for (const row of rows) writeRow(row, rows, writer);
  writer.write(sampledMark);
  writer.write(true);
  writer.endDict();
  yield writer.bytes;
}

function writeRow(row: PstatsRow, rows: readonly PstatsRow[], writer: MarshalWriter): void {
  writer.write(keyOf(row));
  writer.beginTuple(5);
  writer.write(row.direct);
  writer.write(row.cumulative);
  writer.write(new MarshalFloat(row.directNs / nsPerSecond));
  writer.write(new MarshalFloat(row.cumulativeNs / nsPerSecond));
  writer.beginDict();
  for (const caller of row.callers) {
    writer.write(keyOf(rows[caller.row]));
    writer.write(caller.samples);
  }
  writer.endDict();
}

function keyOf({ file, line, name }: PstatsRow): [string, number, string] {
  return [file, line, name];
}
