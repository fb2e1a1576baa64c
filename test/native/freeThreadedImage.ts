import { readFileSync } from "node:fs";
import * as path from "node:path";
import { type DebugOffsets, parseDebugOffsets } from "./debugOffsets";
import { readFixture } from "./fixtures";
import { RecordedImage } from "./recordedImage";

type Version = "3.14" | "3.15";

const cookieBytes = 8;
const ownerOfInterpreter = 3;
const ownerOfGenerator = 1;
const tagBits = 3n;
const attached = 1;
/** Distance of `state` from the status bits in a thread state. */
const attachmentOffset = { "3.14": 12, "3.15": 16 } as const;
const firstNewAddress = 0x10_0000_0000;

/** The table of a version's free-threaded build, as CPython's headers say it (programs/offsets.c). */
function readOffsetTable(version: Version): number[] {
  const file = path.join(__dirname, "fixtures", `offsets-${version}t.txt`);
  return readFileSync(file, "utf8").trim().split("\n").map(Number);
}

/**
 * The recorded memory of a version's regular build, laid out as its free-threaded build would have it. All threads but the
 * main one execute copies of their bytecode; in place of the instructions at which they stand, the code objects themselves
 * have NOPs. The main thread runs, all others wait.
 */
export function layOutFreeThreaded(version: Version): RecordedImage {
  return new Relayout(version).image();
}

class Relayout {
  private readonly old: RecordedImage;
  private readonly from: DebugOffsets;
  private readonly table: number[];
  private readonly to: DebugOffsets;
  private readonly result: RecordedImage;
  private readonly moved = new Map<number, number>();
  private readonly codeType: number;
  private next = firstNewAddress;

  constructor(private readonly version: Version) {
    this.old = RecordedImage.parse(readFixture(version));
    this.table = readOffsetTable(version);
    const words = this.old.at(this.old.runtime + cookieBytes);
    this.from = parseDebugOffsets(version, this.table.map((_, index) => Number(words.readBigUInt64LE(index * 8))));
    this.to = parseDebugOffsets(version, this.table);
    this.result = new RecordedImage(this.old.processId, this.old.runtime, this.old.version, this.old.threadNames);
    this.codeType = this.makeCodeType();
  }

  image(): RecordedImage {
    const runtime = Buffer.alloc(this.to("runtime.interpretersHead") + 8);
    this.old.at(this.old.runtime).copy(runtime, 0, 0, cookieBytes);
    [this.old.version, ...this.table.slice(1)].forEach((word, index) => {
      runtime.writeBigUInt64LE(BigInt(word), cookieBytes + index * 8);
    });
    const interpreter = this.old.word(this.old.runtime + this.from("runtime.interpretersHead"));
    runtime.writeBigUInt64LE(BigInt(this.moveInterpreter(interpreter)), this.to("runtime.interpretersHead"));
    this.result.add(this.old.runtime, runtime);
    return this.result;
  }

  /** Memory for an object that has a new place. */
  private allocate(size: number): { address: number; bytes: Buffer } {
    const address = this.next;
    this.next += Math.ceil((size + 64) / 64) * 64;
    const bytes = Buffer.alloc(size);
    this.result.add(address, bytes);
    return { address, bytes };
  }

  /** Copies a field from where the regular build has it to where the free-threaded one does. */
  private copy(object: number, bytes: Buffer, field: string, size = 8, map = (value: bigint) => value): void {
    const word = Buffer.alloc(8);
    this.old.at(object + this.from(field)).copy(word, 0, 0, size);
    word.writeBigUInt64LE(map(word.readBigUInt64LE(0)));
    word.copy(bytes, this.to(field), 0, size);
  }

  private moveInterpreter(interpreter: number): number {
    const { address, bytes } = this.allocate(this.to("interpreter.size"));
    this.copy(interpreter, bytes, "interpreter.id");
    const main = this.old.word(interpreter + this.from("interpreter.threadsMain"));
    let link = this.to("interpreter.threadsHead");
    let into = bytes;
    let thread = this.old.word(interpreter + this.from("interpreter.threadsHead"));
    while (thread !== 0) {
      const moved = this.moveThread(thread, address, thread === main);
      into.writeBigUInt64LE(BigInt(moved.address), link);
      if (thread === main) bytes.writeBigUInt64LE(BigInt(moved.address), this.to("interpreter.threadsMain"));
      [into, link] = [moved.bytes, this.to("thread.next")];
      thread = this.old.word(thread + this.from("thread.next"));
    }
    return address;
  }

  private moveThread(thread: number, interpreter: number, isMain: boolean): { address: number; bytes: Buffer } {
    const moved = this.allocate(this.to("thread.size"));
    this.copy(thread, moved.bytes, "thread.currentFrame");
    this.copy(thread, moved.bytes, "thread.nativeId");
    this.copy(thread, moved.bytes, "thread.chunk");
    const top = this.old.at(thread + this.from("thread.chunk") + 8);
    top.copy(moved.bytes, this.to("thread.chunk") + 8, 0, 8);
    moved.bytes.writeBigUInt64LE(BigInt(interpreter), this.to("thread.interpreter"));
    moved.bytes.writeUInt32LE(isMain ? attached : 0, this.to("thread.status") + attachmentOffset[this.version]);
    this.moveDataStack(this.old.word(thread + this.from("thread.chunk")));
    this.moveFrames(this.old.word(thread + this.from("thread.currentFrame")), isMain ? 0 : 1);
    return moved;
  }

  /** The chunks stay where they are. */
  private moveDataStack(newest: number): void {
    for (let chunk = newest; chunk !== 0; chunk = this.old.word(chunk)) this.result.add(chunk, Buffer.from(this.old.at(chunk)));
  }

  /** Frames stay where they are too, but look different, and what they point to has moved. */
  private moveFrames(current: number, tlbcIndex: number): void {
    const generators = new Map<bigint, bigint>();
    for (let frame = current; frame !== 0; frame = this.old.word(frame + this.from("frame.previous"))) {
      const owner = this.old.at(frame + this.from("frame.owner"))[0];
      if (owner === ownerOfGenerator || owner >= ownerOfInterpreter) this.result.add(frame, Buffer.from(this.old.at(frame)));
      if (owner === ownerOfGenerator) {
        generators.set(BigInt(frame - this.from("generator.frame")), BigInt(frame - this.to("generator.frame")));
      }
      const bytes = this.result.at(frame);
      if (owner < ownerOfInterpreter) this.pointToMovedCode(frame, bytes, tlbcIndex);
      // The caller's stack holds the generator; it lies before the caller's own frame is passed.
      moveReferences(bytes.subarray(this.to("frame.locals")), generators);
      this.clearTail(bytes);
      bytes[this.to("frame.owner")] = owner;
      bytes.writeInt32LE(owner < ownerOfInterpreter ? tlbcIndex : 0, this.to("frame.tlbcIndex"));
    }
  }

  /** What lies between the stack pointer and the locals is arranged differently. */
  private clearTail(bytes: Buffer): void {
    bytes.fill(0, this.to("frame.stackPointer") + 8, this.to("frame.locals"));
  }

  private pointToMovedCode(frame: number, bytes: Buffer, tlbcIndex: number): void {
    const tagged = this.old.at(frame + this.from("frame.executable")).readBigUInt64LE(0);
    const oldCode = Number(tagged & ~tagBits);
    const unit = (this.old.word(frame + this.from("frame.instruction")) - oldCode - this.from("code.bytecode")) / 2;
    const newCode = this.moveCode(oldCode);
    const start = tlbcIndex === 0 ? newCode + this.to("code.bytecode") : this.copyBytecode(newCode, unit);
    bytes.writeBigUInt64LE(BigInt(newCode) | (tagged & 1n), this.to("frame.executable"));
    bytes.writeBigUInt64LE(BigInt(start + unit * 2), this.to("frame.instruction"));
  }

  private moveCode(code: number): number {
    const known = this.moved.get(code);
    if (known !== undefined) return known;
    const units = this.old.word(code + this.from("bytes.length"));
    const { address, bytes } = this.allocate(this.to("code.bytecode") + units * 2);
    this.moved.set(code, address);
    bytes.writeBigUInt64LE(BigInt(this.codeType), this.to("object.type"));
    bytes.writeBigUInt64LE(BigInt(units), this.to("bytes.length"));
    // From the first line on: seven ints.
    this.old.at(code + this.from("code.firstLine")).copy(bytes, this.to("code.firstLine"), 0, 28);
    for (const field of ["code.fileName", "code.qualifiedName"]) {
      this.copy(code, bytes, field, 8, (text) => BigInt(this.moveText(Number(text))));
    }
    this.copy(code, bytes, "code.lineTable", 8, (table) => BigInt(this.moveBytes(Number(table))));
    this.old.at(code + this.from("code.bytecode")).copy(bytes, this.to("code.bytecode"), 0, units * 2);
    const copies = this.allocate(24);
    copies.bytes.writeBigUInt64LE(2n, 0);
    copies.bytes.writeBigUInt64LE(BigInt(address + this.to("code.bytecode")), 8);
    bytes.writeBigUInt64LE(BigInt(copies.address), this.to("code.tlbc"));
    return address;
  }

  /** Gives a code object a copy for thread index 1, and spoils the instruction at `unit` in the code object. */
  private copyBytecode(code: number, unit: number): number {
    const entry = this.result.at(this.result.word(code + this.to("code.tlbc"))).subarray(16);
    const units = this.result.word(code + this.to("bytes.length"));
    const own = this.result.at(code + this.to("code.bytecode")).subarray(0, units * 2);
    if (entry.readBigUInt64LE(0) === 0n) {
      const { address, bytes } = this.allocate(own.length);
      own.copy(bytes);
      entry.writeBigUInt64LE(BigInt(address), 0);
    }
    own[unit * 2] = nopOf(this.version);
    return Number(entry.readBigUInt64LE(0));
  }

  private moveText(text: number): number {
    const known = this.moved.get(text);
    if (known !== undefined) return known;
    const state = this.old.at(text + this.from("text.state")).readUInt32LE(0);
    const [kind, isAscii] = [(state >> 2) & 7, (state & 64) !== 0];
    const length = this.old.word(text + this.from("text.length"));
    const [oldData, newData] = [this.from, this.to].map((offsets) => offsets("text.ascii") + (isAscii ? 0 : 16));
    const { address, bytes } = this.allocate(newData + length * kind);
    bytes.writeBigUInt64LE(BigInt(length), this.to("text.length"));
    // A byte that tells whether it is interned, then bits: three of the kind, compact, ASCII.
    bytes.writeUInt32LE((kind << 8) | (1 << 11) | (isAscii ? 1 << 12 : 0), this.to("text.state"));
    if (length > 0) this.old.at(text + oldData).copy(bytes, newData, 0, length * kind);
    this.moved.set(text, address);
    return address;
  }

  private moveBytes(object: number): number {
    const length = this.old.word(object + this.from("bytes.length"));
    const { address, bytes } = this.allocate(this.to("bytes.data") + length);
    bytes.writeBigUInt64LE(BigInt(length), this.to("bytes.length"));
    if (length > 0) this.old.at(object + this.from("bytes.data")).copy(bytes, this.to("bytes.data"), 0, length);
    return address;
  }

  private makeCodeType(): number {
    const name = this.allocate(64);
    name.bytes.write("code\0");
    const type = this.allocate(this.to("type.size"));
    type.bytes.writeBigUInt64LE(BigInt(name.address), this.to("type.name"));
    return type.address;
  }
}

/** Replaces references to objects that have moved; tag bits stay. */
function moveReferences(words: Buffer, moved: ReadonlyMap<bigint, bigint>): void {
  for (let at = 0; at + 8 <= words.length; at += 8) {
    const word = words.readBigUInt64LE(at);
    const to = moved.get(word & ~tagBits);
    if (to !== undefined) words.writeBigUInt64LE(to | (word & 1n), at);
  }
}

function nopOf(version: Version): number {
  const file = path.join(__dirname, "..", "..", "sampler", "native", "versions", `opcodes_${version.replace(".", "_")}.inc`);
  return Number(/OPCODE\((\d+), "NOP"/.exec(readFileSync(file, "utf8"))![1]);
}
