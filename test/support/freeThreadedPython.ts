import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import * as path from "node:path";
import { cached, cacheFolder } from "./cache";
import { privateApt } from "./debianApt";
import { findOnPath, run } from "./processes";

// Debian packages no free-threaded interpreter, but it has the sources. This suite is a stable one, whose sources every
// mirror keeps; it has no other version that can be built without a GIL.
const suite = "trixie";
const name = "python3.13";

/** The version of the one free-threaded interpreter that can be had, as `findInterpreters` names it. */
export const freeThreadedVersion = "3.13t" as const;

/** Where `buildFreeThreadedPython` puts its interpreter, whether it is there or not. */
export function freeThreadedExecutable(): string {
  return path.join(cacheFolder(), "pythons", freeThreadedVersion, "bin", `${name}t`);
}

/**
 * Builds CPython 3.13 without a GIL from Debian's sources into the cache; two processors take about three minutes. Rejects
 * with a reason when this machine has no compiler or its package sources do not lead to Debian.
 */
export async function buildFreeThreadedPython(): Promise<string> {
  if (existsSync(freeThreadedExecutable())) return freeThreadedExecutable();
  for (const tool of ["apt-get", "cc", "make", "tar", "xz"]) {
    if (findOnPath(tool) === undefined) throw new Error(`${tool} is not on PATH`);
  }
  await cached(`pythons/${freeThreadedVersion}`, async (folder, final) => {
    console.log(`building CPython ${freeThreadedVersion} from the sources of Debian ${suite} into ${final}`);
    const source = await unpackSource(folder);
    await build(source, final);
    install(source, folder);
    await verify(path.join(folder, "bin", `${name}t`));
    rmSync(source, { recursive: true });
  });
  return freeThreadedExecutable();
}

async function unpackSource(folder: string): Promise<string> {
  const aptConfig = await privateApt("apt-sources", "deb-src", [suite]);
  const source = path.join(folder, "source");
  mkdirSync(source);
  const options = ["-q", "--download-only", "--tar-only"];
  await run("apt-get", [...options, "source", name], { cwd: folder, env: { ...process.env, APT_CONFIG: aptConfig } });
  const archive = readdirSync(folder).find((file) => file.endsWith(".orig.tar.xz"));
  if (archive === undefined) throw new Error(`apt-get brought no source archive of ${name}`);
  await run("tar", ["xf", archive, "-C", source, "--strip-components=1"], { cwd: folder });
  rmSync(path.join(folder, archive));
  rmSync(path.dirname(aptConfig), { recursive: true, force: true });
  return source;
}

/** Extension modules that take long to build or need libraries, and that no test needs. */
const unneededModules = [
  ...["cn", "hk", "iso2022", "jp", "kr", "tw"].map((codec) => `_codecs_${codec}`),
  ..."_bz2 _curses _curses_panel _dbm _decimal _elementtree _gdbm _hashlib _lsprof _lzma _sqlite3 _ssl".split(" "),
  ..."_tkinter _uuid pyexpat readline xxlimited xxlimited_35".split(" "),
];

async function build(source: string, prefix: string): Promise<void> {
  const without = unneededModules.map((module) => `py_cv_module_${module}=n/a`);
  const options = ["--disable-gil", "--without-ensurepip", "--disable-test-modules", "--without-doc-strings"];
  const command = ["./configure", "-q", `--prefix=${prefix}`, ...options, "OPT=-DNDEBUG -O2", ...without];
  await run("nice", command, { cwd: source });
  await run("nice", ["make", "-s", `-j${availableParallelism()}`, "build_all"], { cwd: source });
}

/** What `make install` does, without compiling the library to bytecode and without the library's own tests. */
function install(source: string, folder: string): void {
  const library = path.join(folder, "lib", `${name}t`);
  const dynamic = path.join(library, "lib-dynload");
  const unneeded = new Set(["test", "idlelib", "tkinter", "turtledemo", "ensurepip", "__pycache__"]);
  const isNeeded = (file: string) => !unneeded.has(path.basename(file));
  cpSync(path.join(source, "Lib"), library, { recursive: true, filter: isNeeded });
  const built = readdirSync(path.join(source, "build")).find((file) => file.startsWith("lib."));
  if (built === undefined) throw new Error("the build made no extension modules");
  cpSync(path.join(source, "build", built), dynamic, { recursive: true, dereference: true, filter: isNeeded });
  for (const file of readdirSync(dynamic).filter((file) => file.endsWith(".py"))) {
    renameSync(path.join(dynamic, file), path.join(library, file));
  }
  mkdirSync(path.join(folder, "bin"));
  renameSync(path.join(source, "python"), path.join(folder, "bin", `${name}t`));
}

async function verify(executable: string): Promise<void> {
  const code = "import asyncio, mmap, multiprocessing, sys, threading, unicodedata; assert not sys._is_gil_enabled()";
  await run(executable, ["-c", code]);
}
