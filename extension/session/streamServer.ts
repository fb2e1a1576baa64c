import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { encodeIntent, type Intent } from "../../sampler/host/intents";

/** Who is told about the one connection of a `StreamServer`. */
export interface StreamListener {
  connected(send: (intent: Intent) => void): void;
  received(bytes: Uint8Array): void;
  /** The helper closed its end or broke off; nothing follows. */
  disconnected(): void;
}

/** Longest path that a Unix socket address holds on every supported system, in bytes. */
const longestSocketPath = 100;

/**
 * A Unix socket in a folder that only this user can enter, for one helper process.
 * Connections after the first are refused.
 */
export class StreamServer {
  private socket: net.Socket | undefined;
  private isLeft = false;

  private constructor(
    private readonly server: net.Server,
    private readonly folder: string,
    readonly address: string,
  ) {}

  /** Listens in the system's temporary folder, or /tmp where that one's path is too long. Throws when neither can be written. */
  static async listen(listener: StreamListener): Promise<StreamServer> {
    const folder = await fs.promises.mkdtemp(path.join(temporaryFolder(), "tachyon-"));
    return StreamServer.listenAt(folder, path.join(folder, "s"), listener);
  }

  /**
   * Listens where an earlier window did, for the helper that looks for it there. Null when that place is gone, or is not
   * this user's alone: whoever listens gets the profile.
   */
  static async listenAgain(address: string, listener: StreamListener): Promise<StreamServer | null> {
    const folder = path.dirname(address);
    const stat = await fs.promises.lstat(folder).catch(() => null);
    if (stat === null || !stat.isDirectory() || stat.uid !== os.userInfo().uid || (stat.mode & 0o077) !== 0) return null;
    await fs.promises.rm(address, { force: true });
    return StreamServer.listenAt(folder, address, listener);
  }

  private static async listenAt(folder: string, address: string, listener: StreamListener): Promise<StreamServer> {
    const server = net.createServer();
    const stream = new StreamServer(server, folder, address);
    server.on("connection", (socket) => stream.accept(socket, listener));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(address, resolve);
    });
    return stream;
  }

  private accept(socket: net.Socket, listener: StreamListener): void {
    if (this.socket !== undefined) {
      socket.destroy();
      return;
    }
    this.socket = socket;
    this.server.close();
    socket.on("data", (bytes) => listener.received(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.isLeft) return;
      listener.disconnected();
      this.dispose();
    });
    listener.connected((intent) => {
      if (socket.writable) socket.write(encodeIntent(intent));
    });
  }

  /** Closes the connection; the helper looks for it again in the folder, which stays. */
  leave(): void {
    this.isLeft = true;
    this.socket?.destroy();
    this.server.close();
  }

  /** Closes the connection and removes the folder, at once: when the editor closes there is no later. */
  dispose(): void {
    this.socket?.destroy();
    this.server.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

function temporaryFolder(): string {
  const folder = os.tmpdir();
  return Buffer.byteLength(path.join(folder, "tachyon-XXXXXX", "s")) > longestSocketPath ? "/tmp" : folder;
}
