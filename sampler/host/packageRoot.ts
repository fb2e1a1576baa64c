import * as fs from "node:fs";
import * as path from "node:path";

const PACKAGE_NAME = "tachyon";

/**
 * The folder that holds `package.json`, `prebuilds/` and `dist/`: the same from a bundle in `dist/` and from the sources.
 * Throws when no folder above this file is the package.
 */
export function packageRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (readManifest(folder)?.name === PACKAGE_NAME) return folder;
    if (folder === path.dirname(folder)) throw new Error(`No package '${PACKAGE_NAME}' in or above ${from}.`);
  }
}

/** The package's version, such as "0.1.0". */
export function packageVersion(root: string = packageRoot()): string {
  return readManifest(root)?.version ?? "";
}

function readManifest(folder: string): { name?: string; version?: string } | null {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  } catch {
    return null;
  }
}
