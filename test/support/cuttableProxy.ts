import { once } from "node:events";
import * as net from "node:net";

/** A network between a browser and a server on this machine that can be cut and mended. */
export class CuttableProxy {
  private readonly sockets = new Set<net.Socket>();
  private isCut = false;
  /** Connections that were tried while it was cut. */
  refused = 0;

  private constructor(
    private readonly server: net.Server,
    private readonly targetPort: number,
  ) {
    server.on("connection", (socket) => this.connect(socket));
  }

  static async start(targetPort: number): Promise<CuttableProxy> {
    const server = net.createServer();
    const proxy = new CuttableProxy(server, targetPort);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port;
  }

  /** Breaks all connections and takes no new ones. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private connect(socket: net.Socket): void {
    if (this.isCut) {
      this.refused++;
      return void socket.destroy();
    }
    const target = net.connect(this.targetPort, "127.0.0.1");
    for (const [one, other] of [[socket, target], [target, socket]] as const) {
      this.sockets.add(one);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
