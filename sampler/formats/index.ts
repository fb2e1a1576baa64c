import { austinFormat } from "./austin";
import { chromeTraceFormat } from "./chromeTrace";
import { collapsedFormat } from "./collapsed";
import { cpuprofileFormat } from "./cpuprofile";
import { cpythonBinFormat } from "./cpythonBin";
import { diffFlameGraphPageFormat } from "./diffFlameGraphPage";
import { flameGraphPageFormat } from "./flameGraphPage";
import type { Format } from "./format";
import { heatmapPageFormat } from "./heatmapPage";
import { geckoFormat } from "./gecko";
import { jsonlFormat } from "./jsonl";
import { mojoFormat } from "./mojo";
import { pprofFormat } from "./pprof";
import { pySpyRawFormat } from "./pySpyRaw";
import { speedscopeFormat } from "./speedscope";
import { pstatsFormat } from "./pstats";
import { tachyonFormat } from "./tachyon";

/** All formats; a new one is a file and a line here. */
export const formats: readonly Format[] = [
  tachyonFormat,
  collapsedFormat,
  flameGraphPageFormat,
  diffFlameGraphPageFormat,
  heatmapPageFormat,
  cpythonBinFormat,
  pstatsFormat,
  jsonlFormat,
  geckoFormat,
  speedscopeFormat,
  pprofFormat,
  cpuprofileFormat,
  chromeTraceFormat,
  austinFormat,
  mojoFormat,
  pySpyRawFormat,
];

export { FormatError } from "./format";
export type { Chunks, Compression, Format, PageName, ReadOptions, ReadProfile, WritableFormat, WriteContext } from "./format";
export type { Compressor, Decompressor, ZstdCodec } from "./codec";
export { computePstatsRows } from "./pstatsRows";
export type { PstatsRow, PstatsRowKind } from "./pstatsRows";
export { writeCollapsed } from "./collapsed";
export { writeDiffFlameGraphPage } from "./diffFlameGraphPage";
export { writeFlameGraphPage } from "./flameGraphPage";
export type { FlameGraphPageOptions } from "./flameGraphPage";
export { writeHeatmapPage } from "./heatmapPage";
export { readRecording, writeRecording } from "./tachyon";
export type { ReadRecording } from "./tachyon";
