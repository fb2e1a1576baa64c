import * as assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { bundleWebviews, FlamePage, launchBrowser } from "./flamePage";
import { invertedShopGraph, largeGraph, sampleFacts, shopGraph } from "./sampleGraph";

describe("flame graph in a browser", function () {
  this.timeout(60_000);
  let browser: Browser;
  let flame: FlamePage;

  before(async function () {
    bundleWebviews();
    browser = await launchBrowser(this);
  });
  after(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    const problems = flame?.problems ?? [];
    await flame?.close();
    assert.deepEqual(problems, []);
  });

  it("takes the pictures", async () => {
    for (const theme of ["dark", "light", "hcDark", "hcLight"] as const) {
      flame = await FlamePage.open(browser, { theme, scale: 2 });
      await flame.show(shopGraph());
      await flame.screenshot(`${theme}`);
      const { x, y } = await flame.pointOf("Basket.price");
      await flame.page.mouse.move(x, y);
      await flame.settle();
      await flame.screenshot(`${theme}-hover`);
      await flame.page.mouse.click(x, y);
      await flame.page.mouse.move(5, 5);
      await flame.press("Enter");
      await flame.screenshot(`${theme}-zoomed`);
      await flame.press("Escape", "0", "/");
      await flame.page.keyboard.type("json");
      await flame.page.waitForFunction(() => document.querySelector(".count")?.textContent !== "");
      await flame.press("Enter");
      await flame.screenshot(`${theme}-search`);
      await flame.press("Escape");
      await flame.show(invertedShopGraph(), { selection: { thread: -1, inverted: true } });
      await flame.screenshot(`${theme}-inverted`);
      if (theme !== "hcLight") await flame.close();
    }
    void largeGraph; void sampleFacts;
  });
});
