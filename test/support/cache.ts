import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";

/** Where downloads and built tools live, outside the checkout: `$TACHYON_CACHE` or `~/.cache/tachyon-dev`. */
export function cacheFolder(): string {
  const folder = process.env.TACHYON_CACHE || path.join(homedir(), ".cache", "tachyon-dev");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A short stamp of some text or bytes, for names of cache entries that must change with their contents. */
export function stampOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 12);
}

/**
 * The cache entry `name` (a folder), filled once by `fill(folder)` and reused afterwards. Filling happens in a folder
 * beside it that gets its name only when `fill` has ended well, so an entry is whole or absent. `fill` is told the
 * entry's final path too, for what must be written into files.
 */
export async function cached(name: string, fill: (folder: string, final: string) => Promise<void>): Promise<string> {
  const final = path.join(cacheFolder(), name);
  if (existsSync(final)) return final;
  mkdirSync(path.dirname(final), { recursive: true });
  sweepAbandoned(path.dirname(final));
  const folder = mkdtempSync(`${final}.new-`);
  try {
    await fill(folder, final);
    if (!existsSync(final)) renameSync(folder, final);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return final;
}

const abandonedAfterMs = 60 * 60 * 1000;

/** Removes half-filled entries that a killed run left behind; younger ones may belong to a run beside this one. */
function sweepAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!/\.new-\w{6}$/.test(name)) continue;
    const folder = path.join(parent, name);
    if (Date.now() - statSync(folder).mtimeMs > abandonedAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}
