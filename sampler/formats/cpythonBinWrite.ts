import type { Profile } from "../profile";
import { FunctionKind } from "../wire";
import { encodeCaptureConfig } from "./captureConfig";
import type { ZstdCodec } from "./codec";
import { SampleCompression, encodeFooter, encodeHeader, encodeStats, footerBytes, formatVersion } from "./cpythonBinLayout";
import { headerBytes, statsBytes, type BinStats } from "./cpythonBinLayout";
import { BinStacks, SampleWriter } from "./cpythonBinSampleWriter";
import { BinTables } from "./cpythonBinTables";
import type { WriteContext } from "./format";
import { intervalUsOf } from "./interval";
import { opcodeNumber315 } from "./pythonOpcodes";

/**
 * The profile as CPython's own profiler writes it with `--binary`. The header tells where the samples end: they are
 * encoded twice, so that their bytes are never kept.
 */
export function* writeCpythonBin(profile: Profile, { zstd }: Pick<WriteContext, "zstd">): Iterable<Uint8Array> {
  const tables = new BinTables();
  const frames = Int32Array.from({ length: profile.frames.length }, (_, frame) => internFrame(profile, frame, tables));
  const stacks = new BinStacks(profile, frames);
  const intervalUs = intervalUsOf(profile);
  const encode = () => new SampleWriter(profile, stacks, intervalUs);
  const trial = encode();
  const stringsAt = headerBytes + sizeOf(compressed(trial, zstd));
  const framesAt = stringsAt + tables.encodedStrings.length;
  yield encodeHeader({
    littleEndian: true,
    version: formatVersion,
    python: pythonOf(profile),
    startUs: 0,
    intervalUs,
    samples: trial.samples,
    threads: trial.threads,
    stringsAt,
    framesAt,
    compression: zstd === undefined ? SampleCompression.None : SampleCompression.Zstd,
    config: encodeCaptureConfig(profile),
  });
  yield* compressed(encode(), zstd);
  yield tables.encodedStrings;
  yield tables.encodedFrames;
  yield* ending(profile, tables, framesAt + tables.encodedFrames.length, intervalUs);
}

function* ending(profile: Profile, tables: BinTables, end: number, intervalUs: number): Iterable<Uint8Array> {
  const stats = statsOf(profile, intervalUs);
  if (stats !== null) yield encodeStats(stats);
  const fileBytes = end + (stats === null ? 0 : statsBytes) + footerBytes;
  yield encodeFooter({ strings: tables.stringCount, frames: tables.frameCount, fileBytes });
}

function* compressed(writer: SampleWriter, zstd: ZstdCodec | undefined): Iterable<Uint8Array> {
  if (zstd === undefined) {
    yield* writer.pieces();
    return;
  }
  const compressor = zstd.compressor();
  for (const piece of writer.pieces()) yield compressor.push(piece);
  yield compressor.finish();
}

function sizeOf(pieces: Iterable<Uint8Array>): number {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return size;
}

function internFrame({ frames, functions, strings, opcodes }: Profile, frame: number, tables: BinTables): number {
  const row = frames.function[frame];
  const opcode = frames.opcode[frame];
  return tables.intern({
    name: strings[functions.name[row]],
    file: functions.kind[row] === FunctionKind.Task ? "<task>" : strings[functions.file[row]],
    place: {
      line: frames.line[frame],
      endLine: frames.endLine[frame],
      column: frames.column[frame],
      endColumn: frames.endColumn[frame],
    },
    opcode: opcode < 0 ? -1 : opcodeNumber315(strings[opcodes.name[opcode]]),
  });
}

/** The target's Python. Instructions are numbered as in 3.15 in any case: readers take them so. */
function pythonOf({ properties }: Profile): [number, number, number] {
  const [, major = "3", minor = "15", micro = "0"] = /^(\d+)\.(\d+)\.(\d+)/.exec(properties.get("python") ?? "") ?? [];
  return [Number(major) & 0xff, Number(minor) & 0xff, Number(micro) & 0xff];
}

/** Null when the profile has no statistics of its own. */
function statsOf({ statistics }: Profile, intervalUs: number): BinStats | null {
  const { time, ticks, failed, missed } = statistics;
  if (!(time > 0 && ticks > 0)) return null;
  const expected = Math.round(time / 1000 / intervalUs);
  return {
    durationSeconds: time / 1e9,
    rateHz: (ticks / time) * 1e9,
    errorPercent: (100 * failed) / ticks,
    missedPercent: expected > 0 ? (100 * missed) / expected : 0,
  };
}
