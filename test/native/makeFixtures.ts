import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { findInterpreters } from "../support/interpreters";
import { fixtureFile, replayFixture, stacksFile, textOf } from "./fixtures";
import { addon, everyMillisecond } from "./recording";
import { Target } from "./target";

/** Overwrites where this machine keeps things with something of the same length: a fixture is for every machine. */
function hidePaths(recording: Uint8Array): Uint8Array {
  const bytes = Buffer.from(recording);
  for (const folder of [path.join(__dirname, "..", ".."), homedir()]) {
    const neutral = `/${"x".repeat(Buffer.byteLength(folder) - 1)}`;
    for (let at = bytes.indexOf(folder); at >= 0; at = bytes.indexOf(folder)) bytes.write(neutral, at);
  }
  return bytes;
}

/** Records until two recordings in a row show the program at rest in the same way. */
function recordAtRest(pid: number): Uint8Array {
  for (let before = ""; ; ) {
    const recording = addon().recordMemory({ ...everyMillisecond, pid });
    const stacks = textOf(recording);
    if (stacks === before && /\n {2}rest [^\n]*\n$/.test(stacks)) return recording;
    before = stacks;
  }
}

/** Records the memory that a sample of programs/known.py reads, once for each interpreter that is here (and asked for). */
async function main(asked: readonly string[]): Promise<void> {
  mkdirSync(path.dirname(fixtureFile("3.11")), { recursive: true });
  for (const [version, python] of findInterpreters()) {
    if (asked.length > 0 && !asked.includes(version)) continue;
    const target = Target.start(python, "known.py");
    try {
      await target.line();
      const recording = recordAtRest(target.pid);
      writeFileSync(fixtureFile(version), gzipSync(hidePaths(recording), { level: 9 }));
      writeFileSync(stacksFile(version), replayFixture(version));
    } finally {
      await target.stop();
    }
  }
}

void main(process.argv.slice(2));
