/** Takes compressed bytes in pieces; what they hold goes to the function that it was made with. */
export interface Decompressor {
  /** Throws when the bytes are damaged. */
  push(bytes: Uint8Array): void;
}

/** Takes bytes in pieces and gives back what of the compressed ones is ready. */
export interface Compressor {
  push(bytes: Uint8Array): Uint8Array;
  /** The rest. Nothing may be pushed afterwards. */
  finish(): Uint8Array;
}

/** Zstandard, for formats that need it: they have no such code of their own. */
export interface ZstdCodec {
  decompressor(onBytes: (bytes: Uint8Array) => void): Decompressor;
  compressor(): Compressor;
}
