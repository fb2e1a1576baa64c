import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import * as path from "node:path";
import { type Browser, chromium } from "playwright-core";

const CHROMIUM = process.env.TACHYON_CHROMIUM ?? "/usr/bin/chromium";
/** The package's root. */
export const ROOT = path.join(__dirname, "..", "..");
/** Where pictures of the views go. */
export const ARTEFACTS = path.join(ROOT, "test", "artefacts", "webviews");

let ready = false;
let launched: Promise<Browser> | undefined;

// Of all test files, hence outside of every suite.
after(async () => {
  await (await launched)?.close();
});

/** Builds dist/webviews unless it is newer than its sources. */
export function bundleWebviews(): void {
  if (ready) return;
  mkdirSync(ARTEFACTS, { recursive: true });
  const sources = ["webviews", "webpack.config.js", "tsconfig.json"].map((name) => path.join(ROOT, name));
  const built = path.join(ROOT, "dist", "webviews");
  if (Math.max(...sources.flatMap(timesOf)) >= Math.min(...timesOf(built))) {
    const webpack = path.join(ROOT, "node_modules", "webpack", "bin", "webpack.js");
    execFileSync(process.execPath, [webpack, "--config-name", "webviews", "--mode", "production"], { cwd: ROOT });
  }
  ready = true;
}

/** When the files of a folder, or the file itself, were written; milliseconds. None: 0. */
function timesOf(place: string): number[] {
  if (!existsSync(place)) return [0];
  if (statSync(place).isFile()) return [statSync(place).mtimeMs];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".md"))
    .map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs);
}

/** The browser of the test run; without one the tests fail in CI and are skipped, with the reason, elsewhere. */
export async function launchBrowser(test: Mocha.Context): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    const reason = `No browser at ${CHROMIUM}. Install Chromium or set TACHYON_CHROMIUM.`;
    if (process.env.CI) throw new Error(reason);
    console.log(`      skipped: ${reason}`);
    test.skip();
  }
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  launched ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", ...quiet],
  });
  return launched;
}
