import * as assert from "node:assert/strict";
import type { Browser, Locator } from "playwright-core";
import { GraphModel } from "../../webviews/flame/graphModel";
import { computeRelatives } from "../../webviews/flame/relatives";
import { FlamePage } from "./flamePage";
import { invertedShopGraph, makeGraph, sampleSummary, shopGraph } from "./sampleGraph";
import { bundleWebviews, launchBrowser } from "./testBrowser";

describe("flame graph: callers and callees", () => {
  const names = (model: GraphModel, rows: readonly { box: number; weight: number }[]): string[] =>
    rows.map(({ box, weight }) => `${model.name(box)} ${weight / 1e6}`);
  const leaf = (self: number) => ({ name: "f", self });

  it("are summed over the whole graph, heaviest first", () => {
    const model = new GraphModel(makeGraph([{ name: "a", calls: [leaf(5)] }, { name: "b", self: 1, calls: [leaf(7), { name: "g", self: 2 }] }]));
    const f = computeRelatives(model, model.graph.parent.findIndex((parent) => parent >= 0 && model.name(parent) === "a"), false);
    assert.deepEqual(names(model, f.callers), ["b 7", "a 5"]);
    assert.deepEqual([names(model, f.callees), f.weight], [[], 12e6]);
    const b = computeRelatives(model, 0, false);
    assert.deepEqual(names(model, b.callees), ["f 7", "g 2"]);
  });

  it("count recursion once", () => {
    const model = new GraphModel(makeGraph([{ name: "r", self: 1, calls: [{ name: "r", self: 2, calls: [{ name: "r", self: 4 }] }] }]));
    const { callers, callees, weight } = computeRelatives(model, 2, false);
    assert.deepEqual([names(model, callers), names(model, callees), weight], [["r 6"], ["r 6"], 7e6]);
  });

  it("change places in an inverted graph", () => {
    const model = new GraphModel(makeGraph([{ name: "leaf", self: 0, calls: [{ name: "caller", self: 3 }] }]));
    assert.deepEqual(names(model, computeRelatives(model, 0, true).callers), ["caller 3"]);
  });
});

describe("flame graph: sidebar and pictures in a browser", function () {
  this.timeout(60_000);
  let browser: Browser;
  let flame: FlamePage;
  let sidebar: Locator;
  const open = async (options: Parameters<typeof FlamePage.open>[1] = {}): Promise<void> => {
    flame = await FlamePage.open(browser, options);
    sidebar = flame.page.locator(".sidebar");
    await flame.show(shopGraph());
  };

  before(async function () {
    bundleWebviews();
    browser = await launchBrowser(this);
  });
  afterEach(async () => {
    const { problems } = flame;
    await flame.close();
    assert.deepEqual(problems, [], "errors or policy violations in the page");
  });

  it("tells how many samples there were, what threads did, and which functions are hot", async () => {
    await open();
    const text = await sidebar.innerText();
    for (const part of [/Samples\s+12,386/, /Functions\s+57/, /Good samples\s+99\.8 %/, /GIL awaited\s+8\.0 %/, /Garbage collection\s+3\.2 %/]) {
      assert.match(text, part);
    }
    const first = sidebar.locator(".hotspots li .what").first();
    assert.equal(await first.innerText(), "Basket.price");
    await sidebar.getByRole("button", { name: "Total" }).click();
    assert.equal(await first.innerText(), "main");
  });

  it("looks a hot spot up in the graph", async () => {
    await open();
    await sidebar.getByRole("button", { name: /^tax/ }).click();
    await flame.settle();
    assert.equal(await flame.focusedName(), "tax");
  });

  it("shows callers and callees of the focused function, and goes to them", async () => {
    await open();
    assert.match(await sidebar.locator(".relatives").innerText(), /Choose a function/);
    await flame.page.locator(".pane").focus();
    await flame.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
    assert.match(await sidebar.locator(".relatives").innerText(), /CALLERS\s+invoice_all\s+100\.0 %[^]*CALLEES\s+Basket\.discount\s+28\.9 %/);
    await sidebar.locator(".relatives").getByRole("button", { name: "Basket.discount" }).click();
    await flame.settle();
    assert.equal(await flame.focusedName(), "Basket.discount");
    await flame.show(invertedShopGraph(), { selection: { thread: -1, inverted: true } });
    await flame.page.locator(".pane").focus();
    await flame.press("ArrowDown");
    assert.match(await sidebar.locator(".relatives").innerText(), /CALLERS\s+invoice_all/);
  });

  it("opens and closes by button and by key, stays as it was left, and gets wider by key", async () => {
    await open({ width: 900 });
    assert.equal(await sidebar.isVisible(), false, "too narrow a view to begin with it");
    await flame.page.getByRole("button", { name: "Sidebar" }).click();
    assert.equal(await sidebar.isVisible(), true);
    const before = (await sidebar.boundingBox())?.width ?? 0;
    await flame.page.getByRole("separator").press("ArrowLeft");
    assert.equal((await sidebar.boundingBox())?.width, before + 20);
    await flame.page.waitForFunction(() => JSON.stringify(window.testFlame.state ?? "").includes('"sidebar":true'));
    const state = await flame.kept();
    await flame.close();
    await open({ width: 900, state });
    assert.equal(await sidebar.isVisible(), true);
    await flame.page.locator(".pane").focus();
    await flame.press("s");
    assert.equal(await sidebar.isVisible(), false);
  });

  it("says nothing of a lock where the recording knows of none", async () => {
    await open();
    await flame.show(shopGraph(), { summary: sampleSummary({ states: [{ state: "gc", share: 0.01 }] }) });
    assert.doesNotMatch(await sidebar.innerText(), /GIL/);
  });

  it("saves what is in sight as an SVG picture in which names are text", async () => {
    await open();
    const hostile = `<img src=x onerror=alert(1)> & "quotes" </script>\u0001`;
    await flame.show(makeGraph([{ name: hostile, self: 60 }, { name: "b", self: 40 }]));
    await flame.page.getByRole("button", { name: "Save SVG" }).click();
    const saved = (await flame.posted()).at(-1);
    assert.ok(saved?.kind === "save");
    assert.equal(saved.name, "shop.py.svg");
    const seen = await flame.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      const texts = (name: string) => [...parsed.getElementsByTagName(name)].map((node) => node.textContent);
      return { failed: texts("parsererror"), images: texts("img").length, titles: texts("title"), rects: texts("rect").length };
    }, saved.text);
    assert.deepEqual([seen.failed, seen.images, seen.rects], [[], 0, 3]);
    assert.ok(seen.titles[0]?.startsWith(`<img src=x onerror=alert(1)> & "quotes" </script>\ufffd\ntotal 60.0 ms, 60.0 %`));
  });
});
