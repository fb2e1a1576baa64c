/** Recorded memory as `recordMemory` gives it: magic, process id, runtime, version, names of threads, blocks. */
class Recording {
  private readonly blocks: { address: bigint; bytes: Buffer }[] = [];
  private readonly head: Buffer;
  private readonly names: Buffer;

  constructor(bytes: Uint8Array) {
    const whole = Buffer.from(bytes);
    this.head = whole.subarray(0, headBytes);
    let at = headBytes;
    const number = () => whole.readBigUInt64LE((at += 8) - 8);
    const skip = (count: number) => whole.subarray(at, (at += count));
    for (let names = number(); names > 0n; names--) {
      number();
      skip(Number(number()));
    }
    this.names = whole.subarray(headBytes, at);
    for (let count = number(); count > 0n; count--) this.blocks.push({ address: number(), bytes: skip(Number(number())) });
  }

  get runtime(): bigint {
    return this.head.readBigUInt64LE(runtimeAt);
  }

  setRuntime(address: bigint, version: number, bytes: Buffer): void {
    this.head.writeBigUInt64LE(address, runtimeAt);
    this.head.writeBigUInt64LE(BigInt(version), runtimeAt + 8);
    this.blocks.push({ address, bytes });
  }

  read(address: bigint, size: number): Buffer {
    const holds = (block: { address: bigint; bytes: Buffer }) =>
      address >= block.address && address + BigInt(size) <= block.address + BigInt(block.bytes.length);
    const block = this.blocks.find(holds);
    if (block === undefined) throw new Error(`0x${address.toString(16)} was not recorded`);
    const at = Number(address - block.address);
    return block.bytes.subarray(at, at + size);
  }

  word(address: bigint): bigint {
    return this.read(address, 8).readBigUInt64LE();
  }

  exchange(first: bigint, second: bigint): void {
    const [a, b] = [this.word(first), this.word(second)];
    this.read(first, 8).writeBigUInt64LE(b);
    this.read(second, 8).writeBigUInt64LE(a);
  }

  encode(): Uint8Array {
    const sorted = [...this.blocks].sort((a, b) => (a.address < b.address ? -1 : 1));
    const parts = sorted.flatMap(({ address, bytes }) => [words(address, BigInt(bytes.length)), bytes]);
    return Buffer.concat([this.head, this.names, words(BigInt(sorted.length)), ...parts]);
  }
}

const runtimeAt = 16;
const headBytes = 32;
const cookieBytes = 8n;
/** A place where nothing else was recorded. */
const newRuntime = 0x100000n;

/** Numbers of the words in the table of 3.15, and where its groups end that become longer. */
const table = {
  words: 110,
  runtimeSize: 2,
  finalizing: 3,
  interpretersHead: 4,
  nextInterpreter: 7,
  threadsHead: 8,
  interpreterEnd: 21,
  nextThread: 23,
  currentFrame: 25,
  threadEnd: 37,
  codeEnd: 57,
} as const;

function words(...values: bigint[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => bytes.writeBigUInt64LE(value, index * 8));
  return bytes;
}

/**
 * Memory of 3.15 as a version would have it whose interpreters and threads keep their links elsewhere, and whose table says
 * so and has further words at the ends of three groups.
 */
export function relayOut(recording: Uint8Array, version: number): Uint8Array {
  const memory = new Recording(Buffer.from(recording));
  const old = memory.runtime;
  const offsets = Array.from({ length: table.words }, (_, index) => memory.word(old + cookieBytes + BigInt(index * 8)));
  const fields = memory.read(old, Number(offsets[table.interpretersHead]) + 8).subarray(Number(cookieBytes) + table.words * 8);
  for (let at = memory.word(old + offsets[table.interpretersHead]); at !== 0n; ) {
    const next = memory.word(at + offsets[table.nextInterpreter]);
    for (let thread = memory.word(at + offsets[table.threadsHead]); thread !== 0n; ) {
      const nextThread = memory.word(thread + offsets[table.nextThread]);
      memory.exchange(thread + offsets[table.nextThread], thread + offsets[table.currentFrame]);
      thread = nextThread;
    }
    memory.exchange(at + offsets[table.nextInterpreter], at + offsets[table.threadsHead]);
    at = next;
  }
  const bytes = Buffer.concat([memory.read(old, Number(cookieBytes)), words(...newTable(offsets, version)), fields]);
  memory.setRuntime(newRuntime, version, bytes);
  return memory.encode();
}

function newTable(old: readonly bigint[], version: number): bigint[] {
  const offsets = [...old];
  const exchange = (a: number, b: number) => ([offsets[a], offsets[b]] = [offsets[b], offsets[a]]);
  exchange(table.nextThread, table.currentFrame);
  exchange(table.nextInterpreter, table.threadsHead);
  offsets[0] = BigInt(version);
  const added = [table.interpreterEnd, table.threadEnd, table.threadEnd, table.codeEnd];
  for (const field of [table.runtimeSize, table.finalizing, table.interpretersHead]) offsets[field] += BigInt(added.length * 8);
  for (const end of added.reverse()) offsets.splice(end, 0, 0xffffn);
  return offsets;
}
