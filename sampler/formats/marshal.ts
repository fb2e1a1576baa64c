import { WireWriter } from "../wire";

/** A value of Python's that `marshal` writes: the kinds that tables of numbers by names consist of. */
export type MarshalValue = null | boolean | number | string | MarshalTuple | MarshalDict;

export type MarshalTuple = readonly MarshalValue[];

/** A dictionary in the order of its items. */
export class MarshalDict {
  constructor(readonly items: readonly (readonly [MarshalValue, MarshalValue])[]) {}
}

/** A Python float: JavaScript's numbers do not tell 1.0 from 1. */
export class MarshalFloat {
  constructor(readonly value: number) {}
}

/** What can be written at once; dictionaries are written item by item. */
export type MarshalWritable = null | boolean | number | string | MarshalFloat | readonly MarshalWritable[];

/** Why bytes are no marshalled value. */
export class MarshalError extends Error {}

/** Nobody nests tables deeper; whoever does wants the stack to overflow. */
const maxDepth = 16;

const int32 = new DataView(new ArrayBuffer(8));

/** Marshals values in format version 2, which every Python reads. */
export class MarshalWriter {
  private readonly writer = new WireWriter();

  get bytes(): Uint8Array {
    return this.writer.bytes;
  }

  write(value: MarshalWritable): void {
    if (value === null) this.type("N");
    else if (typeof value === "boolean") this.type(value ? "T" : "F");
    else if (typeof value === "number") this.int(value);
    else if (typeof value === "string") this.text(value);
    else if (value instanceof MarshalFloat) this.float(value.value);
    else this.tuple(value);
  }

  /** So many values follow. */
  beginTuple(length: number): void {
    this.type("(");
    this.uint32(length);
  }

  /** Keys and values follow in turn, then `endDict`. */
  beginDict(): void {
    this.type("{");
  }

  endDict(): void {
    this.type("0");
  }

  private tuple(values: readonly MarshalWritable[]): void {
    this.beginTuple(values.length);
    values.forEach((value) => this.write(value));
  }

  private text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.type("u");
    this.uint32(bytes.length);
    this.writer.append(bytes);
  }

  private int(value: number): void {
    if (value === (value | 0)) {
      this.type("i");
      this.uint32(value);
    } else {
      this.long(value);
    }
  }

  /** Digits of 15 bits, their number negative for a negative value. */
  private long(value: number): void {
    const digits: number[] = [];
    for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 0x8000)) digits.push(rest % 0x8000);
    this.type("l");
    this.uint32(value < 0 ? -digits.length : digits.length);
    digits.forEach((digit) => this.writer.append(Uint8Array.of(digit & 0xff, digit >> 8)));
  }

  private float(value: number): void {
    int32.setFloat64(0, value, true);
    this.type("g");
    this.writer.append(new Uint8Array(int32.buffer.slice(0, 8)));
  }

  private uint32(value: number): void {
    int32.setUint32(0, value, true);
    this.writer.append(new Uint8Array(int32.buffer.slice(0, 4)));
  }

  private type(code: string): void {
    this.writer.append(Uint8Array.of(code.charCodeAt(0)));
  }
}

/** Reads one marshalled value of any format version; code objects and other kinds are refused. */
export class MarshalReader {
  private readonly view: DataView;
  private readonly refs: MarshalValue[] = [];
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Throws a `MarshalError`. */
  read(depth = 0): MarshalValue {
    const value = this.readOrEnd(depth);
    if (value === undefined) throw new MarshalError(`a dictionary's end at byte ${this.at - 1} ends none`);
    return value;
  }

  /** The key of a dictionary's next item; undefined at its end. Values are read with `read`. */
  readKey(depth = 1): MarshalValue | undefined {
    return this.readOrEnd(depth);
  }

  /** Whether a dictionary begins here; its items follow. */
  beginsDict(): boolean {
    const isDict = !this.isAtEnd && (this.bytes[this.at] & 0x7f) === "{".charCodeAt(0);
    if (isDict) this.readType();
    return isDict;
  }

  private readOrEnd(depth: number): MarshalValue | undefined {
    if (depth > maxDepth) throw new MarshalError("values are nested too deep");
    const { code, isRef, slot } = this.readType();
    const value = this.readValue(code, depth);
    if (isRef && value !== undefined) this.refs[slot] = value;
    return value;
  }

  /** A value that may be referred to later has its number before those within it. */
  private readType(): { code: string; isRef: boolean; slot: number } {
    const byte = this.take(1)[0];
    const isRef = (byte & 0x80) !== 0;
    return { code: String.fromCharCode(byte & 0x7f), isRef, slot: isRef ? this.refs.push(null) - 1 : -1 };
  }

  private readValue(code: string, depth: number): MarshalValue | undefined {
    switch (code) {
      case "0":
        return undefined;
      case "N":
        return null;
      case "T":
      case "F":
        return code === "T";
      case "i":
        return this.uint32() | 0;
      case "l":
        return this.long();
      case "g":
        return this.float();
      case "(":
        return this.items(this.uint32(), depth);
      case ")":
        return this.items(this.take(1)[0], depth);
      case "{":
        return this.dict(depth);
      case "r":
        return this.reference();
      default:
        return this.text(code);
    }
  }

  private text(code: string): string {
    switch (code) {
      case "a":
      case "A":
        return this.decode("latin1", this.uint32());
      case "z":
      case "Z":
        return this.decode("latin1", this.take(1)[0]);
      case "u":
      case "t":
        return this.decode("utf-8", this.uint32());
      default:
        throw new MarshalError(`a value of the unknown kind ${JSON.stringify(code)} at byte ${this.at - 1}`);
    }
  }

  private reference(): MarshalValue {
    const slot = this.uint32();
    if (slot >= this.refs.length) throw new MarshalError(`a reference to value ${slot}, which is not there`);
    return this.refs[slot];
  }

  private items(count: number, depth: number): MarshalTuple {
    if (count > this.bytes.length - this.at) throw new MarshalError(`${count} items are announced, more than there is room for`);
    return Array.from({ length: count }, () => this.read(depth + 1));
  }

  private dict(depth: number): MarshalDict {
    const items: [MarshalValue, MarshalValue][] = [];
    for (let key = this.readKey(depth + 1); key !== undefined; key = this.readKey(depth + 1)) {
      items.push([key, this.read(depth + 1)]);
    }
    return new MarshalDict(items);
  }

  private long(): number {
    const count = this.uint32() | 0;
    if (Math.abs(count) > 5) throw new MarshalError("a number too large to be a count");
    let value = 0;
    for (let index = 0, scale = 1; index < Math.abs(count); index++, scale *= 0x8000) {
      const [low, high] = this.take(2);
      value += (low | (high << 8)) * scale;
    }
    return count < 0 ? -value : value;
  }

  private float(): number {
    this.take(8);
    return this.view.getFloat64(this.at - 8, true);
  }

  private uint32(): number {
    this.take(4);
    return this.view.getUint32(this.at - 4, true);
  }

  private decode(encoding: "latin1" | "utf-8", length: number): string {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(this.take(length));
  }

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new MarshalError(`it ends early, at byte ${this.bytes.length}`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
