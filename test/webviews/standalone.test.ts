import * as assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { FlameGraph } from "../../webviews/protocol";
import { invertedShopGraph, sampleFacts, sampleSummary, sampleThreads, shopGraph } from "./sampleGraph";
import { ARTEFACTS, bundleWebviews, launchBrowser, ROOT } from "./testBrowser";

/** The graph as the page carries it: typed arrays as base64. */
function embed(graph: FlameGraph): unknown {
  return Object.fromEntries(
    Object.entries(graph).map(([key, value]) => {
      if (!ArrayBuffer.isView(value)) return [key, value];
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return [key, { type: value.constructor.name, base64: bytes.toString("base64") }];
    }),
  );
}

function pageWith(data: string): string {
  const script = readFileSync(path.join(ROOT, "dist", "webviews", "flameStandalone.js"), "utf8");
  const json = data.replaceAll("<", "\\u003c");
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Flame graph</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"></head><body>
<script type="application/json" id="tachyon-data">${json}</script><script>${script}</script></body></html>`;
}

describe("flame graph as a page of its own", function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  let page: Page;
  let problems: string[];

  const open = async (data: string, colorScheme: "dark" | "light" = "dark", asked: BrowserContextOptions = {}): Promise<void> => {
    const file = path.join(folder, "graph.html");
    writeFileSync(file, pageWith(data));
    page = await browser.newPage({ viewport: { width: 1200, height: 640 }, colorScheme, deviceScaleFactor: 2, ...asked });
    problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
    await page.goto(pathToFileURL(file).href);
  };
  const sample = (): string =>
    JSON.stringify({
      graphs: [
        { selection: { thread: -1, inverted: false }, graph: embed(shopGraph()) },
        { selection: { thread: -1, inverted: true }, graph: embed(invertedShopGraph()) },
      ],
      summaries: [{ thread: -1, summary: sampleSummary() }],
      threads: sampleThreads.slice(0, 1),
      facts: sampleFacts(),
    });

  before(async function () {
    bundleWebviews();
    folder = mkdtempSync(path.join(tmpdir(), "tachyon-standalone-"));
    browser = await launchBrowser(this);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await page.close();
    assert.deepEqual(problems, [], "errors or policy violations in the page");
  });

  it("draws its graph, zooms on a click, and shows a source line that ends scripts as text", async () => {
    await open(sample());
    assert.equal(await page.title(), "shop.py · Tachyon flame graph");
    assert.equal(await page.getByRole("button", { name: "Reset zoom" }).isVisible(), false);
    // The fifth row's first box is Basket.discount, whose hot line holds "</script>".
    await page.locator("canvas.graph").click({ position: { x: 20, y: 4 * 20 + 10 } });
    assert.equal(await page.locator(".details .name").innerText(), "Basket.discount");
    assert.match(await page.locator(".details .source").innerText(), /'<\/script>' not in customer\.note/);
    assert.equal(await page.getByRole("button", { name: "Reset zoom" }).isVisible(), true);
    await page.mouse.move(600, 500);
    await page.screenshot({ path: path.join(ARTEFACTS, "standalone-dark.png") });
  });

  it("answers the inverted view from what it carries", async () => {
    await open(sample());
    await page.getByRole("button", { name: "Inverted" }).click();
    assert.equal(await page.getByRole("button", { name: "Inverted" }).getAttribute("aria-pressed"), "true");
    await page.keyboard.press("Tab");
    await page.locator(".pane").press("ArrowDown");
    assert.equal(await page.locator(".details .name").innerText(), "Basket.price");
  });

  it("copies or at least shows file and line with Ctrl+Enter", async () => {
    await open(sample());
    await page.locator(".pane").press("ArrowDown");
    await page.locator(".pane").press("Control+Enter");
    await page.waitForFunction(() => document.querySelector(".toast")?.classList.contains("shown"));
    assert.match(await page.locator(".toast").innerText(), /\/home\/ada\/shop\/shop\.py:160$/);
  });

  it("follows the system's colours and can be switched", async () => {
    await open(sample(), "light");
    assert.equal(await page.evaluate(() => document.body.className), "vscode-light");
    await page.screenshot({ path: path.join(ARTEFACTS, "standalone-light.png") });
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(await page.evaluate(() => document.body.className), "vscode-dark");
    assert.equal(await page.getByRole("button", { name: "Light" }).isVisible(), true);
  });

  for (const asked of [{ contrast: "more" }, { forcedColors: "active" }] as const) {
    it(`has high contrast where the system asks for it: ${JSON.stringify(asked)}`, async () => {
      await open(sample(), "dark", asked);
      const look = () => page.evaluate(() => [document.body.className, getComputedStyle(document.querySelector(".tachyon")!).backgroundColor]);
      assert.deepEqual(await look(), ["vscode-dark vscode-high-contrast", "rgb(0, 0, 0)"]);
      await page.screenshot({ path: path.join(ARTEFACTS, `standalone-${Object.keys(asked)[0]}.png`) });
      await page.getByRole("button", { name: "Light" }).click();
      const [classes, background] = await look();
      assert.match(classes, /vscode-high-contrast-light/);
      assert.equal(background, "rgb(255, 255, 255)");
    });
  }

  it("says so when its data is damaged", async () => {
    await open('{"graphs": [');
    assert.match(await page.locator(".failure").innerText(), /^The data of this page is damaged .*Export it again\.$/);
  });
});
