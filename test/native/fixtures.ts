import { readFileSync } from "node:fs";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import type { Profile } from "../../sampler/profile";
import { addon, placesOf, profileOf, runsOf } from "./recording";

export function fixtureFile(version: string): string {
  return path.join(__dirname, "fixtures", `known-${version}.memory.gz`);
}

export function stacksFile(version: string): string {
  return path.join(__dirname, "fixtures", `known-${version}.stacks.txt`);
}

export function readFixture(version: string): Uint8Array {
  return gunzipSync(readFileSync(fixtureFile(version)));
}

/** The stacks of a fixture as text: a line a thread, then a line a frame, root first. */
export function replayFixture(version: string): string {
  return textOf(readFixture(version));
}

/** The same of any recorded memory. */
export function textOf(recording: Uint8Array): string {
  const profile: Profile = profileOf(addon().replayMemory(recording, { allThreads: true, opcodes: true }));
  const lines = runsOf(profile).flatMap((run) => {
    const frames = run.stack < 0 ? [] : placesOf(profile, run.stack);
    return [
      `thread "${run.thread}" status ${run.status}`,
      ...frames.map(
        ({ name, file, line, endLine, column, endColumn, opcode }) =>
          `  ${name} ${path.basename(file)}:${line}-${endLine}:${column}-${endColumn} ${opcode}`,
      ),
    ];
  });
  return `${lines.join("\n")}\n`;
}
