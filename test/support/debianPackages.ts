import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "./cache";
import { askCommand, findOnPath, run } from "./processes";

/** The suites that packages come from. */
export const debianSuites = ["bookworm", "sid"] as const;
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
  return { ...process.env, APT_CONFIG: await privateAptRoot() };
}

/** Makes an unpacked executable start from its final folder with the unpacked loader and libraries, with no wrapper. */
export async function relocate(executable: string, folder: string, final: string): Promise<void> {
  const libraries = path.join(final, libraryFolder);
  const loader = path.join(libraries, "ld-linux-x86-64.so.2");
  const file = path.join(folder, executable);
  await run("patchelf", ["--force-rpath", "--set-interpreter", loader, "--set-rpath", libraries, file]);
}

let aptRoot: Promise<string> | undefined;

/** An apt configuration with sources, lists and package states of its own, updated once in this process. */
function privateAptRoot(): Promise<string> {
  aptRoot ??= makeAptRoot();
  return aptRoot;
}

async function makeAptRoot(): Promise<string> {
  const source = debianSource();
  const folder = path.join(cacheFolder(), "apt");
  for (const part of ["lists/partial", "etc/none", "cache"]) mkdirSync(path.join(folder, part), { recursive: true });
  const signedBy = source.keyring === undefined ? "" : `[signed-by=${source.keyring}] `;
  const sources = debianSuites.map((suite) => `deb ${signedBy}${source.uri} ${suite} main\n`);
  writeWhole(path.join(folder, "etc", "sources.list"), sources.join(""));
  writeWhole(path.join(folder, "status"), "");
  const config = path.join(folder, "apt.conf");
  writeWhole(config, aptConfiguration(folder));
  await run("apt-get", ["-q", "update"], { env: { ...process.env, APT_CONFIG: config } });
  return config;
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

function aptConfiguration(folder: string): string {
  const settings: Record<string, string> = {
    Dir: folder,
    "Dir::State": folder,
    "Dir::State::lists": path.join(folder, "lists"),
    "Dir::State::status": path.join(folder, "status"),
    "Dir::Cache": path.join(folder, "cache"),
    "Dir::Etc": path.join(folder, "etc"),
    "Dir::Etc::parts": "none",
    "Dir::Etc::preferencesparts": "none",
    "Dir::Etc::sourcelist": "sources.list",
    "Dir::Etc::sourceparts": "-",
    "Dir::Etc::trustedparts": "/etc/apt/trusted.gpg.d",
    "APT::Architecture": "amd64",
    "APT::Install-Recommends": "false",
    "APT::Sandbox::User": "",
    "Acquire::Languages": "none",
    // Signatures are checked; the age is not, because mirrors may be frozen copies.
    "Acquire::Check-Valid-Until": "false",
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key} "${value}";\n`)
    .join("");
}

interface PackageSource {
  readonly uri: string;
  readonly keyring?: string;
}

const debianKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The Debian mirror that this machine's own apt uses, or `$TACHYON_DEBIAN_MIRROR`. */
function debianSource(): PackageSource {
  const keyring = existsSync(debianKeyring) ? debianKeyring : undefined;
  const asked = process.env.TACHYON_DEBIAN_MIRROR;
  if (asked) return { uri: asked, keyring };
  const listed = askCommand("apt-get", ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Origin: Debian", "Label: Debian"]);
  const uri = listed || debianUriInSources();
  if (uri === undefined) {
    throw new Error("this machine's apt sources name no Debian mirror (set TACHYON_DEBIAN_MIRROR to one to use it)");
  }
  return { uri, keyring };
}

/** The first Debian mirror written in apt's source files; for machines whose package lists were removed. */
function debianUriInSources(): string | undefined {
  const folder = "/etc/apt/sources.list.d";
  const files = ["/etc/apt/sources.list", ...(existsSync(folder) ? readdirSync(folder).map((f) => path.join(folder, f)) : [])];
  for (const file of files.filter((f) => existsSync(f))) {
    const uri = /^(?:URIs:|deb\s+(?:\[[^\]]*\]\s+)?)\s*(\S+\/debian\/?)(?:\s|$)/m.exec(readFileSync(file, "utf8"));
    if (uri) return uri[1];
  }
  return undefined;
}
