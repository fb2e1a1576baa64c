import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { formats } from "../../../sampler/formats";
import { startBrowser, type TestBrowser } from "../../support/browser";
import { bytesOf, readBytes, stackLines } from "../../support/formatTools";
import { importInSpeedscope } from "../../support/speedscopePage";
import { findBrowser } from "../../support/systemPackages";
import { threadsProfile } from "./threadsProfile";

describe("formats: in speedscope itself", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-speedscope-"));
  let browser: TestBrowser;

  before(async function () {
    if (findBrowser() === undefined && !process.env.CI) {
      console.log("      skipped: no Chromium on PATH");
      this.skip();
    }
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a file weighs by stack, as speedscope understood it. */
  async function throughSpeedscope(id: string): Promise<string[]> {
    const file = path.join(folder, formats.find((format) => format.id === id)!.defaultName(4711));
    writeFileSync(file, bytesOf(id, threadsProfile));
    const exported = await importInSpeedscope(browser.context, file);
    return stackLines((await readBytes("speedscope", exported)).profile);
  }

  const functions = functionsOf(stackLines(threadsProfile));

  it("speedscope", async () => {
    assert.deepEqual(await throughSpeedscope("speedscope"), stackLines(threadsProfile));
  });

  it("pprof, of which it makes one lane of functions", async () => {
    assert.deepEqual(functionsOf(await throughSpeedscope("pprof")), functions);
  });

  it("cpuprofile", async () => {
    const lines = functionsOf(await throughSpeedscope("cpuprofile"));
    const lane = /^(MainThread|Worker-1) \(pid \d+, tid \d+\);/;
    assert.ok(lines.every((line) => lane.test(line)));
    assert.deepEqual(lines.map((line) => pathsOf(line.replace(lane, ""))).sort(), functions);
  });

  it("Chrome trace", async () => {
    const lines = functionsOf(await throughSpeedscope("chrome-trace"));
    assert.deepEqual(lines.map(withoutArguments).sort(), functions);
  });

  it("collapsed, which counts samples", async () => {
    const lines = await throughSpeedscope("collapsed");
    const expected = bytesOf("collapsed", threadsProfile).toString().trim().split("\n");
    assert.deepEqual(lines.map((line) => line.replace(/^[^:]*: /, "")).sort(), expected.sort());
  });
});

/** The same without lanes and lines; equal stacks are added up. */
function functionsOf(lines: readonly string[]): string[] {
  const weights = new Map<string, number>();
  for (const line of lines) {
    const [, places, weight] = /^[^:]*: (.*) (\d+)$/.exec(line)!;
    const stack = places.replace(/:\d+(?=;|$)/g, "");
    weights.set(stack, (weights.get(stack) ?? 0) + Number(weight));
  }
  return [...weights].map(([stack, weight]) => `${stack} ${weight}`).sort();
}

/** Paths in place of files' addresses. */
function pathsOf(line: string): string {
  return line.replace(
    /@file:\/\/(\/C:)?([^;\s]*)/g,
    (_, drive, path) => `@${drive ? `C:${path.replaceAll("/", "\\")}` : decodeURIComponent(path)}`,
  );
}

/** speedscope shows an event's arguments in its name. */
function withoutArguments(line: string): string {
  return line.replace(/ \{[^}]*\}/g, (json) => `@${(JSON.parse(json) as { file: string }).file}`);
}
