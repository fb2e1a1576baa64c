import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { writeBytes } from "../messages";

interface Piece {
  readonly descriptor: number;
  readonly bytes: Buffer;
}

/** What a program may print while the picture has the terminal; of more, the end is kept. */
const mostKeptBytes = 1024 * 1024;

/** What a launched program prints while the picture has the terminal: kept, and printed when the terminal is free. */
export class ProgramOutput {
  private pieces: Piece[] = [];
  private keptBytes = 0;
  private droppedBytes = 0;
  private released = false;

  constructor(stdout: Readable, stderr: Readable) {
    stdout.on("data", (bytes: Buffer) => this.take({ descriptor: 1, bytes }));
    stderr.on("data", (bytes: Buffer) => this.take({ descriptor: 2, bytes }));
  }

  /** The last lines, without colours. */
  lines(most: number): string[] {
    const text = stripVTControlCharacters(Buffer.concat(this.pieces.map(({ bytes }) => bytes)).toString("utf8"));
    const lines = text.split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    return lines.slice(-most);
  }

  /** Prints what was kept, and what comes from now on at once. */
  release(): void {
    if (this.released) return;
    this.released = true;
    if (this.droppedBytes > 0) {
      writeBytes(2, Buffer.from(`tachyon: the first ${this.droppedBytes} bytes that the program printed are left out.\n`));
    }
    for (const { descriptor, bytes } of this.pieces) writeBytes(descriptor, bytes);
    this.pieces = [];
  }

  private take(piece: Piece): void {
    if (this.released) return writeBytes(piece.descriptor, piece.bytes);
    this.pieces.push(piece);
    this.keptBytes += piece.bytes.length;
    while (this.keptBytes > mostKeptBytes && this.pieces.length > 1) {
      const { length } = this.pieces.shift()!.bytes;
      this.keptBytes -= length;
      this.droppedBytes += length;
    }
  }
}
