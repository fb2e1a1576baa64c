import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "./cache";
import { askCommand, run } from "./processes";

const configurations = new Map<string, Promise<string>>();

/**
 * The configuration file of an apt with sources, lists and package states of its own in the cache folder `name`. It knows
 * the packages (`deb`) or sources (`deb-src`) of some Debian suites, and is updated once in this process. Rejects with a
 * reason when this machine's package sources do not lead to Debian.
 */
export function privateApt(name: string, type: "deb" | "deb-src", suites: readonly string[]): Promise<string> {
  let configuration = configurations.get(name);
  if (configuration === undefined) configurations.set(name, (configuration = makeConfiguration(name, type, suites)));
  return configuration;
}

async function makeConfiguration(name: string, type: string, suites: readonly string[]): Promise<string> {
  const source = debianSource();
  const folder = path.join(cacheFolder(), name);
  for (const part of ["lists/partial", "etc/none", "cache"]) mkdirSync(path.join(folder, part), { recursive: true });
  const signedBy = source.keyring === undefined ? "" : `[signed-by=${source.keyring}] `;
  const sources = suites.map((suite) => `${type} ${signedBy}${source.uri} ${suite} main\n`);
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
