import * as assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { writeHeatmapPage } from "../../sampler/formats";
import type { Profile } from "../../sampler/profile";
import { drawnProfile } from "../support/drawnProfile";
import { FlamePage } from "./flamePage";
import { HOSTILE, shopMessage, shopOptions, shopProfile } from "./heatmapSample";
import { ARTEFACTS, bundleWebviews, launchBrowser, ROOT } from "./testBrowser";

describe("heatmap as a page of its own", function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  let page: Page;
  let problems: string[];
  let requests: string[];
  /** Problems that a test causes on purpose. */
  let refusals: RegExp | null;

  const write = (profile: Profile, options = {}): string => {
    const script = readFileSync(path.join(ROOT, "dist", "webviews", "heatmapStandalone.js"), "utf8");
    const file = path.join(folder, "heatmap.html");
    writeFileSync(file, writeHeatmapPage(profile, { title: "", script, ...shopOptions, ...options }));
    return pathToFileURL(file).href;
  };
  const open = async (hash = "", colorScheme: "dark" | "light" = "dark", profile = shopProfile()): Promise<void> => {
    page = await browser.newPage({ viewport: { width: 1200, height: 640 }, colorScheme, deviceScaleFactor: 2 });
    problems = [];
    requests = [];
    refusals = null;
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(write(profile) + hash);
  };
  const line = (number: number): Locator => page.locator(`.line[data-line="${number}"]`);
  const figures = async (number: number): Promise<string[]> => line(number).locator(".samples").allInnerTexts();
  const panel = (): Locator => page.locator(".linepanel");

  before(async function () {
    bundleWebviews();
    folder = mkdtempSync(path.join(tmpdir(), "tachyon-heatmap-"));
    browser = await launchBrowser(this);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    await page.close();
    const unexpected = problems.filter((text) => !refusals?.test(text));
    assert.deepEqual(unexpected, [], "errors or policy violations in the page");
    assert.equal(requests.length, 1, `nothing but the page is loaded: ${requests.join()}`);
  });

  it("lists files by where they live, hottest first, with folders that can all be opened and closed", async () => {
    await open();
    assert.equal(await page.title(), "shop.py · Tachyon heatmap");
    const sections = page.locator(".section > summary .title");
    assert.deepEqual(await sections.allInnerTexts(), ["Your code", "Standard library", "Packages"]);
    const visible = (): Promise<string[]> => page.locator(".file:visible .title").allInnerTexts();
    assert.deepEqual(await visible(), ["shop.py", "basket.py"]);
    await page.getByRole("button", { name: "Expand all" }).click();
    assert.deepEqual(await visible(), ["shop.py", "basket.py", "decoder.py", "__init__.py", "environment.py"]);
    await page.screenshot({ path: path.join(ARTEFACTS, "heatmap-index-dark.png") });
    await page.getByRole("button", { name: "Collapse all" }).click();
    assert.deepEqual(await visible(), []);
  });

  it("shows self and total of files and folders", async () => {
    await open();
    const shop = page.locator(".file", { hasText: "shop.py" });
    assert.match(await shop.innerText(), /61\s+67\.8 %/);
    assert.match(await page.locator(".section > summary").nth(1).innerText(), /2 files\s+20\s+22\.2 %/);
    await page.getByRole("button", { name: "Total" }).first().click();
    assert.match(await shop.innerText(), /90\s+100\.0 %/);
  });

  it("says how much no file accounts for, and leads to the hottest lines of all", async () => {
    await open("", "dark", drawnProfile(
      "main@/home/ada/shop/shop.py:4 main@/home/ada/shop/shop.py:5\n_ <GC>",
      { counts: [60, 40], weights: [60e6, 40e6] },
    ));
    assert.match(await page.locator(".files").innerText(), /40\.0 % of the time was spent in what has no source file/);
    const hot = page.locator(".hotlines li");
    assert.match(await hot.innerText(), /^for order in load\(\):\s+60\.0 %\s+shop\.py:4$/);
    await page.getByRole("button", { name: "Total" }).click();
    assert.deepEqual(await hot.locator(".where").allInnerTexts(), ["shop.py:4", "shop.py:5"]);
    await hot.nth(1).getByRole("button").click();
    assert.match((await line(5).getAttribute("class")) ?? "", /chosen/);
  });

  it("filters files by name", async () => {
    await open();
    await page.getByRole("textbox", { name: "Filter files" }).fill("JSON/dec");
    await page.waitForFunction(() => document.querySelectorAll(".section").length === 1);
    assert.deepEqual(await page.locator(".file:visible .title").allInnerTexts(), ["decoder.py"]);
  });

  it("opens a file at its hottest line, with self and total of each line", async () => {
    await open();
    await page.locator(".file", { hasText: "shop.py" }).click();
    assert.deepEqual(await Promise.all([4, 5, 9, 12].map(figures)), [["", "21"], ["", "69"], ["", "20"], ["60", "60"]]);
    assert.match((await line(12).getAttribute("class")) ?? "", /chosen/);
    assert.match(await panel().innerText(), /^Line 12[^]*Total\s+60\.0 ms\s+66\.7 %\s+Self\s+60\.0 ms/);
    await page.screenshot({ path: path.join(ARTEFACTS, "heatmap-file-dark.png") });
  });

  it("colours the lines of the figures chosen", async () => {
    await open("#shop.py");
    const coloured = async (number: number, by: string): Promise<boolean> =>
      line(number).locator(`.${by}`).evaluate((cell) => getComputedStyle(cell).backgroundColor !== "rgba(0, 0, 0, 0)");
    assert.deepEqual([await coloured(12, "self"), await coloured(12, "total"), await coloured(5, "total")], [true, false, false]);
    await page.keyboard.press("t");
    assert.deepEqual([await coloured(12, "self"), await coloured(12, "total"), await coloured(5, "total")], [false, true, true]);
  });

  it("shows hot lines only, with gaps", async () => {
    await open("#shop.py");
    await page.getByRole("button", { name: "Hot only" }).click();
    assert.deepEqual(await page.locator(".lineno:visible").allInnerTexts(), ["Line", "8", "12"]);
    assert.equal(await page.locator(".gap").count(), 1);
    await page.getByRole("button", { name: "Total" }).click();
    assert.deepEqual(await page.locator(".lineno:visible").allInnerTexts(), ["Line", "4", "5", "8", "9", "12"]);
    await page.keyboard.press("h");
    assert.equal(await page.locator(".line").count(), 12);
  });

  it("leads from a line to what calls it and to what it calls, and back with the browser's button", async () => {
    await open("#shop.py:9");
    assert.match(await panel().innerText(), /CALLERS\s+main\s+100\.0 %\s+shop\.py:4\s+CALLEES\s+loads\s+100\.0 %\s+json\/__init__\.py:1/);
    await panel().getByRole("button", { name: "loads" }).click();
    assert.equal(await page.locator("h1").last().innerText(), "json/__init__.py");
    assert.equal(new URL(page.url()).hash, "#json/__init__.py:1");
    await page.goBack();
    await page.waitForFunction(() => document.querySelector(".linepanel h2")?.textContent === "Line 9");
    await panel().getByRole("button", { name: "main" }).click();
    assert.match((await line(4).getAttribute("class")) ?? "", /chosen/);
  });

  it("tells how far a line's instructions are specialised, and where they stand in it", async () => {
    await open("#shop.py:12");
    const text = await panel().innerText();
    assert.match(text, /83\.3 % specialised \(1 of 2 instructions, 50 of 60 samples\)/);
    assert.match(text, /50\s+BINARY_OP_MULTIPLY_INT\s+BINARY_OP[^]*10\s+BINARY_OP/);
    await panel().locator(".opcodes li").first().hover();
    assert.equal(await page.evaluate(() => [...(CSS.highlights.get("instruction") ?? [])].join("")), " ".repeat(1));
    await page.getByRole("button", { name: "Specialisation" }).click();
    assert.match((await line(12).locator(".part").first().getAttribute("title")) ?? "", /^BINARY_OP_MULTIPLY_INT \(BINARY_OP\): 50 samples/);
    await page.screenshot({ path: path.join(ARTEFACTS, "heatmap-specialisation-dark.png") });
  });

  it("goes from hot line to hot line by key, and to the index with Escape", async () => {
    await open("#shop.py");
    const chosen = (): Promise<string> => page.locator(".linepanel h2").first().innerText();
    const seen: string[] = [];
    for (const key of ["t", "n", "n", "p", "p"]) {
      await page.keyboard.press(key);
      seen.push(await chosen());
    }
    assert.deepEqual(seen, ["Line 12", "Line 4", "Line 9", "Line 4", "Line 12"]);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".files").isVisible(), true);
  });

  it("shows where a long file is hot in a map that leads there", async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `x = ${at}`);
    const profile = drawnProfile("f@/srv/long.py:10 f@/srv/long.py:2900", { counts: [5, 90], weights: [5e6, 90e6] });
    page = await browser.newPage({ viewport: { width: 1200, height: 640 } });
    [problems, requests, refusals] = [[], [""], null];
    await page.goto(`${write(profile, { sourceLine: (_: string, number: number) => lines[number - 1] ?? null, projectRoots: ["/srv"] })}#long.py:10`);
    const map = page.locator(".minimap");
    const box = (await map.boundingBox())!;
    const pixels = await map.evaluate((canvas: HTMLCanvasElement) => {
      const { data, width } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return [...data.keys()].filter((at) => at % 4 === 0 && data[at + 3] > 0).map((at) => Math.floor(at / 4 / width) / canvas.height);
    });
    assert.ok(pixels.some((share) => Math.abs(share - 2900 / 3000) < 0.01), "the hot line near the end is in the map");
    await page.mouse.click(box.x + 10, box.y + (box.height * 2900) / 3000);
    await page.waitForFunction(() => (document.querySelector('.line[data-line="2900"]')?.getBoundingClientRect().top ?? 9999) < 640);
  });

  it("shows hostile names, source and file names as text", async () => {
    const hostile = drawnProfile("main@/srv/<b>x</b>.py:1\nf@/srv/<b>x</b>.py:2", { counts: [3], weights: [3e6] });
    await open("#" + encodeURI("<b>x</b>.py:2"), "dark", hostile);
    assert.equal(await page.locator("img, b").count(), 0);
    await page.close();
    await open("#shop.py:8");
    assert.equal(await line(8).locator("code").innerText(), `    note = "${HOSTILE}"`);
    assert.equal(await page.locator("img").count(), 0);
  });

  it("lets nothing be loaded or run but its own script", async () => {
    await open();
    const blocked = await page.evaluate(async () => {
      const seen: string[] = [];
      const both = new Promise<void>((done) =>
        document.addEventListener("securitypolicyviolation", (event) => {
          if (seen.push(event.effectiveDirective) === 2) done();
        }),
      );
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      const fetched = await fetch("https://tachyon.test/").then(() => true, () => false);
      await both;
      return { seen: seen.sort(), fetched, ran: "ran" in window };
    });
    assert.deepEqual(blocked, { seen: ["connect-src", "script-src-elem"], fetched: false, ran: false });
    refusals = /Content Security Policy/;
  });

  it("is light where the system is, and switches", async () => {
    await open("#shop.py:5", "light");
    await page.screenshot({ path: path.join(ARTEFACTS, "heatmap-file-light.png") });
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(await page.evaluate(() => document.body.className), "vscode-dark");
  });
});

describe("heatmap in a webview", function () {
  this.timeout(60_000);
  let browser: Browser;

  before(async function () {
    bundleWebviews();
    browser = await launchBrowser(this);
  });

  it("asks the editor for lines, and keeps its place for when it comes back", async () => {
    let view = await FlamePage.open(browser, { bundle: "heatmap" });
    await view.send(shopMessage());
    await view.page.locator(".file", { hasText: "shop.py" }).click();
    await view.page.keyboard.press("Control+Enter");
    const opened = { kind: "openLine", file: "/home/ada/shop/shop.py", line: 12, beside: false };
    assert.deepEqual(await view.posted(), [{ kind: "ready" }, opened]);
    const state = await view.kept();
    assert.deepEqual(view.problems, []);
    await view.close();
    view = await FlamePage.open(browser, { bundle: "heatmap", state });
    await view.send(shopMessage());
    assert.equal(await view.page.locator("h1").last().innerText(), "shop.py");
    await view.close();
  });

  for (const theme of ["hcDark", "hcLight"] as const) {
    it(`can be used in the theme ${theme}`, async () => {
      const view = await FlamePage.open(browser, { bundle: "heatmap", theme, scale: 2 });
      await view.send(shopMessage());
      await view.page.locator(".file", { hasText: "shop.py" }).click();
      await view.screenshot(`heatmap-${theme}`);
      const border = await view.page.locator('.line[data-line="12"] .self').evaluate((cell) => getComputedStyle(cell).borderLeftWidth);
      assert.equal(border, "12px", "heat is a bar as long as the line is hot");
      assert.deepEqual(view.problems, []);
      await view.close();
    });
  }
});
