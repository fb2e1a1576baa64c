import * as net from "node:net";
import { IntentReader, type Intent } from "./intents";
import type { Sink } from "./sink";

/**
 * How much may wait for an editor that does not read. Rows refer to earlier rows, so no batch can be left out: beyond
 * this the connection is given up, and the recording file has the whole.
 */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** How long the last batches may take to reach the editor after the end. */
const CLOSE_TIMEOUT_MS = 2000;

export interface StreamListener {
  onIntent(intent: Intent): void;
  onConnected?(): void;
  /** The connection is gone before the end; called at most once. */
  onLost(reason: string): void;
}

/** The live connection to the editor: batches go out, intents come in. Never holds sampling up. */
export class EditorStream implements Sink {
  private readonly socket: net.Socket;
  private readonly intents = new IntentReader();
  private lost = false;
  private closing = false;

  /** Connects to the Unix socket (or named pipe) that the editor listens on; what is written before waits for it. */
  constructor(
    path: string,
    private readonly listener: StreamListener,
    private readonly maxUnsentBytes: number = MAX_UNSENT_BYTES,
  ) {
    this.socket = net.connect(path);
    this.socket.setEncoding("utf8");
    this.socket.once("connect", () => listener.onConnected?.());
    this.socket.on("data", (text: string) => this.intents.push(text).forEach((intent) => listener.onIntent(intent)));
    this.socket.on("error", (error) => this.giveUp(error.message));
    this.socket.on("close", () => this.giveUp("the editor closed the connection"));
  }

  write(bytes: Uint8Array): void {
    if (this.lost) return;
    this.socket.write(bytes);
    if (this.socket.writableLength > this.maxUnsentBytes) this.giveUp("the editor does not read");
  }

  /** Neither lost nor closed. */
  get isOpen(): boolean {
    return !this.lost && !this.closing;
  }

  /** Resolves when what was written has been handed over, or nothing will be any more. */
  async drained(): Promise<void> {
    if (!this.socket.writableNeedDrain || this.socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.socket.once("drain", resolve);
      this.socket.once("close", () => resolve());
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    if (this.lost || this.socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.socket.destroy(), CLOSE_TIMEOUT_MS);
      this.socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      // The editor may keep its side open; ours is done once everything is handed over.
      this.socket.end(() => this.socket.destroy());
    });
  }

  private giveUp(reason: string): void {
    if (this.lost) return;
    this.lost = true;
    this.socket.destroy();
    if (!this.closing) this.listener.onLost(reason);
  }
}
