import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { findBrowser } from "./systemPackages";

/** A headless browser with a profile of its own that is removed when it closes. */
export interface TestBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const quietFlags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the installed Chromium; rejects naming the package when there is none. */
export async function startBrowser(viewport = { width: 1400, height: 900 }): Promise<TestBrowser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error("no Chromium on PATH (Debian package chromium)");
  const profile = mkdtempSync(path.join(tmpdir(), "tachyon-browser-"));
  // Chromium's sandbox refuses to run as root, which is what containers give.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const args = [...sandbox, ...quietFlags];
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, viewport, args });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
