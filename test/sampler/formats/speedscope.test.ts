import assert from "node:assert/strict";
import { FormatError } from "../../../sampler/formats";
import { bytesOf, formatOf, readBytes, recognisers, stackLines } from "../../support/formatTools";
import { threadsProfile } from "./threadsProfile";

const text = (file: object) => Buffer.from(JSON.stringify(file));

describe("formats: speedscope", () => {
  it("is known by its content, and reads back what it wrote, whatever the pieces", async () => {
    const bytes = bytesOf("speedscope", threadsProfile);
    assert.deepEqual(recognisers(bytes), ["speedscope"]);
    for (const pieceSize of [1, 7, 100_000]) {
      const { profile, notes } = await readBytes("speedscope", bytes, pieceSize);
      assert.deepEqual(notes, []);
      assert.deepEqual(stackLines(profile), stackLines(threadsProfile));
      assert.deepEqual(bytesOf("speedscope", profile), bytes);
    }
  });

  it("names what it loses, and only what is there", () => {
    assert.deepEqual(formatOf("speedscope").loses!(threadsProfile), ["opcodes", "columns", "numbers of samples"]);
  });

  it("opens up to its last whole part when it was cut or damaged, and says so", async () => {
    const bytes = bytesOf("speedscope", threadsProfile);
    const at = bytes.lastIndexOf('"samples"');
    for (const part of [
      bytes.subarray(0, at),
      Buffer.concat([bytes.subarray(0, at), Buffer.from("?\0"), bytes.subarray(at)]),
    ]) {
      const { profile, notes } = await readBytes("speedscope", part);
      assert.deepEqual(
        stackLines(profile),
        stackLines(threadsProfile).filter((line) => line.startsWith("4711/")),
      );
      assert.match(notes.join(), /cut short or damaged/);
    }
  });

  it("refuses what is no JSON or holds no profiles", async () => {
    for (const bytes of [Buffer.from("import this"), Buffer.from(""), text({ shared: 3 }), text([])]) {
      await assert.rejects(readBytes("speedscope", bytes), FormatError);
    }
  });

  it("reads profiles of events, in any unit of time", async () => {
    const events = [
      { type: "O", frame: 0, at: 1 },
      { type: "O", frame: 1, at: 1.5 },
      { type: "C", frame: 1, at: 2 },
      { type: "C", frame: 0, at: 4 },
    ];
    const profiles = [
      { type: "evented", name: 'Process 7 Thread 8 "w"', unit: "milliseconds", startValue: 1, endValue: 4, events },
    ];
    const { profile } = await readBytes(
      "speedscope",
      text({ shared: { frames: [{ name: "f" }, { name: "g" }] }, profiles }),
    );
    assert.deepEqual(stackLines(profile), ["7/8 w: f 2500000", "7/8 w: f;g 500000"]);
  });

  it("says what it cannot use: other units, counts, frames that are not there", async () => {
    const lane = { type: "sampled", name: "t", startValue: 0, endValue: 1 };
    const profiles = [
      { ...lane, unit: "bytes", samples: [[0]], weights: [1] },
      { ...lane, unit: "none", samples: [[0], [1], ["length"], [-1], "f", [0]], weights: [1, 1, 1, 1, 1] },
      null,
    ];
    const { profile, notes } = await readBytes("speedscope", text({ shared: { frames: [{ name: "f" }] }, profiles }));
    assert.deepEqual(stackLines(profile), ["0/2 t: f 1"]);
    assert.deepEqual(notes, [
      "A profile in bytes was left out: it holds no times.",
      "The file tells how many samples there were, not how long they took: each counts as 1 ns.",
      "A profile in no unit was left out: it holds no times.",
      "5 samples were left out: they name no frames of the file.",
    ]);
  });
});
