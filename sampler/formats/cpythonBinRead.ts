import { ProfileWriter } from "../profile";
import type { Profile } from "../profile";
import { FunctionKind, ThreadStatus } from "../wire";
import { decodeCaptureConfig } from "./captureConfig";
import type { Decompressor } from "./codec";
import { SampleCompression, decodeHeader, footerBytes, formatVersion, headerBytes, statsBytes } from "./cpythonBinLayout";
import { decodeFooter, decodeStats, type BinHeader, type BinStats } from "./cpythonBinLayout";
import { SampleDecoder, type BinThread } from "./cpythonBinSamples";
import { decodeFrames, decodeStrings, functionKindOf, type BinFrame } from "./cpythonBinTables";
import { sampleWeightNs } from "./sampleTimes";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { opcodeName315 } from "./pythonOpcodes";

/** Tables beyond this size are not kept; they grow with distinct frames, not with samples. */
const maxTailBytes = 2 ** 29;

/** Frames of the profiler itself, which starts the program within Python. */
const internalFile = "_sync_coordinator.py";

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd];

/** Reads a binary profile of CPython's, whole or damaged, from pieces of any size. */
export async function readCpythonBin(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  let reader: BinReader | null = null;
  let head = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (reader !== null) {
      reader.push(chunk);
      continue;
    }
    head = concat([head, chunk]);
    // Four bytes more show whether samples of an unfinished file are compressed.
    if (head.length >= headerBytes + zstdMagic.length) {
      reader = new BinReader(head, options);
    }
  }
  return (reader ?? new BinReader(head, options)).finish();
}

/** Samples of an unfinished file go on to its end: its tables were never written. */
function unfinishedHeader(head: Uint8Array): BinHeader {
  const isZstd = zstdMagic.every((byte, index) => head[headerBytes + index] === byte);
  const compression = isZstd ? SampleCompression.Zstd : SampleCompression.None;
  const places = { stringsAt: Infinity, framesAt: Infinity, compression, config: 0 };
  const counts = { startUs: 0, intervalUs: 0, samples: 0, threads: 0 };
  return { littleEndian: true, version: formatVersion, python: [0, 0, 0], ...counts, ...places };
}

class BinReader {
  private readonly notes: string[] = [];
  private readonly header: BinHeader;
  private readonly isFinished: boolean;
  private readonly writer: ProfileWriter;
  private readonly decoder: SampleDecoder;
  private readonly decompressor: Decompressor | null = null;
  private readonly threads: { readonly thread: BinThread; isMain: boolean }[] = [];
  private readonly tail: Uint8Array[] = [];
  private readonly mode: string;
  private tailBytes = 0;
  private position = headerBytes;
  private lastUs: number;

  constructor(head: Uint8Array, options: ReadOptions) {
    const header = decodeHeader(head);
    this.isFinished = header !== null;
    this.header = header ?? unfinishedHeader(head);
    this.writer = new ProfileWriter(options);
    this.lastUs = this.header.startUs;
    this.mode = decodeCaptureConfig(this.header.config).mode ?? "";
    const { startUs, littleEndian, compression } = this.header;
    this.decoder = new SampleDecoder(startUs, littleEndian, (...sample) => this.add(...sample));
    if (compression === SampleCompression.Zstd) {
      this.decompressor = options.zstd?.decompressor((bytes) => this.decoder.push(bytes)) ?? null;
    }
    this.refuseUnknown();
    this.push(head.subarray(headerBytes));
  }

  push(chunk: Uint8Array): void {
    const samplesEnd = Math.max(0, Math.min(chunk.length, this.header.stringsAt - this.position));
    if (samplesEnd > 0) this.pushSamples(chunk.subarray(0, samplesEnd));
    if (samplesEnd < chunk.length) this.pushTail(chunk.subarray(samplesEnd));
    this.position += chunk.length;
  }

  finish(): ReadProfile {
    const bytes = concat(this.tail);
    const tables = this.readTables(bytes);
    this.noteSamples();
    this.addThreads();
    const stacks = this.addStacks(tables.frames);
    this.addFacts(tables.stats);
    const profile = this.writer.finish();
    remapStacks(profile, stacks);
    return { profile, notes: this.notes };
  }

  private refuseUnknown(): void {
    const { version, python, compression } = this.header;
    if (version !== formatVersion) {
      const by = `CPython ${python.join(".")} wrote it in version ${version} of the format`;
      throw new FormatError(`${by}; only version ${formatVersion} is known.`);
    }
    if (compression !== SampleCompression.None && this.decompressor === null) {
      this.decoder.problem = `their compression (${compression}) is not known`;
    }
  }

  private pushSamples(bytes: Uint8Array): void {
    if (this.decoder.problem !== null) return;
    if (this.decompressor === null) {
      this.decoder.push(bytes);
      return;
    }
    try {
      this.decompressor.push(bytes);
    } catch (error) {
      this.decoder.problem ??= `their compressed data is damaged (${error instanceof Error ? error.message : "?"})`;
    }
  }

  private pushTail(bytes: Uint8Array): void {
    if (this.tailBytes + bytes.length > maxTailBytes) {
      if (this.tailBytes <= maxTailBytes) this.notes.push("Its tables are too large to be true; frames have no names.");
      this.tailBytes = Infinity;
      this.tail.length = 0;
      return;
    }
    // A view of the chunk: whoever gives the chunks may use their memory again.
    this.tail.push(bytes.slice());
    this.tailBytes += bytes.length;
  }

  private add(thread: BinThread, stack: number, status: number, timeUs: number, deltaUs: number): void {
    const { startUs, intervalUs } = this.header;
    const weight = sampleWeightNs(deltaUs, intervalUs, this.mode);
    this.threads[thread.row] ??= { thread, isMain: false };
    if (status & ThreadStatus.MainThread) this.threads[thread.row].isMain = true;
    if (timeUs > this.lastUs) this.lastUs = timeUs;
    this.writer.addSamples(thread.row, stack, status, (timeUs - startUs) * 1000, 1, weight);
  }

  private readTables(bytes: Uint8Array): { frames: readonly BinFrame[]; stats: BinStats | null } {
    const { stringsAt, framesAt, littleEndian } = this.header;
    const end = this.endOfTables(bytes);
    const isWhole = end !== null;
    const footer = isWhole ? decodeFooter(bytes, littleEndian) : null;
    const split = Math.min(Math.max(framesAt - stringsAt, 0), end ?? bytes.length);
    const strings = decodeStrings(bytes.subarray(0, split), footer?.strings ?? Infinity);
    const frames = decodeFrames(bytes.subarray(split, end ?? bytes.length), footer?.frames ?? Infinity, strings.rows);
    for (const { problem } of [strings, frames]) {
      if (problem !== null) this.notes.push(`The names of frames are damaged (${problem}).`);
    }
    return { frames: frames.rows, stats: isWhole ? decodeStats(bytes.subarray(0, -footerBytes), littleEndian) : null };
  }

  /** Where the statistics or the footer begin; null when the file ends before them. */
  private endOfTables(bytes: Uint8Array): number | null {
    const { littleEndian } = this.header;
    if (!this.isFinished) {
      this.notes.push("Its profiler was ended before it wrote the names of functions: frames have numbers instead.");
      return null;
    }
    const fileBytes = bytes.length >= footerBytes ? decodeFooter(bytes, littleEndian).fileBytes : -1;
    if (fileBytes !== this.position) {
      this.notes.push(`The file ends early, or was changed: of its end, after byte ${this.position}, nothing is known.`);
      return null;
    }
    const hasStats = decodeStats(bytes.subarray(0, -footerBytes), littleEndian) !== null;
    return bytes.length - footerBytes - (hasStats ? statsBytes : 0);
  }

  private noteSamples(): void {
    const { problem, samples } = this.decoder;
    const where = `${samples} of ${this.isFinished ? this.header.samples : "an unknown number of"} samples were read`;
    if (problem !== null) this.notes.push(`The samples are damaged: ${problem}; ${where}.`);
    else if (!this.isFinished || samples !== this.header.samples) this.notes.push(`The samples end early: ${where}.`);
  }

  private addThreads(): void {
    const main = this.threads.find(({ isMain, thread }) => isMain && thread.interpreter === 0) ?? this.threads[0];
    for (const { thread, isMain } of this.threads) {
      const { tid, interpreter } = thread;
      // On Linux a process has the number of its main thread; other systems' files do not tell it either.
      this.writer.thread({ process: main.thread.tid, tid, interpreter, main: isMain, name: "" });
    }
  }

  /** Writes the tables; gives each of the decoder's stacks its row, -1 where only internal frames are left. */
  private addStacks(frames: readonly BinFrame[]): Int32Array {
    const { first: parent, second: frame, length } = this.decoder.stacks;
    const rows = frames.map((row) => (row.file.endsWith(internalFile) ? -1 : this.addFrame(row)));
    const stacks = new Int32Array(length);
    let unknown = 0;
    for (let stack = 0; stack < length; stack++) {
      const above = parent[stack] < 0 ? -1 : stacks[parent[stack]];
      if (frame[stack] >= frames.length) unknown++;
      const row = rows[frame[stack]] ?? this.addUnnamed(frame[stack]);
      stacks[stack] = row < 0 ? above : this.writer.stack(above, row);
    }
    if (unknown > 0 && this.isFinished) this.notes.push("Frames whose names are lost have numbers instead.");
    return stacks;
  }

  private addFrame({ name, file, place, opcode }: BinFrame): number {
    const kind = functionKindOf(file, name);
    const row = this.writer.function(name, file, 0, kind);
    return this.writer.frame(row, { ...place, opcode: opcode < 0 ? -1 : this.addOpcode(opcode) });
  }

  private addUnnamed(number: number): number {
    return this.writer.frame(this.writer.function(`<frame ${number}>`, "~", 0, FunctionKind.Unreadable), { line: 0 });
  }

  /** Python 3.15 is the first that writes such files; what instructions later ones have is not known. */
  private addOpcode(number: number): number {
    const [major, minor] = this.header.python;
    const isKnown = major < 3 || (major === 3 && minor <= 15);
    const unknown = { name: `<${number}>`, base: `<${number}>`, adaptive: false };
    const { name, base, adaptive } = isKnown ? opcodeName315(number) : unknown;
    return this.writer.opcode(name, base, adaptive);
  }

  private addFacts(stats: BinStats | null): void {
    const { python, intervalUs, config, startUs } = this.header;
    const known = {
      ...(python[0] > 0 ? { python: python.join(".") } : {}),
      ...(intervalUs > 0 ? { intervalNs: String(intervalUs * 1000), rate: String(1e6 / intervalUs) } : {}),
      ...decodeCaptureConfig(config),
    };
    for (const [key, value] of Object.entries(known)) this.writer.setProperty(key, value);
    const time = stats === null ? (this.lastUs - startUs) * 1000 : Math.round(stats.durationSeconds * 1e9);
    this.writer.setStatistics({ time, samples: this.decoder.samples, ...(stats === null ? {} : countsOf(stats, intervalUs)) });
  }
}

/** Ticks by what became of them; the file has shares. */
function countsOf(stats: BinStats, intervalUs: number) {
  const { durationSeconds, rateHz, errorPercent, missedPercent } = stats;
  const ticks = Math.round(durationSeconds * rateHz);
  const expected = intervalUs > 0 ? Math.round((durationSeconds * 1e6) / intervalUs) : 0;
  return {
    ticks,
    failed: Math.round((ticks * (errorPercent ?? 0)) / 100),
    missed: Math.round((expected * (missedPercent ?? 0)) / 100),
  };
}

function remapStacks(profile: Profile, rowOf: Int32Array): void {
  const { stack, length } = profile.runs;
  for (let run = 0; run < length; run++) {
    if (stack[run] >= 0) stack[run] = rowOf[stack[run]];
  }
}

function concat(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
