import assert from "node:assert/strict";
import * as zlib from "node:zlib";
import { decodeBatch, encodeBatch, encodeHeader, StreamDecoder, tableSchemas } from "../../../sampler/wire";
import type { BatchRows } from "../../../sampler/wire";
import { crc32 } from "../../../sampler/wire/crc32";
import { generatedFiles, staleFiles } from "../../../sampler/wire/generate";
import { WireReader, WireWriter } from "../../../sampler/wire/varint";
import { exampleRows, plain } from "./exampleRows";

describe("wire: schema", () => {
  it("generates the files that are checked in", () => {
    assert.equal(generatedFiles().size, 2);
    assert.deepEqual(staleFiles(), []);
  });
});

describe("wire: integers", () => {
  const magnitudes = [0, 1, 63, 64, 127, 128, 16383, 16384, 2 ** 31, 2 ** 32 + 1, 2 ** 51 + 3, 2 ** 52 - 1];

  it("reads back what it wrote", () => {
    const writer = new WireWriter();
    for (const value of magnitudes) {
      writer.uint(value);
      writer.int(value);
      writer.int(-value);
    }
    writer.uint(Number.MAX_SAFE_INTEGER);
    const reader = new WireReader(writer.bytes.slice());
    for (const value of magnitudes) {
      assert.deepEqual([reader.uint(), reader.int(), reader.int() + 0], [value, value, -value + 0]);
    }
    assert.equal(reader.uint(), Number.MAX_SAFE_INTEGER);
    assert.equal(reader.remaining, 0);
  });

  it("writes LEB128 as everybody does", () => {
    const writer = new WireWriter();
    [624485, 0, 127, 128].forEach((value) => writer.uint(value));
    assert.deepEqual([...writer.bytes], [0xe5, 0x8e, 0x26, 0, 0x7f, 0x80, 0x01]);
  });

  it("refuses what no column can hold", () => {
    for (const value of [-1, 0.5, NaN, 2 ** 53, Infinity]) {
      assert.throws(() => new WireWriter().uint(value), { code: "OutOfRange" });
    }
    for (const bytes of [new Array<number>(9).fill(0x80), new Array<number>(7).fill(0xff).concat(0x7f)]) {
      assert.throws(() => new WireReader(Uint8Array.from(bytes)).uint(), { code: "OutOfRange" });
    }
  });
});

describe("wire: checksum", () => {
  it("is zlib's", () => {
    assert.equal(crc32(Buffer.from("123456789")), 0xcbf43926);
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 37) & 0xff);
    const trailer = zlib.gzipSync(bytes).readUInt32LE(zlib.gzipSync(bytes).length - 8);
    assert.equal(crc32(bytes), trailer);
  });
});

describe("wire: batches", () => {
  it("come back as they were, every table and column", () => {
    assert.deepEqual(plain(decodeBatch(encodeBatch(exampleRows))), exampleRows);
    assert.deepEqual(
      Object.keys(exampleRows),
      tableSchemas.map((table) => table.name),
    );
  });

  it("hold no section for a table without rows", () => {
    assert.deepEqual(decodeBatch(encodeBatch({})), {});
    assert.deepEqual(decodeBatch(encodeBatch({ strings: { value: [] } })), {});
  });

  it("refuse columns of different lengths", () => {
    const rows: BatchRows = { stacks: { parent: [-1, 0], frame: [0] } };
    assert.throws(() => encodeBatch(rows), RangeError);
  });

  it("keep text as it is", () => {
    const value = ["", "\u{1F525}", "\ufeffbom", "a\0b", "</script>", "é".repeat(1000)];
    assert.deepEqual(plain(decodeBatch(encodeBatch({ strings: { value } }))), { strings: { value } });
  });

  it("stand in a stream behind the header", () => {
    const decoder = new StreamDecoder();
    const bytes = Buffer.concat([encodeHeader(), encodeBatch(exampleRows), encodeBatch({})]);
    assert.deepEqual(decoder.push(bytes).map(plain), [exampleRows, {}]);
    assert.equal(decoder.finish(), null);
    assert.equal(decoder.wholeBytes, bytes.length);
  });
});
