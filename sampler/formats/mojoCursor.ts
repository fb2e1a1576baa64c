/** The bytes end within what was to be read. */
export class MojoEnd extends Error {}

/** Reads MOJO's two kinds of values, and remembers up to where everything is done with. */
export class MojoCursor {
  private at = 0;
  private kept = 0;
  private readonly decoder = new TextDecoder();

  constructor(private readonly bytes: Uint8Array) {}

  /** What was read so far need not be read again. */
  keep(): void {
    this.kept = this.at;
  }

  /** The bytes from the last `keep` on. */
  rest(): Uint8Array {
    return this.bytes.subarray(this.kept);
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw new MojoEnd();
    return this.bytes[this.at++];
  }

  /** Six bits and a sign in the first byte, seven in each that follows. */
  varint(): number {
    const first = this.byte();
    let value = first & 0x3f;
    let scale = 2 ** 6;
    for (let byte = first; byte & 0x80; scale *= 2 ** 7) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
    }
    return first & 0x40 ? -value : value;
  }

  /** Ends with a zero. */
  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new MojoEnd();
    const text = this.decoder.decode(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }
}
