import { readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { run } from "./processes";
import { readZipNames } from "./zip";

const root = path.join(__dirname, "..", "..");

/** What a package may hold, and what it must: nothing of the sources. */
const allowed = [
  /^(extension\.vsixmanifest|\[Content_Types\]\.xml)$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt)$/i,
  /^extension\/dist\/(extension|tachyon|live|webviews\/\w+)\.js(\.LICENSE\.txt)?$/,
  /^extension\/extension\/media\/[\w./-]+\.(svg|png|woff|css|md|json)$/,
  /^extension\/prebuilds\/linux-x64\/[\w.-]+\.node$/,
];
const required = [
  "extension/package.json",
  "extension/dist/extension.js",
  "extension/dist/tachyon.js",
  "extension/dist/live.js",
  "extension/dist/webviews/flame.js",
  "extension/dist/webviews/flameStandalone.js",
  "extension/dist/webviews/heatmap.js",
  "extension/dist/webviews/heatmapStandalone.js",
];

/** Where `packageVsix` writes. */
export function vsixPath(): string {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  return path.join(root, "dist", `tachyon-linux-x64-${version}.vsix`);
}

/** Packs what is built into a VSIX and checks its contents; gives its path. Rejects when something is missing or foreign. */
export async function packageVsix(): Promise<string> {
  const target = vsixPath();
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  const args = [vsce, "package", "--target", "linux-x64", "--no-dependencies", "--out", target];
  await run(process.execPath, args, { cwd: root });
  checkContents(readZipNames(readFileSync(target)));
  return target;
}

function checkContents(names: readonly string[]): void {
  const foreign = names.filter((name) => !allowed.some((pattern) => pattern.test(name)));
  const missing = required.filter((name) => !names.includes(name));
  if (!names.some((name) => name.endsWith(".node"))) missing.push("the native sampler (prebuilds/linux-x64/*.node)");
  if (foreign.length > 0) throw new Error(`the VSIX holds files that do not belong there: ${foreign.join(", ")}`);
  if (missing.length > 0) throw new Error(`the VSIX lacks ${missing.join(", ")}; is everything built?`);
}

async function main(): Promise<void> {
  const target = await packageVsix();
  const names = readZipNames(readFileSync(target));
  console.log(names.map((name) => `  ${name}`).join("\n"));
  console.log(`${path.relative(root, target)}: ${names.length} files, ${Math.round(statSync(target).size / 1024)} KB`);
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
