import type { Chunks } from "./format";

/** One field of a protobuf message that is as long as a file. */
export interface Field {
  readonly number: number;
  /** Of a varint; 0 for others. */
  readonly value: number;
  /** Of a length-delimited field; empty for others. */
  readonly bytes: Uint8Array;
}

/** Longer fields are taken for damage. */
const longestField = 2 ** 28;

export enum WireType {
  Varint = 0,
  Fixed64 = 1,
  Bytes = 2,
  Fixed32 = 5,
}

/** Takes a file apart into its outermost fields as it comes: it is never in memory as a whole. */
export class FieldSplitter {
  /** Bytes that belong to a field that has not come in whole. */
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  /** As many must have come before it is worth looking again. */
  private neededBytes = 1;
  private isDamaged = false;

  /** Whether the file ends, or is damaged, within a field. */
  get isCut(): boolean {
    return this.isDamaged || this.pendingBytes > 0;
  }

  /** The fields that are whole; ends at the first that cannot be. */
  async *split(chunks: Chunks): AsyncIterable<Field> {
    for await (const chunk of chunks) {
      this.pending.push(chunk);
      this.pendingBytes += chunk.length;
      if (this.pendingBytes >= this.neededBytes) yield* this.take();
      if (this.isDamaged) return;
    }
  }

  private *take(): Iterable<Field> {
    const bytes = this.pending.length === 1 ? this.pending[0] : concat(this.pending, this.pendingBytes);
    let at = 0;
    for (;;) {
      const found = fieldAt(bytes, at);
      if (found === "damaged") this.isDamaged = true;
      if (typeof found === "string") break;
      if (found.end > bytes.length) {
        this.neededBytes = found.end - at;
        break;
      }
      this.neededBytes = 1;
      yield { number: found.number, value: found.value, bytes: bytes.subarray(found.from, found.end) };
      at = found.end;
    }
    this.pending = at < bytes.length ? [bytes.subarray(at)] : [];
    this.pendingBytes = bytes.length - at;
  }
}

/** Whether bytes that a file begins with are outermost fields of a message, each with a number of `known`. */
export function looksLikeFields(head: Uint8Array, known: ReadonlyMap<number, WireType>): boolean {
  let at = 0;
  let fields = 0;
  while (at < head.length) {
    const found = fieldAt(head, at);
    if (found === "damaged") return false;
    if (found === "short") break;
    if (known.get(found.number) !== found.type) return false;
    at = found.end;
    fields++;
  }
  return fields > 0;
}

/** Where the field is that begins at `start`, by its tag and its length; it may end behind the bytes. */
function fieldAt(bytes: Uint8Array, start: number): Place | "short" | "damaged" {
  const tag = varintAt(bytes, start);
  if (typeof tag === "string") return tag;
  const [number, type] = [Math.floor(tag.value / 8), tag.value % 8];
  const fixed = type === WireType.Fixed32 ? 4 : type === WireType.Fixed64 ? 8 : 0;
  if (number === 0 || number > 2 ** 29) return "damaged";
  if (fixed > 0) return { number, type, from: tag.end + fixed, end: tag.end + fixed, value: 0 };
  if (type !== WireType.Varint && type !== WireType.Bytes) return "damaged";
  const varint = varintAt(bytes, tag.end);
  if (typeof varint === "string") return varint;
  const { value, end } = varint;
  if (type === WireType.Varint) return { number, type, from: end, end, value };
  return value > longestField ? "damaged" : { number, type, from: end, end: end + value, value: 0 };
}

interface Place {
  readonly number: number;
  readonly type: number;
  /** Where a length-delimited field's bytes begin. */
  readonly from: number;
  readonly end: number;
  readonly value: number;
}

function varintAt(bytes: Uint8Array, start: number): { value: number; end: number } | "short" | "damaged" {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return "short";
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return "damaged";
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
