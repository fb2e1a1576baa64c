import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { FormatError, type ReadProfile } from "../../../sampler/formats";
import { opcodeName315, opcodeNumber315 } from "../../../sampler/formats/pythonOpcodes";
import { loadZstd } from "../../../sampler/host/zstd";
import type { Profile } from "../../../sampler/profile";
import { ThreadStatus } from "../../../sampler/wire";
import { deepRecursion } from "../../support/bigProfiles";
import { drawnProfile } from "../../support/drawnProfile";
import { bytesOf, formatOf, readBytes, recognisers, stackLines, writeContext } from "../../support/formatTools";
import { assertGolden } from "../../support/golden";
import { bigEndian } from "./bigEndianBin";

const bits = ThreadStatus.HasGil | ThreadStatus.MainThread;

/** Two threads that change stacks in each way there is, a run of many samples, a sample without a stack. */
const profile = drawnProfile(
  `
    main:3 main:3  main:4  main:3                     main:3 other:1 _ <module>@<frozen_runpy>:87
    f:7    f:7     g:9     f:7/BINARY_OP_ADD_INT<BINARY_OP _  _       _ work@C:\\w\\x.py:2
    <GC>   <native> _      _                          _      _       _ <native>
  `,
  {
    threads: [0, 0, 0, 1, 0, 0, 0, 1],
    weights: [1e6, 2e6, 1e6, 1e6, 5e6, 1e6, 1e6, 3e6],
    counts: [1, 2, 1, 1, 5, 1, 1, 3],
    statuses: [bits, 0, bits, 0, bits, bits, bits, 0],
    properties: { intervalNs: "1000000", mode: "wall", python: "3.13.2", options: '{"allThreads":true,"gc":true}' },
  },
);

function read(bytes: Uint8Array, pieceSize?: number): Promise<ReadProfile> {
  return readBytes("binary", bytes, pieceSize);
}

/** Stacks with their samples and weights; of processes the file knows nothing but the main thread. */
function lines(profile: Profile): string[] {
  return stackLines(profile).map((line) => line.replace(/ \w*(-\d)?:/, ":"));
}

describe("formats: CPython's binary profiles", () => {
  it("are written as the format says", () => {
    const hex = bytesOf("binary", profile).toString("hex").replace(/.{64}/g, "$&\n");
    assertGolden("binary.bin.hex", `${hex}\n`);
  });

  it("are known by their first bytes, in either byte order, and read whatever the pieces", async () => {
    const bytes = bytesOf("binary", profile);
    for (const file of [bytes, bigEndian(bytes)]) {
      assert.deepEqual(recognisers(file), ["binary"]);
      for (const pieceSize of [1, 7, 100_000]) {
        const { profile: again, notes } = await read(file, pieceSize);
        assert.deepEqual(notes, []);
        assert.deepEqual(lines(again), lines(profile));
        assert.equal(again.properties.get("python"), "3.13.2");
        assert.equal(again.properties.get("mode"), "wall");
        assert.equal(JSON.parse(again.properties.get("options")!).allThreads, true);
        assert.deepEqual(bytesOf("binary", again), bytes);
      }
    }
  });

  it("are compressed and decompressed when there is something to do it with", async () => {
    const zstd = await loadZstd();
    const { write, read: readFormat } = formatOf("binary");
    const bytes = Buffer.concat([...write!(profile, { ...writeContext, zstd })] as Uint8Array[]);
    const { profile: again, notes } = await readFormat([bytes], { timeline: true, zstd });
    assert.deepEqual([lines(again), notes], [lines(profile), []]);
    const { notes: complaints } = await read(bytes);
    assert.match(complaints.join(), /compression/);
  });

  it("keep samples without a stack and the threads' status", async () => {
    const { profile: again } = await read(bytesOf("binary", profile));
    const { stack, status, count, length } = again.runs;
    const rows = Array.from({ length }, (_, run) => [stack[run] < 0, status[run], count[run]]);
    assert.deepEqual(rows.filter(([isEmpty]) => isEmpty), [[true, bits, 1]]);
    assert.deepEqual(rows.map(([, , samples]) => samples), [1, 2, 1, 1, 5, 1, 1, 3]);
    assert.deepEqual([...status.subarray(0, length)], [bits, 0, bits, 0, bits, bits, bits, 0]);
    assert.deepEqual(again.threads.map(({ tid, main }) => [tid, main]), [[4711, true], [4712, false]]);
  });

  it("merge what is alike when no time line is asked for", async () => {
    const repeated = drawnProfile("f g f g f", { weights: [1e6, 1e6, 1e6, 1e6, 1e6] });
    const { profile: merged } = await formatOf("binary").read([bytesOf("binary", repeated)], { timeline: false });
    assert.equal(merged.runs.length, 2);
    assert.deepEqual([...merged.runs.count.subarray(0, 2)], [3, 2]);
  });

  it("keep the 256 innermost frames, and say what else is lost", async () => {
    const { profile: again } = await read(bytesOf("binary", deepRecursion(300)));
    assert.ok(stackLines(again).every((line) => line.split(";").length <= 256));
    const losses = formatOf("binary").loses!(deepRecursion(300));
    assert.ok(losses.some((text) => text.includes("256")), losses.join());
    assert.ok(formatOf("binary").loses!(drawnProfile("f", { statuses: [ThreadStatus.Torn] })).includes("torn and failed samples"));
  });

  it("open up to their last whole sample when they are cut, and say so", async () => {
    const bytes = bytesOf("binary", profile);
    const all = (await read(bytes)).profile.statistics.samples;
    let before = 0;
    for (let length = 64; length < bytes.length; length++) {
      const { profile: part, notes } = await read(bytes.subarray(0, length));
      assert.ok(notes.length > 0, `nothing is said of a file of ${length} bytes`);
      assert.ok(part.statistics.samples >= before && part.statistics.samples <= all);
      before = part.statistics.samples;
    }
    assert.equal(before, all);
  });

  it("open with numbers for names when their profiler was ended", async () => {
    const bytes = bytesOf("binary", profile);
    const stringsAt = Number(bytes.readBigUInt64LE(40));
    const unfinished = Buffer.concat([Buffer.alloc(64), bytes.subarray(64, stringsAt)]);
    assert.deepEqual(recognisers(unfinished), ["binary"]);
    const { profile: part, notes } = await read(unfinished);
    assert.equal(part.statistics.samples, 15);
    assert.ok(stackLines(part).some((line) => line.includes("<frame 1>")));
    assert.match(notes.join(), /ended before it wrote the names/);
  });

  it("never make anything but a profile or a refusal out of damage", async () => {
    const bytes = bytesOf("binary", profile);
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const damaged = Buffer.from(bytes);
        damaged[at] ^= change;
        await read(damaged).catch((error) => assert.ok(error instanceof FormatError, `byte ${at}: ${error.stack}`));
      }
    }
  });

  it("of a later version are refused by name", async () => {
    const bytes = bytesOf("binary", profile);
    bytes[4] = 2;
    await assert.rejects(read(bytes), /CPython 3\.13\.2 wrote it in version 2/);
  });

  it("number instructions as the sampler does", () => {
    const root = path.join(__dirname, "..", "..", "..");
    const text = readFileSync(path.join(root, "sampler", "native", "versions", "opcodes_3_15.inc"), "utf8");
    const rows = [...text.matchAll(/OPCODE\((\d+), "(\w+)", (\d+), \d+\)/g)].map(([, number, name, base]) => ({
      ...{ number: Number(number), name, base: Number(base) },
    }));
    const names = new Map(rows.map(({ number, name }) => [number, name]));
    assert.ok(rows.length > 200);
    for (const { number, name, base } of rows.filter((row) => row.number < 255)) {
      assert.deepEqual([opcodeName315(number).name, opcodeName315(number).base], [name, names.get(base)]);
      assert.equal(opcodeNumber315(name), number);
    }
    assert.deepEqual([opcodeName315(230).name, opcodeNumber315("<230>"), opcodeNumber315("PRINT_ITEM")], ["<230>", 230, -1]);
  });
});
