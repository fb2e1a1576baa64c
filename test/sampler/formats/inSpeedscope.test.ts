import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startBrowser, type TestBrowser } from "../../support/browser";
import { bytesOf, formatOf, readBytes, stackLines } from "../../support/formatTools";
import { importInSpeedscope } from "../../support/speedscopePage";
import { threadsProfile } from "./threadsProfile";

/** Stacks without what a format has no place for, summed up; each line `LANE: NAME;NAME WEIGHT`. */
describe("formats: in speedscope itself", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-speedscope-"));
  let browser: TestBrowser;

  before(async () => {
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function throughSpeedscope(id: string): Promise<string[]> {
    const file = path.join(folder, formatOf(id).defaultName(4711));
    writeFileSync(file, bytesOf(id, threadsProfile));
    const exported = await importInSpeedscope(browser.context, file);
    return stackLines((await readBytes("speedscope", exported)).profile);
  }

  it("speedscope", async () => {
    assert.deepEqual(await throughSpeedscope("speedscope"), stackLines(threadsProfile));
  });
});
