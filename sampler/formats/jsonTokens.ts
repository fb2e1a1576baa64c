import { JsonDamage, type JsonBuilder } from "./jsonBuilder";
import { JsonNumbers } from "./jsonNumbers";
import { JsonTexts } from "./jsonTexts";

const byteOrderMark = [0xef, 0xbb, 0xbf];
const newLine = new Uint8Array([0x0a]);
const words = new Map<number, { bytes: Uint8Array; value: boolean | null }>(
  [true, false, null].map((value) => {
    const bytes = new TextEncoder().encode(String(value));
    return [bytes[0], { bytes, value }];
  }),
);

/** Takes the bytes of a JSON file apart, in pieces of any size. Throws `JsonDamage` where they are none of JSON's. */
export class JsonTokens {
  private readonly numbers = new JsonNumbers();
  private readonly texts = new JsonTexts();
  /** The beginning of a token that goes on in the next piece. */
  private rest = new Uint8Array(0);
  private isBegun = false;

  constructor(private readonly builder: JsonBuilder) {}

  push(piece: Uint8Array): void {
    const bytes = this.rest.length === 0 ? piece : joined(this.rest, piece);
    if (!this.isBegun && bytes.length < byteOrderMark.length) {
      this.rest = new Uint8Array(bytes);
      return;
    }
    this.rest = new Uint8Array(bytes.subarray(this.takeAll(bytes)));
  }

  /** Whether nothing is missing at the end. */
  finish(): boolean {
    this.isBegun = true;
    // Ends a number that is all of the file; one within a list may be cut.
    if (this.builder.isOutside) this.push(newLine);
    return this.rest.length === 0 && this.builder.isWhole;
  }

  /** Where the last whole token ends. */
  private takeAll(bytes: Uint8Array): number {
    let at = this.isBegun || !byteOrderMark.every((byte, index) => bytes[index] === byte) ? 0 : byteOrderMark.length;
    this.isBegun = true;
    while (at < bytes.length) {
      const end = this.take(bytes, at);
      if (end < 0) break;
      at = end;
    }
    return at;
  }

  /** Where the token at `at` ends; -1 when its end is not among the bytes. */
  private take(bytes: Uint8Array, at: number): number {
    switch (bytes[at]) {
      case 0x20: // space
      case 0x09:
      case 0x0a:
      case 0x0d:
        return at + 1;
      case 0x22: // "
        return this.takeText(bytes, at);
      case 0x2c: // ,
        this.builder.comma();
        return at + 1;
      case 0x3a: // :
        this.builder.colon();
        return at + 1;
      case 0x5b: // [
        this.builder.openList();
        return at + 1;
      case 0x5d: // ]
        this.builder.closeList();
        return at + 1;
      case 0x7b: // {
        this.builder.openRecord();
        return at + 1;
      case 0x7d: // }
        this.builder.closeRecord();
        return at + 1;
      default:
        return bytes[at] >= 0x61 ? this.takeWord(bytes, at) : this.takeNumber(bytes, at);
    }
  }

  private takeText(bytes: Uint8Array, at: number): number {
    const end = this.texts.take(bytes, at);
    if (end >= 0) this.builder.text(this.texts.value);
    return end;
  }

  private takeNumber(bytes: Uint8Array, at: number): number {
    const end = this.numbers.take(bytes, at);
    if (end >= 0) this.builder.value(this.numbers.value);
    return end;
  }

  private takeWord(bytes: Uint8Array, at: number): number {
    const word = words.get(bytes[at]);
    const known = bytes.subarray(at, at + (word?.bytes.length ?? 0));
    if (word === undefined || known.some((byte, index) => byte !== word.bytes[index])) throw new JsonDamage();
    if (known.length < word.bytes.length) return -1;
    this.builder.value(word.value);
    return at + known.length;
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(before.length + after.length);
  bytes.set(before);
  bytes.set(after, before.length);
  return bytes;
}
