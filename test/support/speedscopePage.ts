import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { BrowserContext } from "playwright-core";

const page = path.join(path.dirname(require.resolve("speedscope/package.json")), "dist", "release", "index.html");

/**
 * Opens a file in speedscope itself (the npm package's page in a browser) and gives what it then exports: all that its
 * importer understood, in its own format. Rejects when it finds no profile in the file.
 */
export async function importInSpeedscope(context: BrowserContext, file: string): Promise<Uint8Array> {
  const speedscope = await context.newPage();
  try {
    await speedscope.goto(`file://${page}`);
    const refused = new Promise<never>((_, reject) => {
      speedscope.on("dialog", (dialog) => {
        void dialog.dismiss();
        reject(new Error(`speedscope: ${dialog.message()}`));
      });
      speedscope.on("pageerror", reject);
    });
    await Promise.race([importFile(), refused]);
    const download = speedscope.waitForEvent("download");
    await speedscope.getByText("Export", { exact: false }).first().click();
    return readFileSync(await (await download).path());
  } finally {
    await speedscope.close();
  }

  async function importFile(): Promise<void> {
    await speedscope.setInputFiles("input[type=file]", file);
    await speedscope.getByText("Sandwich").first().waitFor();
  }
}
