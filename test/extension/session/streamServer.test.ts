import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import type { Intent } from "../../../sampler/host/intents";
import { StreamServer, type StreamListener } from "../../../extension/session/streamServer";

class Recorder implements StreamListener {
  send: ((intent: Intent) => void) | undefined;
  text = "";
  readonly gone: Promise<void>;
  private resolve: () => void = () => undefined;

  constructor() {
    this.gone = new Promise((resolve) => (this.resolve = resolve));
  }

  connected(send: (intent: Intent) => void): void {
    this.send = send;
  }

  received(bytes: Uint8Array): void {
    this.text += Buffer.from(bytes).toString();
  }

  disconnected(): void {
    this.resolve();
  }
}

async function connect(address: string): Promise<net.Socket> {
  const socket = net.connect(address);
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket;
}

describe("StreamServer", function () {
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  it("hands over what one helper sends, then says that it is gone and leaves nothing behind", async () => {
    const recorder = new Recorder();
    const server = await StreamServer.listen(recorder);
    const socket = await connect(server.address);
    socket.end("bytes");
    await recorder.gone;
    assert.equal(recorder.text, "bytes");
    server.dispose();
    assert.ok(!fs.existsSync(path.dirname(server.address)));
  });

  it("lets only this user in, under a short name", async () => {
    const server = await StreamServer.listen(new Recorder());
    assert.equal(fs.statSync(path.dirname(server.address)).mode & 0o777, 0o700);
    assert.ok(Buffer.byteLength(server.address) <= 100);
    server.dispose();
  });

  it("sends intents back as JSON lines", async () => {
    const recorder = new Recorder();
    const server = await StreamServer.listen(recorder);
    const socket = await connect(server.address);
    const line = new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
    socket.write("hello");
    while (recorder.text === "") await new Promise((resolve) => setImmediate(resolve));
    recorder.send?.({ intent: "stop" });
    assert.equal(await line, '{"intent":"stop"}\n');
    server.dispose();
    await recorder.gone;
  });

  it("takes no second connection", async () => {
    const recorder = new Recorder();
    const server = await StreamServer.listen(recorder);
    const first = await connect(server.address);
    first.write("first");
    while (recorder.text === "") await new Promise((resolve) => setImmediate(resolve));
    await assert.rejects(connect(server.address));
    server.dispose();
    await recorder.gone;
  });
});
