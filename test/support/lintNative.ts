import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { tryRun } from "./processes";
import { ensureClangFormat } from "./systemPackages";

const root = path.join(__dirname, "..", "..");

/** Every C++ file of the sampler and of its tests, as paths from the project's root. */
function nativeSources(): string[] {
  return ["sampler/native", "test/native"]
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
    )
    .filter((name) => /\.(cc|h)$/.test(name))
    .sort();
}

/** Checks the format of all C++ sources; prints what differs. */
async function main(): Promise<void> {
  await ensureClangFormat();
  const sources = nativeSources();
  const result = await tryRun("clang-format", ["--dry-run", "-Werror", ...sources], { cwd: root });
  if (result.output !== "") console.error(result.output);
  console.log(`clang-format: ${sources.length} files, ${result.code === 0 ? "all as configured" : "not as configured"}`);
  process.exitCode = result.code === 0 ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
