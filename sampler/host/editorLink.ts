import * as fs from "node:fs";
import * as path from "node:path";
import type { Sink } from "./sink";
import { EditorStream, type StreamListener } from "./stream";

/** How long an editor that is gone may take to come back: to reload its window, or to start again. */
const EDITOR_PATIENCE_MS = 60_000;

const RETRY_MS = 250;
/** How long an editor that has just come back may take to read what it lacks, when all is over. */
const CATCH_UP_TIMEOUT_MS = 5_000;
const CHUNK_BYTES = 1 << 20;

/**
 * The editor, through reloads of its window: a connection that is lost is made again when the editor listens at the same
 * address. What is sent then begins with all that the recording file holds, because rows refer to earlier rows.
 */
export class EditorLink implements Sink {
  private stream: EditorStream;
  private total = 0;
  /** Batches go to the connection as they come; else what it lacks is read from the file. */
  private isCaughtUp = true;
  private lostAt: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private catchingUp: Promise<void> = Promise.resolve();
  private isOver = false;

  /** `recording` gets the same bytes, each before this does; null where nothing keeps them: a lost editor stays lost then. */
  constructor(
    private readonly address: string,
    private readonly recording: string | null,
    private readonly listener: StreamListener,
    private readonly patienceMs = EDITOR_PATIENCE_MS,
  ) {
    this.stream = this.connect(() => undefined);
  }

  write(bytes: Uint8Array): void {
    this.total += bytes.length;
    if (this.isCaughtUp) this.stream.write(bytes);
  }

  async close(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, CATCH_UP_TIMEOUT_MS)));
    await Promise.race([this.catchingUp, patience]);
    clearTimeout(timer);
    await this.stream.close();
  }

  private connect(onConnected: () => void): EditorStream {
    const { onIntent } = this.listener;
    return new EditorStream(this.address, { onIntent, onConnected, onLost: (reason) => this.lose(reason) });
  }

  private lose(reason: string): void {
    if (this.isOver) return;
    this.isCaughtUp = false;
    this.lostAt ??= Date.now();
    if (this.recording !== null && Date.now() - this.lostAt < this.patienceMs) {
      this.timer = setTimeout(() => this.retry(), Math.min(RETRY_MS, this.patienceMs));
    } else {
      this.isOver = true;
      removeWhatIsLeft(this.address);
      this.listener.onLost(reason);
    }
  }

  private retry(): void {
    this.stream = this.connect(() => {
      this.lostAt = null;
      this.catchingUp = this.catchUp(this.stream);
    });
  }

  /** Sends all that there is from the file, at the pace of the editor. */
  private async catchUp(stream: EditorStream): Promise<void> {
    const file = fs.openSync(this.recording!, "r");
    try {
      for (let position = 0; stream.isOpen && position < this.total; ) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        const length = fs.readSync(file, chunk, 0, Math.min(CHUNK_BYTES, this.total - position), position);
        // A recording that could not be written to its end.
        if (length === 0) return void stream.close();
        stream.write(chunk.subarray(0, length));
        position += length;
        await stream.drained();
      }
      this.isCaughtUp = stream.isOpen;
    } finally {
      fs.closeSync(file);
    }
  }
}

/** The socket of an editor that ended without removing it, and its folder when that is empty. */
function removeWhatIsLeft(address: string): void {
  try {
    fs.rmSync(address, { force: true });
    fs.rmdirSync(path.dirname(address));
  } catch {
    // Something else is in there, or it is gone.
  }
}
