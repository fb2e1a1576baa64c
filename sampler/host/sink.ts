/** Something that takes a recording as bytes: the header first, then whole batches. Never waits. */
export interface Sink {
  write(bytes: Uint8Array): void;
  /** Hands over what is left and lets go; resolves when that is done, or given up. */
  close(): Promise<void>;
}
