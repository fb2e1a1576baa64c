import { mkdirSync, readdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import { privateApt } from "./debianApt";
import { findOnPath, run } from "./processes";

/** The suites that packages come from. */
const debianSuites = ["bookworm", "sid"] as const;
export type DebianSuite = (typeof debianSuites)[number];

const libraryFolder = "usr/lib/x86_64-linux-gnu";

/**
 * Unpacks package `name` of a Debian suite, with everything it depends on, into `folder`. Nothing is installed: apt works in a
 * private root. Rejects with a reason when this machine's package sources do not lead to Debian.
 */
export async function unpackPackages(name: string, suite: DebianSuite, folder: string): Promise<void> {
  const archives = path.join(folder, "archives");
  mkdirSync(path.join(archives, "partial"), { recursive: true });
  const options = ["-y", "-q", "--download-only", "--no-install-recommends", "-o", `Dir::Cache::archives=${archives}`];
  await run("apt-get", [...options, "install", "-t", suite, name], { env: await aptEnvironment() });
  await unpackArchives(archives, folder);
}

/** Unpacks these packages alone, for one whose dependencies a suite does not hold together; otherwise like `unpackPackages`. */
export async function unpackAlone(names: readonly string[], suite: DebianSuite, folder: string): Promise<void> {
  const archives = path.join(folder, "archives");
  mkdirSync(archives);
  const packages = names.map((name) => `${name}/${suite}`);
  await run("apt-get", ["-q", "download", ...packages], { cwd: archives, env: await aptEnvironment() });
  await unpackArchives(archives, folder);
}

async function unpackArchives(archives: string, folder: string): Promise<void> {
  const packages = readdirSync(archives).filter((file) => file.endsWith(".deb"));
  for (const file of packages) await run("dpkg", ["-x", path.join(archives, file), folder]);
  for (const unneeded of ["archives", "usr/share/doc", "usr/share/man", "usr/share/zoneinfo", "etc", "var"]) {
    rmSync(path.join(folder, unneeded), { recursive: true, force: true });
  }
}

async function aptEnvironment(): Promise<NodeJS.ProcessEnv> {
  for (const tool of ["apt-get", "dpkg", "patchelf"]) {
    if (findOnPath(tool) === undefined) throw new Error(`${tool} is not on PATH`);
  }
  return { ...process.env, APT_CONFIG: await privateApt("apt", "deb", debianSuites) };
}

/** Makes an unpacked executable start from its final folder with the unpacked loader and libraries, with no wrapper. */
export async function relocate(executable: string, folder: string, final: string): Promise<void> {
  const libraries = path.join(final, libraryFolder);
  const loader = path.join(libraries, "ld-linux-x86-64.so.2");
  const file = path.join(folder, executable);
  await run("patchelf", ["--force-rpath", "--set-interpreter", loader, "--set-rpath", libraries, file]);
}
