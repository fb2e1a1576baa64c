import { gzipSync } from "node:zlib";

/** Packs bytes as one gzip file. They are taken together: what formats pack is as big as the distinct stacks are. */
export function gzip(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  return [gzipSync(Buffer.concat([...pieces]))];
}
