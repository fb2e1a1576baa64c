import { existsSync, rmSync } from "node:fs";
import * as path from "node:path";
import { cached, cacheFolder } from "./cache";
import { type DebianSuite, relocate, unpackPackages } from "./debianPackages";
import { run } from "./processes";

// CPython versions that Debian has as packages, and the suite that has them. 3.12 is in none of its current suites.
const suites: Readonly<Record<string, DebianSuite>> = { "3.11": "bookworm", "3.13": "sid", "3.14": "sid", "3.15": "sid" };

/** Where `unpackDebianPython` puts the interpreter of a version, whether it is there or not. */
export function debianPythonExecutable(version: string): string {
  return path.join(cacheFolder(), "pythons", version, "usr", "bin", `python${version}`);
}

/**
 * Unpacks CPython `version` with all libraries it needs, its own libc among them, from Debian's packages into the
 * cache, and makes it run from there. Nothing is installed: apt works in a private root. Rejects with a reason when
 * this machine's package sources do not lead to Debian.
 */
export async function unpackDebianPython(version: string): Promise<string> {
  const executable = debianPythonExecutable(version);
  if (existsSync(executable)) return executable;
  const suite = suites[version];
  if (suite === undefined) throw new Error(`no current Debian suite has CPython ${version}`);
  const root = await cached(`pythons/${version}`, async (folder, final) => {
    console.log(`unpacking CPython ${version} from Debian ${suite} into ${final}`);
    await unpackPackages(`python${version}`, suite, folder);
    await relocate(path.join("usr", "bin", `python${version}`), folder, final);
  });
  await verify(version, root);
  return executable;
}

async function verify(version: string, root: string): Promise<void> {
  try {
    const code = "import asyncio, ctypes, multiprocessing, sqlite3, ssl, sys, zlib; print(sys.version_info[:2])";
    await run(debianPythonExecutable(version), ["-c", code]);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
}
