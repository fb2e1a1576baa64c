import assert from "node:assert/strict";
import * as crypto from "node:crypto";
import { gunzipSync } from "node:zlib";
import { GzipContent, gunzipHead, gzip, isGzip } from "../../../sampler/host/gzip";

const content = Buffer.concat([
  Buffer.from("profile "),
  crypto.createHash("sha256").update("x").digest(),
  Buffer.alloc(300_000, 7),
]);
const packed = Buffer.concat([...gzip([content.subarray(0, 9), content.subarray(9)])]);

function* piecesOf(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unpack(bytes: Uint8Array): Promise<{ content: Buffer; problem: string | null }> {
  const gzipContent = new GzipContent(piecesOf(bytes, 100));
  const pieces: Uint8Array[] = [];
  for await (const piece of gzipContent) pieces.push(piece);
  return { content: Buffer.concat(pieces), problem: gzipContent.problem };
}

describe("host: gzip", () => {
  it("packs what others unpack, and unpacks it", async () => {
    assert.ok(isGzip(packed) && !isGzip(content));
    assert.deepEqual(gunzipSync(packed), content);
    assert.deepEqual(await unpack(packed), { content, problem: null });
  });

  it("shows a file's beginning by its beginning", () => {
    assert.deepEqual(gunzipHead(packed.subarray(0, 200), 40), content.subarray(0, 40));
    assert.equal(gunzipHead(Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), 40).length, 0);
  });

  it("gives what there is of a file that was cut", async () => {
    const { content: found } = await unpack(packed.subarray(0, packed.length - 20));
    assert.ok(found.length > 100 && content.subarray(0, found.length).equals(found));
  });

  it("names damage", async () => {
    const damaged = Buffer.from(packed);
    damaged[damaged.length - 6] ^= 0xff;
    assert.match((await unpack(damaged)).problem!, /packing is damaged/);
  });
});
