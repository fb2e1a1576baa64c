import { WireError } from "./wireError";

const maxVarintBytes = 8;

/** Reads integers and text from bytes; throws a `WireError` instead of reading past the end. */
export class WireReader {
  private readonly text = new TextDecoder("utf-8", { ignoreBOM: true });
  position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  /** Unsigned LEB128, at most 2^53 - 1. */
  uint(): number {
    const first = this.bytes[this.position];
    if (first < 0x80) {
      this.position++;
      return first;
    }
    return this.longUint();
  }

  /** Zigzag, then unsigned LEB128. */
  int(): number {
    const folded = this.uint();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  /** Byte length, then UTF-8. */
  string(): string {
    return this.text.decode(this.take(this.uint()));
  }

  /** A view of the next `length` bytes. */
  take(length: number): Uint8Array {
    if (length > this.remaining) {
      throw new WireError("CutShort", `${length} bytes are announced where ${this.remaining} are left`);
    }
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  private longUint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < maxVarintBytes; count++) {
      if (this.position >= this.bytes.length) {
        throw new WireError("CutShort", "an integer ends early");
      }
      const byte = this.bytes[this.position++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        return checkedUint(value);
      }
      scale *= 0x80;
    }
    throw new WireError("OutOfRange", "an integer is longer than 8 bytes");
  }
}

/** Collects bytes; grows by doubling. */
export class WireWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  /** Unsigned LEB128. Throws a `WireError` for what is no integer of 0 … 2^53 - 1. */
  uint(value: number): void {
    this.reserve(maxVarintBytes);
    let rest = checkedUint(value);
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
  }

  /** Zigzag, then unsigned LEB128; magnitudes below 2^52. */
  int(value: number): void {
    this.uint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Byte length, then UTF-8. */
  string(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.uint(encoded.length);
    this.append(encoded);
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written; a view that the next write may invalidate. */
  get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count > this.buffer.length) {
      const grown = new Uint8Array(Math.max(this.length + count, 2 * this.buffer.length));
      grown.set(this.bytes);
      this.buffer = grown;
    }
  }
}

function checkedUint(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new WireError("OutOfRange", `${value} is no integer of 0 … 2^53 - 1`);
  }
  return value;
}
