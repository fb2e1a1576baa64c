/** Memory of a process as `recordMemory` gives it, to be read and written by address. */
export class RecordedImage {
  private readonly blocks: { address: number; bytes: Buffer }[] = [];

  constructor(
    readonly processId: number,
    readonly runtime: number,
    readonly version: number,
    readonly threadNames: ReadonlyMap<number, string>,
  ) {}

  static parse(recording: Uint8Array): RecordedImage {
    const data = Buffer.from(recording);
    let at = 8;
    const number = () => Number(data.readBigUInt64LE((at += 8) - 8));
    const bytes = (size: number) => data.subarray(at, (at += size));
    const [processId, runtime, version] = [number(), number(), number()];
    const names = Array.from({ length: number() }, () => [number(), bytes(number()).toString()] as const);
    const image = new RecordedImage(processId, runtime, version, new Map(names));
    for (let count = number(); count > 0; count--) image.add(number(), Buffer.from(bytes(number())));
    return image;
  }

  /** Gives memory at an address; where blocks overlap, the one that begins last counts, as when it is replayed. */
  add(address: number, bytes: Buffer): void {
    this.blocks.push({ address, bytes });
  }

  /** The memory from an address on, as far as it goes; writing to it changes the image. */
  at(address: number): Buffer {
    const block = this.blocks
      .filter((block) => address >= block.address && address < block.address + block.bytes.length)
      .reduce<(typeof this.blocks)[number] | undefined>((a, b) => (a && a.address > b.address ? a : b), undefined);
    if (block === undefined) throw new Error(`nothing was recorded at ${address.toString(16)}`);
    return block.bytes.subarray(address - block.address);
  }

  word(address: number): number {
    return Number(this.at(address).readBigUInt64LE(0));
  }

  encode(): Uint8Array {
    const parts: Buffer[] = [Buffer.from("TACHMEM1")];
    const number = (value: number) => {
      parts.push(Buffer.alloc(8));
      parts.at(-1)!.writeBigUInt64LE(BigInt(value));
    };
    const bytes = (data: Buffer) => {
      number(data.length);
      parts.push(data);
    };
    [this.processId, this.runtime, this.version, this.threadNames.size].forEach(number);
    for (const [thread, name] of this.threadNames) {
      number(thread);
      bytes(Buffer.from(name));
    }
    number(this.blocks.length);
    for (const block of this.blocks) {
      number(block.address);
      bytes(block.bytes);
    }
    return Buffer.concat(parts);
  }
}
