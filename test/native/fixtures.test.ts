import * as assert from "node:assert";
import { readFileSync } from "node:fs";
import { supportedVersions } from "../support/interpreters";
import { readFixture, replayFixture, stacksFile } from "./fixtures";
import { layOutFreeThreaded } from "./freeThreadedImage";
import { addon } from "./recording";

/** A generator of numbers in [0, 1) that gives the same ones every time (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const damagedCopies = 300;

describe("recorded memory", () => {
  for (const version of supportedVersions) {
    it(`of CPython ${version} has the stacks that it is known to have`, () => {
      assert.strictEqual(replayFixture(version), readFileSync(stacksFile(version), "utf8"));
    });

    it(`of CPython ${version} that lies is survived`, function () {
      this.timeout(60_000);
      surviveDamage(readFixture(version), makeRandom(Number.parseInt(version.slice(2))));
    });
  }

  it("of threads with bytecode of their own that lies is survived", function () {
    this.timeout(60_000);
    surviveDamage(layOutFreeThreaded("3.14").encode(), makeRandom(14));
  });

  it("that ends too early is refused", () => {
    const recording = readFixture("3.13");
    const options = { allThreads: true, opcodes: true };
    assert.throws(() => addon().replayMemory(recording.subarray(0, recording.length - 1), options), {
      code: "BAD_ARGUMENT",
    });
  });

  it("of a version that nobody knows yet is refused by name", () => {
    const recording = Buffer.from(readFixture("3.13"));
    const future = 0x031700f0;
    recording.writeUInt32LE(future, versionOffset);
    assert.throws(() => addon().replayMemory(recording, { allThreads: true, opcodes: true }), (error: Error) => {
      assert.strictEqual((error as { code?: string }).code, "UNSUPPORTED_VERSION");
      assert.match(error.message, /3\.23\.0.*3\.11, 3\.12, 3\.13, 3\.14, 3\.15/s);
      return true;
    });
  });
});

/** After magic, process id and the runtime's address. */
const versionOffset = 24;

function surviveDamage(recording: Uint8Array, random: () => number): void {
  let refused = 0;
  for (let copy = 0; copy < damagedCopies; copy++) refused += replayDamaged(recording, random) ? 0 : 1;
  assert.ok(refused < damagedCopies, "no damage was small enough to be read at all");
}

/** Whether memory with some words replaced (by noise, by zero, or by each other) can be sampled; it must not crash. */
function replayDamaged(recording: Uint8Array, random: () => number): boolean {
  const damaged = Buffer.from(recording);
  const wordAt = () => Math.floor(random() * (damaged.length / 8 - 1)) * 8;
  for (let count = 1 + random() * 30; count > 0; count--) {
    const source = random();
    const value = damaged.readBigUInt64LE(wordAt());
    const noise = BigInt(Math.floor(random() * 2 ** 52));
    damaged.writeBigUInt64LE(source < 0.3 ? 0n : source < 0.7 ? value : noise, wordAt());
  }
  try {
    addon().replayMemory(damaged, { allThreads: true, opcodes: true });
    return true;
  } catch (error) {
    assert.match(String((error as { code?: string }).code), /^[A-Z_]+$/);
    return false;
  }
}
