import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { writeDiffFlameGraphPage } from "../../sampler/formats";
import { computeDiffGraph, computeProfileFacts } from "../../sampler/profile";
import type { Comparison } from "../../webviews/protocol";
import { drawnProfile } from "../support/drawnProfile";
import { FlamePage } from "./flamePage";
import { ARTEFACTS, bundleWebviews, launchBrowser, ROOT } from "./testBrowser";

const properties = { script: "/srv/shop.py", python: "3.14.2", pid: "4711", cwd: "/srv" };
const drawing = (columns: readonly (readonly [stack: string, samples: number])[]) => {
  const stacks = columns.map(([stack]) => stack.split(" "));
  const depth = Math.max(...stacks.map((stack) => stack.length));
  const rows = Array.from({ length: depth }, (_, row) => stacks.map((stack) => stack[row] ?? "_").join(" "));
  const counts = columns.map(([, samples]) => samples);
  return drawnProfile(rows.join("\n"), { counts, weights: counts.map((count) => count * 1e6), file: "/srv/shop.py", properties });
};
const baseline = drawing([["main load parse", 300], ["main price", 100], ["main old", 60], ["main log", 40]]);
const current = drawing([["main load parse", 120], ["main price", 210], ["main <img>", 80], ["main log", 43]]);

describe("differential flame graph", function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  let page: Page;
  let problems: string[];

  const open = async (colorScheme: "dark" | "light" = "dark"): Promise<void> => {
    const script = readFileSync(path.join(ROOT, "dist", "webviews", "flameStandalone.js"), "utf8");
    const file = path.join(folder, "diff.html");
    writeFileSync(file, writeDiffFlameGraphPage(current, baseline, { title: "", script, projectRoots: ["/srv"] }));
    page = await browser.newPage({ viewport: { width: 1400, height: 640 }, colorScheme, deviceScaleFactor: 2, reducedMotion: "reduce" });
    problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
    await page.goto(pathToFileURL(file).href);
  };
  const details = (): Promise<string> => page.locator(".details").innerText();
  const goTo = async (name: string): Promise<void> => {
    await page.locator(".query").fill(name);
    await page.locator(".query").press("Enter");
  };

  before(async function () {
    bundleWebviews();
    folder = mkdtempSync(path.join(tmpdir(), "tachyon-diff-"));
    browser = await launchBrowser(this);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await page.close();
    assert.deepEqual(problems, [], "errors or policy violations in the page");
  });

  it("says what each box was, and whether that is more than chance", async () => {
    await open();
    assert.equal(await page.title(), "shop.py · Tachyon differential flame graph");
    await page.screenshot({ path: path.join(ARTEFACTS, "diff-dark.png") });
    await goTo("price");
    assert.match(await details(), /Self was\s+100 ms\s+\+110 %\s+Self change\s+▲ more\s+6\.\d σ/);
    await goTo("parse");
    assert.match(await details(), /Self was\s+300 ms\s+−60 %\s+Self change\s+▼ less/);
    await goTo("log");
    assert.match(await details(), /Self change\s+≈ noise\s+0\.3 σ/);
    await goTo("<img>");
    assert.match(await details(), /Self was\s+0 s\s+new\s+Self change\s+✚ new/);
    assert.equal(await page.locator("img").count(), 0);
  });

  it("compares shares or times, self or total, beyond the noise chosen", async () => {
    await open();
    await goTo("load");
    assert.match(await details(), /Self change\s+≈ noise\s+0\.0 σ/);
    await page.getByRole("button", { name: "Total" }).first().click();
    assert.match(await details(), /Total change\s+▼ less\s+8\.9 σ/);
    await page.getByRole("button", { name: "Share" }).click();
    assert.match(await details(), /Total was\s+272 ms\s+−56 %/);
    await goTo("main");
    assert.match(await details(), /Total was\s+453 ms\s+\+0 %\s+Self was\s+0 s\s+Total change\s+≈ noise/);
    await page.getByRole("button", { name: "Time" }).click();
    assert.match(await details(), /Total change\s+≈ noise\s+1\.5 σ/);
  });

  it("shows what is gone, both ways up, with its callers", async () => {
    await open();
    const legend = page.locator(".difference .legend");
    assert.match(await legend.innerText(), /^Within noise\s+▲ More time\s+▼ Less time\s+✚ New$/);
    await page.getByRole("button", { name: "Gone" }).click();
    assert.match(await legend.innerText(), /^Within noise\s+✖ Gone$/);
    await goTo("old");
    assert.match(await details(), /^old[^]*Self was\s+60\.0 ms\s+−100 %\s+Total change\s+✖ gone/);
    await page.screenshot({ path: path.join(ARTEFACTS, "diff-gone-dark.png") });
    await page.getByRole("button", { name: "Inverted" }).click();
    assert.equal(await page.getByRole("button", { name: "Gone" }).getAttribute("aria-pressed"), "true");
    await page.getByRole("button", { name: "Now" }).click();
    await goTo("price");
    assert.match(await details(), /^price/);
  });

  it("lists the functions that changed, and finds them", async () => {
    await open("light");
    const rows = page.locator(".changes li");
    assert.deepEqual(await rows.locator(".what").allInnerTexts(), ["parse", "price", "<img>", "old"]);
    assert.deepEqual(await rows.locator(".share").allInnerTexts(), ["−180 ms", "+110 ms", "+80.0 ms", "−60.0 ms"]);
    await rows.first().getByRole("button").click();
    assert.match(await details(), /^parse/);
    await page.screenshot({ path: path.join(ARTEFACTS, "diff-light.png") });
  });

  it("tells changes by signs and words where all colours are alike, in the editor too", async () => {
    await open();
    const view = await FlamePage.open(browser, { theme: "hcDark" });
    const { graph, difference } = computeDiffGraph(current, baseline, { thread: -1, inverted: false, gone: false });
    const facts = computeProfileFacts(baseline, { title: "", live: false });
    const comparison: Comparison = { facts, goneWeight: 60e6, functions: [] };
    await view.show(graph, { difference, comparison });
    assert.deepEqual(
      (await view.labels()).map(({ text }) => text).sort(),
      ["load", "log", "main", "▲ price", "▼ parse", "✚ <img>"],
    );
    await view.screenshot("diff-hcDark");
    assert.deepEqual(view.problems, []);
    await view.close();
  });
});
