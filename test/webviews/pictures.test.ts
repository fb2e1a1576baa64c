import * as assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { FlamePage } from "./flamePage";
import { invertedShopGraph, largeGraph, sampleFacts, shopGraph } from "./sampleGraph";
import { bundleWebviews, launchBrowser } from "./testBrowser";

/** Takes the pictures in test/artefacts/webviews that show what a user sees, theme by theme. */
describe("pictures of the flame graph", function () {
  this.timeout(60_000);
  let browser: Browser;

  before(async function () {
    bundleWebviews();
    browser = await launchBrowser(this);
  });

  for (const theme of ["dark", "light", "hcDark", "hcLight"] as const) {
    it(`in the theme ${theme}`, async () => {
      const flame = await FlamePage.open(browser, { theme });
      await flame.show(shopGraph());
      await flame.screenshot(theme);
      const { x, y } = await flame.hover("Basket.price");
      await flame.screenshot(`${theme}-hover`);
      await flame.page.mouse.dblclick(x, y);
      await flame.page.mouse.move(5, 5);
      await flame.screenshot(`${theme}-zoomed`);
      await flame.press("0", "/");
      await flame.page.keyboard.insertText("json");
      await flame.page.waitForFunction(() => document.querySelector(".count")?.textContent !== "");
      await flame.press("Enter");
      await flame.screenshot(`${theme}-search`);
      await flame.press("Escape");
      await flame.show(invertedShopGraph(), { selection: { thread: -1, inverted: true } });
      await flame.screenshot(`${theme}-inverted`);
      const facts = sampleFacts({ live: true, tornShare: 0.06, notes: ["Sampling fell behind for 2.1 s."] });
      await flame.show(shopGraph(), { facts });
      await flame.page.getByRole("button", { name: "?" }).click();
      await flame.screenshot(`${theme}-live-help`);
      assert.deepEqual(flame.problems, []);
      await flame.close();
    });
  }

  it("of many boxes", async () => {
    const flame = await FlamePage.open(browser);
    await flame.show(largeGraph());
    await flame.screenshot("dark-large");
    assert.deepEqual(flame.problems, []);
    await flame.close();
  });

  it("in a narrow column", async () => {
    const flame = await FlamePage.open(browser, { width: 520, height: 560, scale: 2 });
    await flame.show(shopGraph());
    await flame.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
    await flame.screenshot("dark-narrow");
    await flame.press("Enter");
    for (const width of [520, 660, 780, 900]) {
      await flame.page.setViewportSize({ width, height: 560 });
      const overflow = await flame.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.equal(overflow, 0, `nothing sticks out sideways at ${width} px`);
    }
    assert.deepEqual(flame.problems, []);
    assert.ok((await flame.labels()).length > 3);
    await flame.close();
  });
});
