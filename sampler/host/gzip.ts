import { Readable, pipeline } from "node:stream";
import { constants, createGunzip, gunzipSync, gzipSync } from "node:zlib";

/** Packs bytes as one gzip file. They are taken together: what formats pack is as big as the distinct stacks are. */
export function gzip(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  return [gzipSync(Buffer.concat([...pieces]))];
}

/** Whether a file that begins so is a gzip file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** What the beginning of a gzip file unpacks to, as far as it goes; empty when it is damaged. */
export function gunzipHead(head: Uint8Array, bytes: number): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, bytes);
  } catch {
    return new Uint8Array(0);
  }
}

/** A gzip file's content, a piece at a time. A file that ends early, or is damaged, ends where that is. */
export class GzipContent {
  /** Set after the last piece when what the file holds is not all there. */
  problem: string | null = null;

  constructor(private readonly packed: Iterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    // Flushing gives out what came before a missing end, of which the formats themselves take notice.
    const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    try {
      // Errors come out of the iteration below.
      pipeline(Readable.from(this.packed), gunzip, () => {});
      yield* gunzip as AsyncIterable<Buffer>;
    } catch (error) {
      this.problem = `The file's packing is damaged (${(error as Error).message}): what came after is missing.`;
    } finally {
      gunzip.destroy();
    }
  }
}
