import * as fs from "node:fs";
import { formats, type Format, type ReadProfile } from "../formats";
import { GzipContent, gunzipHead, isGzip } from "../host/gzip";
import { UserError, reasonOf } from "../host/userError";

/** What a file shows of itself before it is read. */
const HEAD_BYTES = 4096;
const CHUNK_BYTES = 1 << 20;

/** A profile from a file of any kind that can be read, and which kind that is. */
export interface ProfileFile extends ReadProfile {
  readonly format: Format;
}

/**
 * Reads a file in pieces. `timeline`: see `ReadOptions`; `noun` is what complaints call the file.
 * Throws a `UserError` when there is nothing to be had of it.
 */
export async function readProfile(file: string, timeline: boolean, noun = "Input file"): Promise<ProfileFile> {
  checkFile(file, noun);
  const { format, packed } = recogniseFile(file, noun);
  try {
    const { loadZstd } = await import(/* webpackMode: "eager" */ "../host/zstd");
    const content = packed ? new GzipContent(new FileChunks(file)) : new FileChunks(file);
    const { profile, notes } = await format.read(content, { timeline, zstd: await loadZstd() });
    const problem = content instanceof GzipContent ? content.problem : null;
    return { format, profile, notes: problem === null ? notes : [...notes, problem] };
  } catch (error) {
    throw new UserError(`Cannot read '${file}' as ${format.id}: ${reasonOf(error)}. Check how it was made.`);
  }
}

type ReadableFormat = Format & Required<Pick<Format, "read">>;

/** Whatever the format, the file may be packed by gzip. Throws a `UserError` when no format knows it. */
function recogniseFile(file: string, noun: string): { format: ReadableFormat; packed: boolean } {
  const start = readHead(file);
  const packed = isGzip(start);
  const head = packed ? gunzipHead(start, HEAD_BYTES) : start;
  const readable = formats.filter((format): format is ReadableFormat => format.read !== undefined);
  const found = readable.find(({ recognises }) => recognises?.(head));
  if (found) return { format: found, packed };
  const known = readable.map(({ id }) => id).join(", ");
  throw new UserError(`${noun} '${file}' is not a profile that can be read. Known kinds: ${known}.`);
}

function readHead(file: string): Uint8Array {
  for (const chunk of open(file, HEAD_BYTES)) return chunk;
  return new Uint8Array(0);
}

/** A file's bytes; each iteration begins anew. Every chunk is a buffer of its own. */
class FileChunks implements Iterable<Uint8Array> {
  constructor(private readonly file: string) {}

  [Symbol.iterator](): Iterator<Uint8Array> {
    return open(this.file, CHUNK_BYTES);
  }
}

function* open(file: string, chunkBytes: number): Generator<Uint8Array> {
  const descriptor = fs.openSync(file, "r");
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const length = fs.readSync(descriptor, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Throws a `UserError` when the file cannot be opened. */
function checkFile(file: string, noun: string): void {
  try {
    if (fs.statSync(file).isDirectory()) throw new Error("it is a directory");
    fs.closeSync(fs.openSync(file, "r"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new UserError(`${noun} not found: ${file}. Check its path.`);
    throw new UserError(`Could not read ${noun.toLowerCase()} ${file}: ${reasonOf(error)}. Check its path and its rights.`);
  }
}
