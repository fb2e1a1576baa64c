import { announcedPayload, batchHeaderBytes, decodeBatch, readUint32 } from "./decode";
import { streamHeaderBytes } from "./encode";
import { fileMagic, wireVersion } from "./schema";
import type { DecodedBatch } from "./schema";
import { WireError } from "./wireError";

/**
 * Cuts a stream that arrives in pieces of any size into batches.
 * Since rows are counted from the start, nothing after a damaged batch can be understood: decoding ends there, and
 * `problem` says why.
 */
export class StreamDecoder {
  private buffer = new Uint8Array(0);
  private start = 0;
  private end = 0;
  private headerSeen = false;
  private damage: WireError | null = null;
  private consumed = 0;

  /** What made decoding end; null while all is well. */
  get problem(): WireError | null {
    return this.damage;
  }

  /** Bytes of the stream up to the end of the last whole batch (or of the header). */
  get wholeBytes(): number {
    return this.consumed;
  }

  /** Takes (copies) the next bytes; returns the batches that they complete. Never throws for what it reads. */
  push(bytes: Uint8Array): DecodedBatch[] {
    const batches: DecodedBatch[] = [];
    if (this.damage !== null) {
      return batches;
    }
    this.store(bytes);
    try {
      this.readHeader();
      for (let batch = this.nextBatch(); batch !== null; batch = this.nextBatch()) {
        batches.push(batch);
      }
    } catch (error) {
      this.fail(error);
    }
    return batches;
  }

  /** After the last bytes: what is wrong with the stream, a half batch at its end included; null when whole. */
  finish(): WireError | null {
    if (this.damage === null && (!this.headerSeen || this.end > this.start)) {
      const what = this.headerSeen ? "a batch" : "the recording's header";
      this.damage = new WireError("CutShort", `${what} at byte ${this.consumed} ends early`);
    }
    return this.damage;
  }

  private readHeader(): void {
    if (this.headerSeen) {
      return;
    }
    const magic = this.buffer.subarray(this.start, Math.min(this.end, this.start + fileMagic.length));
    if (magic.some((byte, index) => byte !== fileMagic[index])) {
      throw new WireError("NotARecording", "this is not a Tachyon recording");
    }
    if (this.end - this.start < streamHeaderBytes) {
      return;
    }
    const version = readUint32(this.buffer, this.start + fileMagic.length);
    if (version !== wireVersion) {
      throw new WireError(
        "UnsupportedVersion",
        `the recording has format version ${version}; this Tachyon reads version ${wireVersion}`,
      );
    }
    this.headerSeen = true;
    this.advance(streamHeaderBytes);
  }

  private nextBatch(): DecodedBatch | null {
    if (!this.headerSeen || this.end - this.start < batchHeaderBytes) {
      return null;
    }
    const length = batchHeaderBytes + announcedPayload(this.buffer, this.start);
    if (this.end - this.start < length) {
      return null;
    }
    const batch = decodeBatch(this.buffer.subarray(this.start, this.start + length));
    this.advance(length);
    return batch;
  }

  private advance(count: number): void {
    this.start += count;
    this.consumed += count;
  }

  private fail(error: unknown): void {
    if (!(error instanceof WireError)) {
      throw error;
    }
    const where = this.headerSeen ? `at byte ${this.consumed}: ` : "";
    this.damage = new WireError(error.code, where + error.message);
    this.buffer = new Uint8Array(0);
    this.start = this.end = 0;
  }

  private store(bytes: Uint8Array): void {
    const pending = this.end - this.start;
    if (this.end + bytes.length > this.buffer.length) {
      const target =
        pending + bytes.length > this.buffer.length / 2
          ? new Uint8Array(Math.max(65536, 2 * (pending + bytes.length)))
          : this.buffer;
      target.set(this.buffer.subarray(this.start, this.end));
      this.buffer = target;
      this.start = 0;
      this.end = pending;
    }
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
  }
}
