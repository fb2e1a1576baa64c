import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { PbfWriter } from "pbf";
import { Profile as PprofProfile } from "pprof-format";
import { FormatError } from "../../../sampler/formats";
import type { Profile } from "../../../sampler/profile";
import { deepRecursion } from "../../support/bigProfiles";
import { drawnProfile } from "../../support/drawnProfile";
import { bytesOf, formatOf, readBytes, recognisers, stackLines } from "../../support/formatTools";
import { assertGolden } from "../../support/golden";
import { threadsProfile } from "./threadsProfile";

function unpacked(profile: Profile): Buffer {
  return gunzipSync(bytesOf("pprof", profile));
}

/** A library's view of a file: a line a sample, leaf first, and its labels. */
function libraryLines(profile: PprofProfile): string[] {
  const text = (number: number | bigint) => profile.stringTable.strings[Number(number)];
  const frame = (id: number | bigint) => {
    const [line] = profile.location.find((location) => location.id === id)!.line;
    const found = profile.function.find((row) => row.id === line.functionId)!;
    return `${text(found.name)}@${text(found.filename)}:${line.line}`;
  };
  return profile.sample.map(({ locationId, value, label }) => {
    const labels = label.map((row) => `${text(row.key)}=${text(row.str) || row.num}`);
    return `${locationId.map(frame).join(" ")} ${value.join()} ${labels.join()}`;
  });
}

describe("formats: pprof", () => {
  it("writes what a pprof library reads, and what it writes again reads as the same", async () => {
    const library = PprofProfile.decode(unpacked(threadsProfile));
    assertGolden("threads.pprof.txt", `${libraryLines(library).join("\n")}\n`);
    const { profile, notes } = await readBytes("pprof", library.encode());
    assert.deepEqual(notes, []);
    assert.deepEqual(stackLines(profile), stackLines(threadsProfile));
  });

  it("tells of the recording what pprof has a place for", async () => {
    const properties = {
      startedAt: "2026-11-23T12:00:00.123Z",
      intervalNs: "100000",
      mode: "cpu",
      tool: "tachyon 1",
      python: "3.14.2",
    };
    const bytes = unpacked(drawnProfile("f", { properties }));
    const library = PprofProfile.decode(bytes);
    const text = (number: number | bigint) => library.stringTable.strings[Number(number)];
    assert.equal(text(library.mapping[0].filename), "app.py");
    assert.equal(text(library.defaultSampleType), "cpu");
    assert.equal(BigInt(library.timeNanos) / 1_000_000n, BigInt(Date.parse(properties.startedAt)));
    const { profile } = await readBytes("pprof", bytes);
    const read = Object.fromEntries(profile.properties);
    assert.deepEqual(read, { ...properties, script: "app.py", rate: "10000" });
  });

  it("is known by its content, and reads back what it wrote, whatever the pieces", async () => {
    const bytes = unpacked(threadsProfile);
    assert.deepEqual(recognisers(bytes), ["pprof"]);
    for (const pieceSize of [1, 7, 100_000]) {
      const { profile, notes } = await readBytes("pprof", bytes, pieceSize);
      assert.deepEqual(notes, []);
      assert.deepEqual(stackLines(profile), stackLines(threadsProfile));
      assert.deepEqual(unpacked(profile), bytes);
    }
  });

  it("keeps stacks of any depth", async () => {
    const deep = deepRecursion(300);
    const { profile } = await readBytes("pprof", unpacked(deep));
    assert.deepEqual(stackLines(profile), stackLines(deep));
  });

  it("names what it loses", () => {
    assert.deepEqual(formatOf("pprof").loses!(threadsProfile), ["opcodes", "when samples were taken"]);
  });

  it("opens what was cut anywhere, and says so", async () => {
    const bytes = unpacked(threadsProfile);
    const whole = stackLines(threadsProfile).length;
    for (let length = 60; length < bytes.length; length += 7) {
      const problem = await readBytes("pprof", bytes.subarray(0, length)).then(
        ({ profile, notes }) => {
          assert.ok(stackLines(profile).length <= whole);
          return notes.join();
        },
        (error) => {
          assert.ok(error instanceof FormatError);
          return error.message;
        },
      );
      assert.match(problem, /cut short|holds no times/, `cut after ${length} bytes`);
    }
  });

  it("survives bytes that were changed anywhere", async () => {
    const bytes = unpacked(threadsProfile);
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0xff;
      await readBytes("pprof", damaged).catch((error) =>
        assert.ok(error instanceof FormatError, `byte ${at}: ${error}`),
      );
    }
  });

  it("takes inlined functions apart, and addresses without names for what they are", async () => {
    const { profile } = await readBytes("pprof", handMade("nanoseconds"));
    assert.deepEqual(stackLines(profile), ["0/0 : 0x1f;outer@a.c:9;inner@a.c:3 5"]);
  });

  it("refuses what was measured in bytes", async () => {
    await assert.rejects(readBytes("pprof", handMade("bytes")), /holds no times, but alloc in bytes/);
  });
});

/** A sample at a place where `inner` was inlined into `outer`, called from an address. */
function handMade(unit: string): Uint8Array {
  const strings = ["", "alloc", unit, "inner", "outer", "a.c"];
  const library = {
    valueType: (_: null, out: PbfWriter) => [1, 2].forEach((field) => out.writeVarintField(field, field)),
    sample: (_: null, out: PbfWriter) => {
      out.writePackedVarint(1, [1, 2]);
      out.writePackedVarint(2, [5]);
    },
    line: ([id, line]: number[], out: PbfWriter) =>
      [id, line].forEach((value, index) => out.writeVarintField(index + 1, value)),
    inlined: (_: null, out: PbfWriter) => {
      out.writeVarintField(1, 1);
      for (const line of [
        [1, 3],
        [2, 9],
      ])
        out.writeMessage(4, library.line, line);
    },
    address: (_: null, out: PbfWriter) =>
      [1, 3].forEach((field) => out.writeVarintField(field, field === 1 ? 2 : 0x1f)),
    function: (id: number, out: PbfWriter) =>
      [
        [1, id],
        [2, id + 2],
        [4, 5],
      ].forEach(([field, value]) => out.writeVarintField(field, value)),
  };
  const out = new PbfWriter();
  out.writeMessage(1, library.valueType, null);
  out.writeMessage(2, library.sample, null);
  out.writeMessage(4, library.inlined, null);
  out.writeMessage(4, library.address, null);
  for (const id of [1, 2]) out.writeMessage(5, library.function, id);
  for (const text of strings) out.writeStringField(6, text);
  return out.finish();
}
