import * as fs from "node:fs";

const STDOUT = 1;
const STDERR = 2;

/** One message to the person at the terminal. */
export function complain(message: string): void {
  writeLine(STDERR, `tachyon: ${message}`);
}

/** Lines of a result, on stdout; `quietly` on stderr, so that a launched program's stdout stays its own. */
export function print(lines: readonly string[], quietly: boolean): void {
  if (lines.length > 0) writeLine(descriptorOf(quietly), lines.join("\n"));
}

/** A piece of a line that is written over and over. */
export function printOver(text: string, quietly: boolean): void {
  writeBytes(descriptorOf(quietly), Buffer.from(text));
}

/** Where results go. */
export function descriptorOf(quietly: boolean): number {
  return quietly ? STDERR : STDOUT;
}

function writeLine(descriptor: number, line: string): void {
  writeBytes(descriptor, Buffer.from(`${line}\n`));
}

/**
 * Written at once and by descriptor: opening `process.stdout` could switch a pipe that the program shares with us to
 * non-blocking, which Python would see.
 */
export function writeBytes(descriptor: number, bytes: Buffer): void {
  try {
    for (let offset = 0; offset < bytes.length; ) offset += writeSome(descriptor, bytes, offset);
  } catch {
    // Nobody reads any more; the files and the exit code still tell.
  }
}

function writeSome(descriptor: number, bytes: Buffer, offset: number): number {
  try {
    return fs.writeSync(descriptor, bytes, offset);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    // The other end made the pipe non-blocking, and it is full.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
}
