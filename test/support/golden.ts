import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

/**
 * Compares text with a file under `test/sampler/formats/golden`. `GOLDEN=write` writes such files anew: look at what
 * git then says has changed.
 */
export function assertGolden(name: string, text: string): void {
  const file = path.join(__dirname, "..", "sampler", "formats", "golden", name);
  if (process.env.GOLDEN === "write") writeFileSync(file, text);
  assert.ok(existsSync(file), `${name} is missing; GOLDEN=write writes it`);
  assert.equal(text, readFileSync(file, "utf8"));
}
