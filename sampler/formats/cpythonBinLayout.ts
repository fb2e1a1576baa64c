/**
 * The fixed parts of a binary profile of CPython 3.15's `profiling.sampling`, format version 1: a header of 64 bytes,
 * the samples, the strings, the frames, statistics (56 bytes, not always there) and a footer of 32 bytes.
 * They are in the byte order of the machine that wrote them; what lies between is not affected by it.
 */
export const headerBytes = 64;
export const statsBytes = 56;
export const footerBytes = 32;
export const formatVersion = 1;
/** The greatest number of frames a stack has in such a file. */
export const maxDepth = 256;

/** "TACH" as a number. */
const magic = 0x54414348;
const statsMagic = "TACHSTAT";

export enum SampleCompression {
  None = 0,
  Zstd = 1,
}

export interface BinHeader {
  readonly littleEndian: boolean;
  readonly version: number;
  /** Of the Python that wrote it: major, minor, micro. */
  readonly python: readonly [number, number, number];
  /** On a clock of the writer's. */
  readonly startUs: number;
  readonly intervalUs: number;
  readonly samples: number;
  readonly threads: number;
  readonly stringsAt: number;
  readonly framesAt: number;
  readonly compression: number;
  /** Mode and features, as `captureConfig` has them. */
  readonly config: number;
}

/** What the profiler said of its run; null for what it did not. */
export interface BinStats {
  readonly durationSeconds: number;
  readonly rateHz: number;
  readonly errorPercent: number | null;
  readonly missedPercent: number | null;
}

export interface BinFooter {
  readonly strings: number;
  readonly frames: number;
  readonly fileBytes: number;
}

/** Whether a file that begins so is a binary profile, in either byte order. */
export function isCpythonBin(head: Uint8Array): boolean {
  return byteOrder(head) !== null;
}

/** The header; null when these bytes are none. */
export function decodeHeader(bytes: Uint8Array): BinHeader | null {
  const littleEndian = byteOrder(bytes);
  if (littleEndian === null || bytes.length < headerBytes) return null;
  const view = viewOf(bytes);
  return {
    littleEndian,
    version: view.getUint32(4, littleEndian),
    python: [bytes[8], bytes[9], bytes[10]],
    startUs: uint64(view, 12, littleEndian),
    intervalUs: uint64(view, 20, littleEndian),
    samples: uint64(view, 28, littleEndian),
    threads: view.getUint32(36, littleEndian),
    stringsAt: uint64(view, 40, littleEndian),
    framesAt: uint64(view, 48, littleEndian),
    compression: view.getUint32(56, littleEndian),
    config: view.getUint32(60, littleEndian),
  };
}

export function encodeHeader(header: BinHeader): Uint8Array {
  const { littleEndian } = header;
  const bytes = new Uint8Array(headerBytes);
  const view = viewOf(bytes);
  view.setUint32(0, magic, littleEndian);
  view.setUint32(4, header.version, littleEndian);
  bytes.set(header.python, 8);
  view.setBigUint64(12, BigInt(header.startUs), littleEndian);
  view.setBigUint64(20, BigInt(header.intervalUs), littleEndian);
  view.setBigUint64(28, BigInt(header.samples), littleEndian);
  view.setUint32(36, header.threads, littleEndian);
  view.setBigUint64(40, BigInt(header.stringsAt), littleEndian);
  view.setBigUint64(48, BigInt(header.framesAt), littleEndian);
  view.setUint32(56, header.compression, littleEndian);
  view.setUint32(60, header.config, littleEndian);
  return bytes;
}

/** The statistics that stand at the end of `bytes`; null when there are none. */
export function decodeStats(bytes: Uint8Array, littleEndian: boolean): BinStats | null {
  if (bytes.length < statsBytes) return null;
  const part = bytes.subarray(bytes.length - statsBytes);
  if (new TextDecoder("latin1").decode(part.subarray(40, 48)) !== statsMagic) return null;
  const view = viewOf(part);
  const present = view.getUint32(32, littleEndian);
  return {
    durationSeconds: view.getFloat64(0, littleEndian),
    rateHz: view.getFloat64(8, littleEndian),
    errorPercent: present & 1 ? view.getFloat64(16, littleEndian) : null,
    missedPercent: present & 2 ? view.getFloat64(24, littleEndian) : null,
  };
}

export function encodeStats(stats: BinStats): Uint8Array {
  const bytes = new Uint8Array(statsBytes);
  const view = viewOf(bytes);
  view.setFloat64(0, stats.durationSeconds, true);
  view.setFloat64(8, stats.rateHz, true);
  view.setFloat64(16, stats.errorPercent ?? 0, true);
  view.setFloat64(24, stats.missedPercent ?? 0, true);
  view.setUint32(32, (stats.errorPercent === null ? 0 : 1) | (stats.missedPercent === null ? 0 : 2), true);
  bytes.set(new TextEncoder().encode(statsMagic), 40);
  view.setUint32(48, 1, true);
  view.setUint32(52, statsBytes, true);
  return bytes;
}

/** The footer that stands at the end of `bytes`, of which there are enough. */
export function decodeFooter(bytes: Uint8Array, littleEndian: boolean): BinFooter {
  const view = viewOf(bytes.subarray(bytes.length - footerBytes));
  return {
    strings: view.getUint32(0, littleEndian),
    frames: view.getUint32(4, littleEndian),
    fileBytes: uint64(view, 8, littleEndian),
  };
}

export function encodeFooter(footer: BinFooter): Uint8Array {
  const bytes = new Uint8Array(footerBytes);
  const view = viewOf(bytes);
  view.setUint32(0, footer.strings, true);
  view.setUint32(4, footer.frames, true);
  view.setBigUint64(8, BigInt(footer.fileBytes), true);
  return bytes;
}

/** Whether the least significant byte comes first; null for another kind of file. */
function byteOrder(head: Uint8Array): boolean | null {
  if (head.length < 4) return null;
  const view = viewOf(head);
  if (view.getUint32(0, true) === magic) return true;
  return view.getUint32(0, false) === magic ? false : null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function uint64(view: DataView, at: number, littleEndian: boolean): number {
  return Number(view.getBigUint64(at, littleEndian));
}
