import * as fs from "node:fs";
import type { Sink } from "./sink";
import { UserError, reasonOf } from "./userError";

/**
 * A `.tachyon` file, appended as batches come, so that what is on disk always opens up to its last whole batch.
 * The first failed write is reported once; the file then ends with the batch before it.
 */
export class RecordingFile implements Sink {
  private length = 0;
  private failed = false;

  private constructor(
    private readonly file: string,
    private readonly descriptor: number,
    private readonly report: (message: string) => void,
  ) {}

  /** Creates or empties the file. Throws a `UserError` when it cannot be written. */
  static open(file: string, report: (message: string) => void): RecordingFile {
    try {
      const descriptor = fs.openSync(file, "w");
      giveToCaller(descriptor);
      return new RecordingFile(file, descriptor, report);
    } catch (error) {
      throw new UserError(notWritable(file, error));
    }
  }

  write(bytes: Uint8Array): void {
    if (this.failed) return;
    try {
      writeAll(this.descriptor, bytes);
      this.length += bytes.length;
    } catch (error) {
      this.fail(error);
    }
  }

  async close(): Promise<void> {
    try {
      if (!this.failed) fs.fsyncSync(this.descriptor);
    } catch (error) {
      // Pipes and devices cannot be synchronised; there is nothing to lose there.
      if ((error as NodeJS.ErrnoException).code !== "EINVAL") this.fail(error);
    }
    fs.closeSync(this.descriptor);
  }

  private fail(error: unknown): void {
    this.failed = true;
    this.report(
      `The recording '${this.file}' ends early: ${reasonOf(error)}. What was written up to there can be opened.`,
    );
    try {
      fs.ftruncateSync(this.descriptor, this.length);
    } catch {
      // A reader passes over the torn batch at the end.
    }
  }
}

/** Throws a `UserError` when `file` could not be written; leaves no file behind that was not there. */
export function checkWritable(file: string): void {
  const existed = fs.existsSync(file);
  try {
    fs.closeSync(fs.openSync(file, "a"));
  } catch (error) {
    throw new UserError(notWritable(file, error));
  }
  if (!existed) fs.unlinkSync(file);
}

/** What root records for someone who used sudo belongs to that user. */
function giveToCaller(descriptor: number): void {
  const [uid, gid] = [Number(process.env.SUDO_UID), Number(process.env.SUDO_GID)];
  if (process.getuid?.() === 0 && uid > 0 && gid >= 0) fs.fchownSync(descriptor, uid, gid);
}

function notWritable(file: string, error: unknown): string {
  return `Cannot write '${file}': ${reasonOf(error)}. Choose another place with -o or --record.`;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) offset += fs.writeSync(descriptor, bytes, offset);
}
