import type { Context } from "mocha";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { debianPythonExecutable, unpackDebianPython } from "./debianPythons";
import { buildFreeThreadedPython, freeThreadedExecutable, freeThreadedVersion } from "./freeThreadedPython";
import { askCommand, findOnPath } from "./processes";

/** The CPython versions that the sampler reads; a "t" marks a free-threaded build. */
export const supportedVersions = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", freeThreadedVersion, "3.14", "3.15"] as const;
export type PythonVersion = (typeof supportedVersions)[number];

/** Those whose code objects know no columns and no qualified names, and whose instructions have no specialised forms. */
export const plainVersions: readonly PythonVersion[] = ["3.8", "3.9", "3.10"];

/** Whether a text such as "3.13.5t" names a release of a version. */
export function isReleaseOf(version: PythonVersion, text = ""): boolean {
  return text.startsWith(`${version.replace(/t$/, "")}.`) && text.endsWith("t") === version.endsWith("t");
}

let found: Map<PythonVersion, string> | undefined;

/**
 * One executable for each supported version that this machine has: from `$TACHYON_PYTHONS` (a list as in PATH), pyenv,
 * PATH, and the cache, in this order. Each was started once and said its version itself.
 */
export function findInterpreters(): ReadonlyMap<PythonVersion, string> {
  if (found !== undefined) return found;
  found = new Map();
  for (const candidate of candidates()) {
    if (found.size === supportedVersions.length) break;
    const interpreter = askInterpreter(candidate);
    if (interpreter !== undefined && !found.has(interpreter.version)) found.set(interpreter.version, interpreter.executable);
  }
  return found;
}

/** Like `findInterpreters`, after trying to get the missing versions; says why when one cannot be had. */
export async function ensureInterpreters(): Promise<{
  found: ReadonlyMap<PythonVersion, string>;
  missing: ReadonlyMap<PythonVersion, string>;
}> {
  const missing = new Map<PythonVersion, string>();
  for (const version of supportedVersions) {
    if (findInterpreters().has(version)) continue;
    try {
      await (version === freeThreadedVersion ? buildFreeThreadedPython() : unpackDebianPython(version));
    } catch (error) {
      missing.set(version, (error as Error).message);
    }
  }
  found = undefined;
  return { found: findInterpreters(), missing };
}

/** A supported interpreter: PATH's python3 if it is one, else the newest found, else one that can be had. */
export async function ensureOneInterpreter(): Promise<string> {
  const usual = findOnPath("python3");
  const interpreter = usual === undefined ? undefined : askInterpreter(usual);
  if (interpreter !== undefined) return interpreter.executable;
  const newest = [...findInterpreters()].sort(([a], [b]) => b.localeCompare(a, undefined, { numeric: true }))[0];
  if (newest !== undefined) return newest[1];
  try {
    return await unpackDebianPython("3.14");
  } catch (error) {
    throw new Error(`No CPython ${supportedVersions.join(", ")} found, and none to be had: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The executable of `version`; without one the test fails where `CI` is set and is skipped with its reason elsewhere. */
export function interpreterOrSkip(context: Context, version: PythonVersion): string {
  const executable = findInterpreters().get(version);
  if (executable !== undefined) return executable;
  const reason = `CPython ${version} is not here; npm test gets it where it can`;
  if (process.env.CI) throw new Error(reason);
  console.log(`      skipped: ${reason}`);
  return context.skip();
}

/** Any supported interpreter, the newest first; under the same rule as `interpreterOrSkip`. */
export function anyInterpreterOrSkip(context: Context): string {
  const newest = [...supportedVersions].reverse().find((version) => findInterpreters().has(version));
  return interpreterOrSkip(context, newest ?? "3.14");
}

function* candidates(): Generator<string> {
  yield* (process.env.TACHYON_PYTHONS ?? "").split(path.delimiter).filter((file) => file !== "");
  yield* pyenvExecutables();
  for (const name of [...supportedVersions.map((version) => `python${version}`), "python3", "python"]) {
    const executable = findOnPath(name);
    if (executable !== undefined) yield executable;
  }
  yield* [...supportedVersions.map(debianPythonExecutable), freeThreadedExecutable()].filter((file) => existsSync(file));
}

function pyenvExecutables(): string[] {
  const versions = path.join(process.env.PYENV_ROOT ?? path.join(homedir(), ".pyenv"), "versions");
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((name) => /^3\.(8|9|1[0-5])\.\d+t?$/.test(name))
    .map((name) => path.join(versions, name, "bin", `python${name.replace(/\.\d+(t?)$/, "$1")}`))
    .filter((file) => existsSync(file));
}

/** What an executable says of itself, if it is a supported CPython. */
function askInterpreter(executable: string): { version: PythonVersion; executable: string } | undefined {
  const code =
    "import sys, sysconfig; print(sys.implementation.name, '%d.%d' % sys.version_info[:2], " +
    "sysconfig.get_config_var('Py_GIL_DISABLED') or 0, sys.executable)";
  const [name, version, freeThreaded, ...rest] = (askCommand(executable, ["-c", code]) ?? "").split(" ");
  const fullVersion = freeThreaded === "0" ? version : `${version}t`;
  const supported = supportedVersions.find((candidate) => candidate === fullVersion);
  if (name !== "cpython" || supported === undefined) return undefined;
  return { version: supported, executable: rest.join(" ") };
}
