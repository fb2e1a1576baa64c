import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { askCommand, findOnPath, run } from "./processes";

/** Something of the system that the project needs, the Debian package that brings it, and how to see that it is there. */
interface Requirement {
  readonly package: string;
  readonly present: () => boolean;
}

const onPath = (...names: string[]) => () => names.some((name) => findOnPath(name) !== undefined);
const browserNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const buildTools: readonly Requirement[] = [
  { package: "g++", present: onPath("g++") },
  { package: "make", present: onPath("make") },
  { package: "python3", present: onPath("python3") },
  { package: "ca-certificates", present: () => existsSync("/etc/ssl/certs/ca-certificates.crt") },
];

const testTools: readonly Requirement[] = [
  { package: "git", present: onPath("git") },
  { package: "patchelf", present: onPath("patchelf") },
  { package: "xz-utils", present: onPath("xz") },
  { package: "zsh", present: onPath("zsh") },
  { package: "fish", present: onPath("fish") },
  { package: "clang-format", present: onPath("clang-format") },
  { package: "chromium", present: () => findBrowser() !== undefined },
  { package: "fonts-dejavu-core", present: hasFonts },
];

/** The browser that tests drive, or undefined. */
export function findBrowser(): string | undefined {
  return browserNames.map((name) => findOnPath(name)).find((file) => file !== undefined);
}

/** What building the extension and the workbench needs, installed where missing. */
export function ensureBuildTools(): Promise<void> {
  return ensure(buildTools);
}

/** What the tests need beyond building. */
export function ensureTestTools(): Promise<void> {
  return ensure([...buildTools, ...testTools]);
}

/** clang-format alone, for linting. */
export function ensureClangFormat(): Promise<void> {
  return ensure(testTools.filter((requirement) => requirement.package === "clang-format"));
}

/** Installs the packages of missing requirements with apt-get, or rejects with the command that would. */
async function ensure(requirements: readonly Requirement[]): Promise<void> {
  const missing = requirements.filter((requirement) => !requirement.present()).map((requirement) => requirement.package);
  if (missing.length === 0) return;
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  const advice = `Missing: ${missing.join(", ")}. Install with: sudo ${install.join(" ")}`;
  const prefix = rootPrefix();
  if (findOnPath("apt-get") === undefined || prefix === undefined) throw new Error(advice);
  console.log(`installing system packages: ${missing.join(", ")}`);
  await runAsRoot(prefix, ["apt-get", "-q", "update"], advice);
  await runAsRoot(prefix, install, advice);
  const still = requirements.filter((requirement) => !requirement.present()).map((requirement) => requirement.package);
  if (still.length > 0) throw new Error(`apt-get installed ${still.join(", ")}, yet it is not found on PATH`);
}

async function runAsRoot(prefix: readonly string[], command: readonly string[], advice: string): Promise<void> {
  const [first = "", ...rest] = [...prefix, ...command];
  try {
    await run(first, rest, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${advice}`, { cause: error });
  }
}

/** What stands before a command to run it as root, or undefined when that would need a password. */
function rootPrefix(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return askCommand("sudo", ["-n", "echo", "yes"]) === "yes" ? ["sudo", "-n"] : undefined;
}

function hasFonts(): boolean {
  const folder = path.join("/usr/share/fonts/truetype");
  return existsSync(folder) && readdirSync(folder).length > 0;
}
