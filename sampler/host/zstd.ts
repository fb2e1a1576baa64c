import { Zstd } from "@hpcc-js/wasm-zstd";
import { Decompress } from "fzstd";
import type { ZstdCodec } from "../formats";

/** As CPython's own profiler compresses. */
const level = 5;

/** Compresses as much at once: each call copies into the compressor's memory and out of it. */
const blockBytes = 1 << 20;

/** Zstandard in JavaScript and WebAssembly: Node.js has its own only from version 22.15. One compressor at a time. */
export async function loadZstd(): Promise<ZstdCodec> {
  const zstd = await Zstd.load();
  return {
    decompressor: (onBytes) => new Decompress(onBytes),
    compressor: () => {
      zstd.reset();
      zstd.setCompressionLevel(level);
      return { push: (bytes) => pushBlocks(zstd, bytes), finish: () => zstd.compressEnd() };
    },
  };
}

function pushBlocks(zstd: Zstd, bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += blockBytes) {
    pieces.push(zstd.compressChunk(bytes.subarray(from, from + blockBytes)));
  }
  return Buffer.concat(pieces);
}
