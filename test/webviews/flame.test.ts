import * as assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { contrast, parseColor } from "../../webviews/shared/color";
import { FlamePage } from "./flamePage";
import { invertedShopGraph, largeGraph, makeGraph, sampleFacts, shopGraph } from "./sampleGraph";
import { bundleWebviews, launchBrowser } from "./testBrowser";
import { themes } from "./themes";

describe("flame graph in a browser", function () {
  this.timeout(60_000);
  let browser: Browser;
  let flame: FlamePage;
  const opened: FlamePage[] = [];
  const open = async (options: Parameters<typeof FlamePage.open>[1] = {}): Promise<FlamePage> => {
    flame = await FlamePage.open(browser, options);
    opened.push(flame);
    return flame;
  };

  before(async function () {
    bundleWebviews();
    browser = await launchBrowser(this);
  });
  afterEach(async () => {
    const problems = opened.flatMap((page) => page.problems);
    for (const page of opened.splice(0)) await page.close();
    assert.deepEqual(problems, [], "errors or policy violations in the page");
  });

  describe("drawing", () => {
    it("says it is ready, waits, then draws callers above callees with their names", async () => {
      await open();
      assert.deepEqual(await flame.posted(), [{ kind: "ready" }]);
      assert.equal(await flame.page.locator(".message").innerText(), "Waiting for the first samples …");
      await flame.show(shopGraph());
      const [module, main, price] = [await flame.label("<module> shop.py"), await flame.label("main"), await flame.label("Basket.price")];
      assert.ok(module.y < main.y && main.y < price.y);
      assert.equal(await flame.page.locator("h1").innerText(), "shop.py");
    });

    it("clips names that do not fit, with an ellipsis", async () => {
      await open();
      await flame.show(makeGraph([{ name: "a", self: 90 }, { name: "a_rather_long_function_name", self: 10 }]));
      const labels = (await flame.labels()).map((label) => label.text);
      assert.equal(labels[0], "a");
      assert.match(labels[1], /^a_rather_lo\w*…$/);
    });

    for (const theme of ["dark", "light", "hcDark", "hcLight"] as const) {
      it(`is legible in the theme ${theme}: every label stands out from its box`, async () => {
        await open({ theme });
        await flame.show(shopGraph());
        const labels = await flame.labels();
        assert.ok(labels.length > 15);
        for (const label of labels) {
          const fill = parseColor(await flame.pixel(label.x - 3, label.y));
          const text = parseColor(label.color);
          assert.ok(fill !== null && text !== null);
          assert.ok(contrast(fill, text) >= 4.5, `${label.text}: ${contrast(fill, text).toFixed(1)} in ${theme}`);
        }
      });
    }

    it("repaints when the theme changes", async () => {
      await open({ theme: "dark" });
      await flame.show(shopGraph());
      const { width, height } = (await flame.page.locator("canvas.graph").boundingBox())!;
      const corner = async (): Promise<unknown> => parseColor(await flame.pixel(width - 2, height - 2));
      assert.deepEqual(await corner(), parseColor(themes.dark.variables["editor-background"]));
      await flame.changeTheme("light");
      assert.deepEqual(await corner(), parseColor(themes.light.variables["editor-background"]));
    });

    it("shows a source line with markup in it as text", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.hover("Basket.discount");
      const source = await flame.page.locator(".tooltip .source").innerText();
      assert.equal(source, "if customer.orders > 10 and '</script>' not in customer.note:");
    });

    it("spends a drawing command only on what is wide enough to be seen", async () => {
      await open({ width: 1600, height: 1000 });
      const graph = largeGraph();
      assert.ok(graph.length >= 50_000, `${graph.length} boxes`);
      await flame.show(graph);
      const commands = await flame.drawCommands();
      assert.ok(commands > 0 && commands < graph.length / 2, `${commands} commands for ${graph.length} boxes`);
    });
  });

  describe("pointer", () => {
    it("goes to the hot line on a click, beside with Ctrl, and only once on a double click, which zooms", async () => {
      await open();
      await flame.show(shopGraph());
      const { x, y } = await flame.pointOf("Basket.price");
      await flame.page.mouse.click(x, y);
      const place = { kind: "openLine", file: "/home/ada/shop/shop.py", line: 93 };
      assert.deepEqual((await flame.posted()).slice(1), [{ ...place, beside: false }]);
      await flame.page.mouse.dblclick(x, y);
      assert.equal((await flame.posted()).length, 3);
      await flame.settle();
      assert.ok((await flame.label("tax")).x > 300, "zoomed");
      const zoomed = await flame.pointOf("Basket.price");
      await flame.page.keyboard.down("Control");
      await flame.page.mouse.click(zoomed.x, zoomed.y);
      await flame.page.keyboard.up("Control");
      assert.deepEqual((await flame.posted()).at(-1), { ...place, beside: true });
    });

    it("shows a tooltip with self, total, source line and opcodes, below the box's own label", async () => {
      await open();
      await flame.show(shopGraph());
      const { y } = await flame.hover("Basket.price");
      const text = await flame.page.locator(".tooltip").innerText();
      for (const part of ["Basket.price", "shop.py:93", "Total", "3.84 s", "Self", "2.35 s", "item.amount"]) {
        assert.ok(text.includes(part), `${part} in ${text}`);
      }
      assert.match(text, /34\.0 %\s*BINARY_OP_MULTIPLY_FLOAT\s*BINARY_OP/);
      const box = await flame.page.locator(".tooltip").boundingBox();
      assert.ok(box !== null && box.y > y + 8);
      await flame.page.mouse.move(600, 500);
      await flame.settle();
      assert.equal(await flame.page.locator(".tooltip").isVisible(), false);
    });

    it("zooms around the pointer with Ctrl and the wheel, and pans by dragging", async () => {
      await open();
      await flame.show(shopGraph());
      const before = await flame.hover("Thread._bootstrap");
      await flame.page.keyboard.down("Control");
      await flame.page.mouse.wheel(0, -300);
      await flame.page.keyboard.up("Control");
      await flame.settle();
      const zoomed = (await flame.label("SSLSocket.read")).x;
      assert.ok(zoomed < before.x, "what lies left of the pointer moved left or stayed");
      await flame.page.mouse.down();
      await flame.page.mouse.move(before.x + 100, before.y, { steps: 4 });
      await flame.page.mouse.up();
      await flame.settle();
      assert.ok(Math.abs((await flame.label("SSLSocket.read")).x - zoomed - 100) <= 2);
      assert.equal((await flame.posted()).filter(({ kind }) => kind === "openLine").length, 0, "a drag is no click");
    });
  });

  describe("keyboard", () => {
    it("moves between callers, callees and neighbours", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.press("ArrowDown");
      assert.equal(await flame.focusedName(), "<module>");
      await flame.press("ArrowDown", "ArrowDown", "ArrowDown");
      assert.equal(await flame.focusedName(), "Basket.price");
      await flame.press("ArrowRight");
      assert.equal(await flame.focusedName(), "send");
      await flame.press("ArrowLeft", "ArrowUp");
      assert.equal(await flame.focusedName(), "invoice_all");
    });

    it("zooms with Enter, out with Escape, resets with 0, and opens the line with Ctrl+Enter", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.page.locator(".pane").focus();
      const whole = (await flame.label("Thread._bootstrap")).x;
      await flame.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
      await assert.rejects(flame.label("Thread._bootstrap"), "out of sight while zoomed");
      await flame.press("Control+Enter");
      assert.deepEqual((await flame.posted()).at(-1), {
        kind: "openLine",
        file: "/home/ada/shop/shop.py",
        line: 93,
        beside: false,
      });
      await flame.press("Escape");
      await assert.rejects(flame.label("load_orders"), "one level out: still inside invoice_all");
      await flame.press("0");
      assert.equal((await flame.label("Thread._bootstrap")).x, whole);
    });

    it("glides to the zoomed box where motion is welcome, and arrives exactly", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
      const arrived = await flame.labels();
      await open({ motion: true });
      await flame.show(shopGraph());
      await flame.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
      await flame.page.keyboard.press("Enter");
      await flame.page.waitForFunction(
        (wanted) => JSON.stringify(window.testFlame.labels) === wanted,
        JSON.stringify(arrived),
      );
      assert.ok((await flame.inBetween()) > 0, "frames between whole and zoomed");
    });

    it("tells screen readers what is focused", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.page.locator(".pane").focus();
      await flame.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
      // Where keys come slowly, boxes on the way to the last one are told too.
      const live = flame.page.locator("[aria-live=polite]", { hasText: /^Basket/ });
      await live.waitFor({ state: "attached" });
      assert.match(await live.innerText(), /^Basket\.price, total 3\.84 s, 37\.0 %; self 2\.35 s, 22\.6 %; .*shop\.py:93/);
    });

    it("lists its keys, and Escape closes the list", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.page.locator(".pane").focus();
      await flame.press("?");
      assert.ok(await flame.page.getByText("Heaviest function below").isVisible());
      await flame.press("Escape");
      assert.equal(await flame.page.getByText("Heaviest function below").isVisible(), false);
    });
  });

  describe("search", () => {
    it("counts matches with the time they cover, dims the others, and goes from match to match", async () => {
      await open();
      await flame.show(shopGraph());
      const plain = (await flame.label("<module> shop.py")).color;
      await flame.press("/");
      await flame.page.keyboard.insertText("json");
      await flame.page.waitForFunction(() => document.querySelector(".count")?.textContent !== "");
      assert.equal(await flame.page.locator(".count").innerText(), "3 matches · 15.2 %");
      await flame.settle();
      assert.notEqual((await flame.label("<module> shop.py")).color, plain);
      const visited: string[] = [];
      for (const key of ["Enter", "Enter", "F3", "F3", "Shift+Enter"]) {
        await flame.press(key);
        visited.push(await flame.focusedName());
      }
      const [loads, decode, raw] = ["loads", "JSONDecoder.decode", "JSONDecoder.raw_decode"];
      assert.deepEqual(visited, [loads, decode, raw, loads, raw]);
    });

    it("says so when a regular expression is none", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.press("Control+f");
      await flame.page.keyboard.insertText("/(/");
      await flame.page.waitForFunction(() => document.querySelector(".count")?.textContent !== "");
      assert.equal(await flame.page.locator(".count").innerText(), "not a regular expression");
    });

    it("searches at the host's wish", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.send({ kind: "search", text: "tax" });
      assert.equal(await flame.focusedName(), "tax");
    });
  });

  describe("selection and refresh", () => {
    it("asks for the inverted view and for a thread", async () => {
      await open();
      await flame.show(shopGraph());
      await flame.page.getByRole("button", { name: "Inverted" }).click();
      const inverted = { thread: -1, inverted: true };
      assert.deepEqual((await flame.posted()).at(-1), { kind: "select", selection: inverted });
      await flame.show(invertedShopGraph(), { selection: inverted });
      assert.equal(await flame.page.getByRole("button", { name: "Inverted" }).getAttribute("aria-pressed"), "true");
      await flame.page.locator("select").selectOption({ label: "worker-1 · 17.7 %" });
      assert.deepEqual((await flame.posted()).at(-1), { kind: "select", selection: { thread: 1, inverted: true } });
    });

    it("keeps zoom, focus and search when a live graph is refreshed", async () => {
      await open();
      const facts = sampleFacts({ live: true });
      await flame.show(makeGraph([{ name: "a", self: 1, calls: [{ name: "b", self: 5 }, { name: "c", self: 4 }] }]), { facts });
      await flame.page.locator(".pane").focus();
      await flame.press("ArrowDown", "ArrowDown", "ArrowRight", "Enter");
      assert.deepEqual((await flame.labels()).map(({ text }) => text), ["a", "c"]);
      // "c" has overtaken "b", so every index and edge is another.
      await flame.show(makeGraph([{ name: "a", self: 1, calls: [{ name: "b", self: 6 }, { name: "c", self: 20 }] }]), { facts });
      assert.deepEqual((await flame.labels()).map(({ text }) => text), ["a", "c"]);
      assert.equal(await flame.focusedName(), "c");
      assert.ok(await flame.page.locator(".live").isVisible());
    });

    it("comes back as it was after having been hidden", async () => {
      await open();
      await flame.show(invertedShopGraph(), { selection: { thread: 1, inverted: true } });
      await flame.page.locator(".pane").focus();
      await flame.press("ArrowDown", "Enter");
      await flame.page.locator(".query").fill("main");
      await flame.page.waitForFunction(() => JSON.stringify(window.testFlame.state ?? "").includes('"main"'));
      const state = await flame.kept();
      const zoomed = (await flame.labels()).map(({ text }) => text);

      await open({ state });
      await flame.show(shopGraph());
      assert.deepEqual((await flame.posted()).at(-1), { kind: "select", selection: { thread: 1, inverted: true } });
      await flame.show(invertedShopGraph(), { selection: { thread: 1, inverted: true } });
      assert.deepEqual((await flame.labels()).map(({ text }) => text), zoomed);
      assert.equal(await flame.page.locator(".query").inputValue(), "main");
      assert.equal((await flame.posted()).length, 2, "asked once");
    });

    it("lets one choose another thread when this one has no samples", async () => {
      await open();
      await flame.show(makeGraph([]), { selection: { thread: 2, inverted: false } });
      assert.ok(await flame.page.getByText("There are no samples in this selection.").isVisible());
      await flame.page.locator("select").selectOption("-1");
      await flame.show(shopGraph());
      assert.ok(await flame.label("main"));
    });

    it("says why there is nothing to draw", async () => {
      await open();
      await flame.send({ kind: "empty", reason: "The program ended before a sample was taken.", facts: sampleFacts() });
      assert.ok(await flame.page.getByText("The program ended before a sample was taken.").isVisible());
      assert.equal(await flame.page.locator("canvas").isVisible(), false);
    });
  });
});
