import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { encodeIntent, type Intent } from "../../../sampler/host/intents";
import { EditorStream } from "../../../sampler/host/stream";

describe("stream to the editor", () => {
  let folder: string;
  let server: net.Server;
  let socketPath: string;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-stream-"));
    socketPath = path.join(folder, "s");
    server = net.createServer().listen(socketPath);
    await once(server, "listening");
  });

  afterEach(() => {
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  /** Connects a stream; resolves with both ends. */
  async function connect(maxUnsentBytes?: number) {
    const intents: Intent[] = [];
    let sayLost: (reason: string) => void = () => {};
    const lost = new Promise<string>((resolve) => (sayLost = resolve));
    const listener = { onIntent: (intent: Intent) => void intents.push(intent), onLost: (why: string) => sayLost(why) };
    const stream = new EditorStream(socketPath, listener, maxUnsentBytes);
    stream.write(Buffer.from("header "));
    const [editor] = (await once(server, "connection")) as [net.Socket];
    return { stream, editor, intents, lost };
  }

  it("sends everything in order, what came before the connection too, and ends it", async () => {
    const { stream, editor } = await connect();
    let received = "";
    editor.setEncoding("utf8").on("data", (text) => (received += text));
    stream.write(Buffer.from("batch "));
    stream.write(Buffer.from("last"));
    await Promise.all([stream.close(), once(editor, "end")]);
    assert.equal(received, "header batch last");
  });

  it("hands intents over", async () => {
    const { stream, editor, intents } = await connect();
    editor.resume().end(encodeIntent({ intent: "stop" }));
    await once(editor, "close");
    assert.deepEqual(intents, [{ intent: "stop" }]);
    await stream.close();
  });

  it("goes on without an editor that is gone", async () => {
    const { stream, editor, lost } = await connect();
    editor.destroy();
    assert.notEqual(await lost, "");
    stream.write(Buffer.from("more"));
    await stream.close();
  });

  it("gives an editor up that does not read, instead of keeping everything for it", async () => {
    const { stream, editor, lost } = await connect(1 << 20);
    editor.pause();
    for (let batch = 0; batch < 64; batch++) stream.write(Buffer.alloc(1 << 17));
    assert.equal(await lost, "the editor does not read");
    await stream.close();
  });

  it("says that no editor listens", async () => {
    const reason = await new Promise<string>((resolve) => {
      new EditorStream(path.join(folder, "nobody"), { onIntent: () => {}, onLost: resolve });
    });
    assert.match(reason, /ENOENT/);
  });

  it("is closed in bounded time though the editor does not read", async function () {
    this.timeout(5000);
    const { stream, editor } = await connect();
    editor.pause();
    stream.write(Buffer.alloc(8 << 20));
    await stream.close();
    editor.destroy();
  });
});
