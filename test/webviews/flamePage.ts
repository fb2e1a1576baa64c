import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Browser, Page } from "playwright-core";
import type { FlameGraph, FlameSelection, FromFlameView, ToFlameView, ToHeatmapView } from "../../webviews/protocol";
import { sampleFacts, sampleSummary, sampleThreads } from "./sampleGraph";
import { ARTEFACTS, ROOT } from "./testBrowser";
import { themes } from "./themes";

const ORIGIN = "https://webview.test";
// As strict as a webview's: only our script, and no inline style.
const POLICY = "default-src 'none'; script-src 'nonce-test'; style-src 'nonce-none'";

/** A page around the bundle that plays VS Code: it records intents, keeps state, and sends messages. */
export class FlamePage {
  private constructor(readonly page: Page, readonly problems: string[]) {}

  /** `state` is what an earlier page kept with setState. */
  static async open(
    browser: Browser,
    options: { theme?: keyof typeof themes; width?: number; height?: number; state?: unknown; scale?: number; motion?: boolean; bundle?: string } = {},
  ): Promise<FlamePage> {
    const { width = 1488, height = 640, state, theme = "dark", scale = 1, motion = false, bundle = "flame" } = options;
    const reducedMotion = motion ? "no-preference" : "reduce";
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale, reducedMotion });
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
    const script = readFileSync(path.join(ROOT, "dist", "webviews", `${bundle}.js`), "utf8");
    const variables = JSON.stringify(themes[theme].variables);
    const paint = `for (const [name, value] of Object.entries(${variables}))
      document.documentElement.style.setProperty("--vscode-" + name, value);`;
    const serve = (name: string, body: string): Promise<unknown> =>
      page.route(`${ORIGIN}/${name}`, (route) => route.fulfill({ contentType: "text/javascript", body }));
    await serve("theme.js", paint);
    await serve("flame.js", script);
    const scripts = ["theme.js", "flame.js"].map((name) => `<script nonce="test" src="/${name}"></script>`).join("");
    await page.route(`${ORIGIN}/`, (route) =>
      route.fulfill({
        contentType: "text/html; charset=utf-8",
        headers: { "content-security-policy": POLICY },
        body: `<!doctype html><html><body class="${themes[theme].bodyClass}">${scripts}</body></html>`,
      }),
    );
    // The name helper that the TypeScript transpiler of the tests calls inside functions.
    await page.addInitScript("globalThis.__name = (value) => value;");
    await page.addInitScript(installFakes, state);
    await page.goto(`${ORIGIN}/`);
    return new FlamePage(page, problems);
  }

  /** Shows a graph and waits until it is drawn. */
  async show(graph: FlameGraph, message: Partial<Extract<ToFlameView, { kind: "graph" }>> = {}): Promise<void> {
    const selection: FlameSelection = { thread: -1, inverted: false };
    await this.send({ kind: "graph", graph, selection, threads: sampleThreads, facts: sampleFacts(), summary: sampleSummary(), ...message });
  }

  async send(message: ToFlameView | ToHeatmapView): Promise<void> {
    await this.page.evaluate((data) => window.dispatchEvent(new MessageEvent("message", { data })), message);
    await this.settle();
  }

  /** Waits until what was asked for is on the screen: two frames, the second begins after the first was painted. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  }

  /** Intents sent so far. */
  posted(): Promise<FromFlameView[]> {
    return this.page.evaluate(() => window.testFlame.posted as FromFlameView[]);
  }

  /** What the view kept with setState last. */
  kept(): Promise<unknown> {
    return this.page.evaluate(() => window.testFlame.state);
  }

  /** Labels of the last frame, with where they stand. */
  labels(): Promise<DrawnLabel[]> {
    return this.page.evaluate(() => window.testFlame.labels);
  }

  /** The label that begins with this text in the last frame; fails when there is none. */
  async label(text: string): Promise<DrawnLabel> {
    const labels = await this.labels();
    const found = labels.find((label) => label.text.startsWith(text));
    if (found === undefined) throw new Error(`No label "${text}" among ${labels.map((label) => label.text).join(", ")}`);
    return found;
  }

  /** Point of the page inside the box whose label begins with this text. */
  async pointOf(text: string): Promise<{ x: number; y: number }> {
    const [label, canvas] = [await this.label(text), await this.page.locator("canvas.graph").boundingBox()];
    if (canvas === null) throw new Error("The graph is not on the page");
    return { x: canvas.x + label.x + 4, y: canvas.y + label.y };
  }

  /** Moves the pointer onto a box; returns where. */
  async hover(text: string): Promise<{ x: number; y: number }> {
    const point = await this.pointOf(text);
    await this.page.mouse.move(point.x, point.y);
    await this.settle();
    return point;
  }

  /** Colour of a point of the canvas, as CSS text. */
  pixel(x: number, y: number): Promise<string> {
    return this.page.evaluate(([x, y]) => {
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.graph");
      const scale = window.devicePixelRatio;
      const [r, g, b] = canvas?.getContext("2d")?.getImageData(x * scale, y * scale, 1, 1).data ?? [];
      return `rgb(${r}, ${g}, ${b})`;
    }, [x, y] as const);
  }

  /** How many shapes and texts the next redraw asks the canvas for. */
  drawCommands(): Promise<number> {
    return this.page.evaluate(async () => {
      const canvas = document.querySelector<HTMLCanvasElement>("canvas.graph");
      const prototype = CanvasRenderingContext2D.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
      const counted = ["fill", "fillRect", "fillText", "stroke", "putImageData", "drawImage"];
      const originals = counted.map((name) => prototype[name]);
      let commands = 0;
      counted.forEach((name, at) => {
        prototype[name] = function (...args: unknown[]) {
          commands++;
          return originals[at].apply(this, args);
        };
      });
      canvas?.dispatchEvent(new WheelEvent("wheel", { ctrlKey: true, deltaY: -2, cancelable: true }));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      counted.forEach((name, at) => (prototype[name] = originals[at]));
      return commands;
    });
  }

  /** Number of frames so far in which a box stood neither where it began nor where it is now. */
  inBetween(): Promise<number> {
    return this.page.evaluate(() => {
      const frames = window.testFlame.frames.filter((frame) => frame !== "[]");
      return frames.filter((frame) => frame !== frames[0] && frame !== frames.at(-1)).length;
    });
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    await this.settle();
  }

  /** Name of the focused function as the details panel shows it. */
  focusedName(): Promise<string> {
    return this.page.locator(".details .name").innerText();
  }

  async changeTheme(theme: keyof typeof themes): Promise<void> {
    await this.page.evaluate(({ bodyClass, variables }) => {
      const { style } = document.documentElement;
      for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
      document.body.className = bodyClass;
    }, themes[theme]);
    await this.settle();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** A text drawn on the canvas, in CSS pixels of the canvas. */
export interface DrawnLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

interface TestFlame {
  posted: unknown[];
  state: unknown;
  labels: DrawnLabel[];
  /** Texts and places of earlier frames, as JSON. */
  frames: string[];
}

declare global {
  interface Window {
    testFlame: TestFlame;
    acquireVsCodeApi(): unknown;
  }
}

// Runs in the page before its scripts.
function installFakes(state: unknown): void {
  const test: TestFlame = { posted: [], state, labels: [], frames: [] };
  window.testFlame = test;
  window.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => test.posted.push(message),
    getState: () => test.state,
    setState: (kept: unknown) => (test.state = kept),
  });
  const { prototype } = CanvasRenderingContext2D;
  const { fillText, setTransform } = prototype;
  // Each frame begins with the transformation.
  prototype.setTransform = function (this: CanvasRenderingContext2D, ...numbers: unknown[]) {
    test.frames.push(JSON.stringify(test.labels.map(({ text, x }) => [text, x])));
    test.labels = [];
    setTransform.apply(this, numbers as Parameters<typeof setTransform>);
  };
  prototype.fillText = function (text, x, y) {
    test.labels.push({ text, x, y, color: String(this.fillStyle) });
    fillText.call(this, text, x, y);
  };
}
