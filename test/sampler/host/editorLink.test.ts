import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { EditorLink } from "../../../sampler/host/editorLink";
import { waitFor } from "../../support/processes";

describe("link to the editor", () => {
  let folder: string;
  let address: string;
  let recording: string;
  let server: net.Server;

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-link-"));
    fs.mkdirSync(path.join(folder, "private"));
    address = path.join(folder, "private", "s");
    recording = path.join(folder, "r.tachyon");
    await listen();
  });

  afterEach(() => {
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  async function listen(): Promise<void> {
    server = net.createServer().listen(address);
    await once(server, "listening");
  }

  /** A link that writes as a recorder does: the file first. */
  function begin(patienceMs: number, file: string | null = recording) {
    const lost: string[] = [];
    const link = new EditorLink(address, file, { onIntent: () => {}, onLost: (why) => void lost.push(why) }, patienceMs);
    const write = (text: string | Buffer): void => {
      fs.appendFileSync(recording, text);
      link.write(Buffer.from(text));
    };
    return { link, write, lost };
  }

  async function accept(): Promise<{ socket: net.Socket; received: () => string }> {
    const [socket] = (await once(server, "connection")) as [net.Socket];
    let text = "";
    socket.setEncoding("utf8").on("data", (data) => (text += data));
    return { socket, received: () => text };
  }

  async function reload(socket: net.Socket): Promise<void> {
    server.close();
    socket.destroy();
    await once(server, "close");
  }

  it("gives an editor that comes back everything from the start, and what follows", async () => {
    const { link, write, lost } = begin(20_000);
    const first = await accept();
    write("header one ");
    await waitFor("what was written", () => first.received() === "header one ");
    await reload(first.socket);
    write("two ");
    await listen();
    const second = await accept();
    await waitFor("what was missed", () => second.received() === "header one two ");
    write("three");
    await waitFor("what follows", () => second.received() === "header one two three");
    await link.close();
    assert.deepEqual(lost, []);
  });

  it("gives a slow editor the whole of a large recording", async () => {
    const { link, write, lost } = begin(20_000);
    const first = await accept();
    await reload(first.socket);
    const large = "0123456789abcdef".repeat(1 << 18);
    for (let part = 0; part < 4; part++) write(large);
    await listen();
    const second = await accept();
    await waitFor("its begin", () => second.received() !== "");
    second.socket.pause();
    write("last");
    const closed = link.close();
    second.socket.resume();
    await closed;
    await waitFor("all of it", () => second.received().length === 4 * large.length + 4);
    assert.ok(second.received().endsWith("last"));
    assert.deepEqual(lost, []);
  });

  it("gives an editor up that stays away, and removes its socket", async () => {
    const { link, lost } = begin(300);
    const first = await accept();
    await reload(first.socket);
    await waitFor("an end of patience", () => lost.length > 0);
    assert.equal(lost.length, 1);
    assert.equal(fs.existsSync(path.dirname(address)), false);
    await link.close();
  });

  it("gives an editor up at once when nothing keeps what it would miss", async () => {
    const { link, lost } = begin(20_000, null);
    const first = await accept();
    first.socket.destroy();
    await waitFor("that it is lost", () => lost.length > 0);
    await link.close();
  });

  it("is closed while the editor is away", async () => {
    const { link, write } = begin(20_000);
    const first = await accept();
    await reload(first.socket);
    write("more");
    await link.close();
  });
});
