import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { FormatError, formats, writeRecording, type ReadProfile } from "../../../sampler/formats";
import { computeSampleTotals } from "../../../sampler/profile";
import { encodeBatch, WireError } from "../../../sampler/wire";
import { formatOf, readBytes, writeContext } from "../../support/formatTools";
import { threadsProfile } from "./threadsProfile";

const fixtures: Record<string, string> = { austin: "austin.txt", mojo: "austin.mojo", "py-spy": "py-spy.raw" };
const readable = formats.filter(({ read }) => read !== undefined).map(({ id }) => id);
const tries = 60;
/** Text of which each line is whole by itself: nothing tells that there were more. */
const lineFormats = new Set(["collapsed", "austin", "py-spy"]);
/** Its counts come before its times: of a file that ends within these, only samples with times are taken. */
const countsFirst = new Set(["cpuprofile"]);
const complaint = /cut short|damaged|ends? early|missing/;

function fileOf(id: string): Buffer {
  const fixture = fixtures[id];
  if (fixture !== undefined) return readFileSync(path.join(__dirname, "..", "..", "fixtures", "formats", fixture));
  if (id === "tachyon") return Buffer.concat(recordingPieces());
  const pieces = [...formatOf(id).write!(threadsProfile, { ...writeContext, gzip: undefined })];
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
}

/** The header and batches, each run in one of its own. */
function recordingPieces(): Uint8Array[] {
  const { runs } = threadsProfile;
  const columns = Object.entries(runs).filter(([name]) => name !== "length") as [string, Float64Array][];
  const rows = Array.from({ length: runs.length }, (_, run) =>
    encodeBatch({ runs: Object.fromEntries(columns.map(([name, column]) => [name, [column[run]]])) as never }),
  );
  return [...[...writeRecording(threadsProfile)].slice(0, -1), ...rows];
}

/** Lengths after which a file is whole for all that is known. */
function wholeLengths(id: string, file: Buffer): Set<number> {
  if (lineFormats.has(id)) return new Set([...file.keys()].filter((at) => at > 0 && file[at - 1] === 10));
  // Where another sample begins.
  if (id === "mojo") return new Set([...file.keys()].filter((at) => file[at] === 2));
  let end = 0;
  return new Set(id === "tachyon" ? recordingPieces().map((piece) => (end += piece.length)) : []);
}

/** The profile; null when the file is refused, for a reason that is told. */
async function tryRead(id: string, bytes: Buffer): Promise<ReadProfile | null> {
  try {
    return await readBytes(id, bytes);
  } catch (error) {
    assert.ok(error instanceof FormatError || error instanceof WireError, (error as Error).stack);
    assert.notEqual(error.message, "");
    return null;
  }
}

function samplesOf(read: ReadProfile | null): number {
  return read === null ? 0 : computeSampleTotals(read.profile).whole.samples;
}

describe("formats: files that were cut or damaged", () => {
  for (const id of readable) {
    it(`${id} opens up to its last whole part, and says that something is missing`, async () => {
      const file = fileOf(id);
      const all = samplesOf(await readBytes(id, file));
      const wholes = wholeLengths(id, file);
      let before = 0;
      let partly = 0;
      for (let cut = 1; cut < tries; cut++) {
        const length = Math.floor((file.length * cut) / tries);
        const read = await tryRead(id, file.subarray(0, length));
        const samples = samplesOf(read);
        assert.ok(samples <= all && (samples >= before || countsFirst.has(id)), `${samples} of ${length} bytes, ${before} before`);
        if (read !== null && !wholes.has(length)) assert.match(read.notes.join(), complaint, `${length} bytes`);
        if (samples > 0) partly++;
        before = samples;
      }
      assert.ok(partly > tries / 8, `it opened ${partly} times`);
    });

    it(`${id} is a profile or a refusal wherever it is damaged`, async () => {
      const file = fileOf(id);
      for (let change = 0; change < tries; change++) {
        const damaged = Buffer.from(file);
        damaged[(change * 7919) % file.length] ^= [0x01, 0x80, 0xff][change % 3];
        await tryRead(id, damaged);
      }
    });
  }
});
