import assert from "node:assert/strict";
import { decodeBatch, encodeBatch, encodeHeader, StreamDecoder, WireError } from "../../../sampler/wire";
import { crc32 } from "../../../sampler/wire/crc32";
import { WireWriter } from "../../../sampler/wire/varint";
import { exampleRows, plain } from "./exampleRows";

const first = encodeBatch(exampleRows);
const second = encodeBatch({ properties: { key: ["a"], value: ["b"] } });
const stream = Buffer.concat([encodeHeader(), first, second]);
const firstEnd = 16 + first.length;

/** A batch with this payload and the right checksum. */
function framed(payload: Uint8Array): Uint8Array {
  const batch = encodeBatch({});
  const bytes = new Uint8Array(12 + payload.length);
  bytes.set(batch);
  bytes.set(payload, 12);
  new DataView(bytes.buffer).setUint32(4, payload.length, true);
  new DataView(bytes.buffer).setUint32(8, crc32(payload), true);
  return bytes;
}

function section(id: number, rows: number, columns: readonly number[]): Uint8Array {
  const writer = new WireWriter();
  [id, rows, columns.length].forEach((value) => writer.uint(value));
  writer.append(Uint8Array.from(columns));
  return writer.bytes.slice();
}

/** A small generator of numbers 0 … bound - 1, the same ones each time. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

describe("wire: streams cut and split", () => {
  it("give the same batches however they are split", () => {
    for (let size = 1; size < stream.length; size += size < 40 ? 1 : 13) {
      const decoder = new StreamDecoder();
      const batches = [];
      for (let at = 0; at < stream.length; at += size) {
        batches.push(...decoder.push(stream.subarray(at, at + size)));
      }
      assert.equal(decoder.finish(), null);
      assert.deepEqual(batches.map(plain), [exampleRows, plain(decodeBatch(second))]);
    }
  });

  it("open up to their last whole batch when cut at any byte", () => {
    for (let cut = 0; cut < stream.length; cut++) {
      const decoder = new StreamDecoder();
      const batches = decoder.push(stream.subarray(0, cut));
      const whole = cut >= firstEnd ? 1 : 0;
      assert.equal(batches.length, whole, `cut at ${cut}`);
      const isClean = cut === 16 || cut === firstEnd;
      assert.equal(decoder.finish()?.code, isClean ? undefined : "CutShort", `cut at ${cut}`);
    }
  });
});

describe("wire: damaged bytes", () => {
  it("are named wherever a bit flips, and batches before them stay", () => {
    for (let bit = 0; bit < stream.length * 8; bit++) {
      const damaged = Uint8Array.from(stream);
      damaged[bit >> 3] ^= 1 << (bit & 7);
      const decoder = new StreamDecoder();
      const batches = decoder.push(damaged);
      const problem = decoder.finish();
      const harmless = bit >= 12 * 8 && bit < 16 * 8;
      assert.equal(problem === null, harmless, `bit ${bit}`);
      assert.ok(harmless || problem instanceof WireError);
      assert.equal(batches.length, harmless ? 2 : bit >> 3 < firstEnd ? 0 : 1, `bit ${bit}`);
    }
  });

  it("are named when the checksum was made to match", () => {
    const random = numbers(1);
    const payload = first.subarray(12);
    for (let round = 0; round < 5000; round++) {
      const lying = Uint8Array.from(payload);
      for (let change = random(4); change >= 0; change--) {
        lying[random(lying.length)] = random(256);
      }
      try {
        decodeBatch(framed(lying));
      } catch (error) {
        assert.ok(error instanceof WireError, String(error));
      }
    }
  });

  const cases: [string, Uint8Array, string][] = [
    ["more rows than bytes", section(1, 2 ** 40, [0]), "CutShort"],
    ["a section longer than its batch", section(1, 1, [1, 65]).subarray(0, 4), "CutShort"],
    ["text longer than its section", section(1, 1, [100, 65]), "CutShort"],
    ["an integer that ends early", section(7, 1, [0, 0, 0, 0, 0, 0x80]), "CutShort"],
    ["an index beyond 32 bits", section(5, 1, [0, 0x80, 0x80, 0x80, 0x80, 0x10]), "OutOfRange"],
    ["a table twice", Buffer.concat([section(1, 1, [0]), section(1, 1, [0])]), "Malformed"],
  ];
  for (const [what, payload, code] of cases) {
    it(`are refused: ${what}`, () => {
      assert.throws(() => decodeBatch(framed(payload)), { name: "WireError", code });
    });
  }

  it("allocate nothing for what is only announced", () => {
    const header = Uint8Array.from(encodeBatch({}));
    new DataView(header.buffer).setUint32(4, 2 ** 28, true);
    const decoder = new StreamDecoder();
    const before = process.memoryUsage().arrayBuffers;
    decoder.push(Buffer.concat([encodeHeader(), header]));
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
    assert.equal(decoder.problem, null);
    new DataView(header.buffer).setUint32(4, 2 ** 28 + 1, true);
    assert.throws(() => decodeBatch(header), { code: "TooLarge" });
  });

  it("keep being refused after the first damage", () => {
    const decoder = new StreamDecoder();
    decoder.push(Buffer.from("#!/usr/bin/env python3"));
    assert.equal(decoder.problem?.code, "NotARecording");
    assert.deepEqual(decoder.push(stream), []);
  });

  it("of a later version are named as such", () => {
    const later = Uint8Array.from(stream);
    later[8] = 2;
    const decoder = new StreamDecoder();
    decoder.push(later);
    assert.equal(decoder.problem?.code, "UnsupportedVersion");
    assert.match(decoder.problem.message, /version 2.*reads version 1/);
  });
});

describe("wire: what later writers may add", () => {
  it("is skipped: unknown tables", () => {
    const payload = Buffer.concat([section(1, 1, [1, 65]), section(200, 7, [1, 2, 3]), section(9, 1, [1, 66, 0])]);
    const batch = decodeBatch(framed(payload));
    assert.deepEqual(plain(batch), { strings: { value: ["A"] }, properties: { key: ["B"], value: [""] } });
  });

  it("is ignored: further columns", () => {
    const batch = decodeBatch(framed(section(5, 2, [0, 1, 5, 6, 77, 78])));
    assert.deepEqual(plain(batch), { stacks: { parent: [-1, 0], frame: [5, 6] } });
  });
});
