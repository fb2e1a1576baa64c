import { toCss } from "../shared/color";
import { TextFit } from "../shared/textFit";
import type { Theme } from "../shared/theme";
import type { Span } from "../shared/viewport";
import { describeBox } from "./boxFacts";
import type { GraphModel } from "./graphModel";
import { labelOf, type Look } from "./palette";

const NAMESPACE = "http://www.w3.org/2000/svg";
const WIDTH = 1600;
const ROW_HEIGHT = 20;
const TITLE_HEIGHT = 32;
const PADDING = 6;
const FONT_SIZE = 12;
/** Narrower boxes are left out: nobody sees them in print. */
const NARROWEST = 0.4;
const NARROWEST_LABEL = 26;
/** What XML has no way to write: control characters and halves of surrogate pairs. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;
/** The fonts of whoever opens it decide how wide text is. */
const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";

/** What a picture shows. */
export interface Picture {
  readonly title: string;
  readonly model: GraphModel;
  readonly look: Look;
  readonly theme: Theme;
  /** What is in sight sideways; all rows are drawn. */
  readonly span: Span;
}

/** The graph as an SVG file. Names become text nodes and attributes of a document, so none can become markup. */
export function drawSvg(picture: Picture): string {
  const { model, theme, span } = picture;
  const boxes = visibleBoxes(model, span);
  const rows = boxes.reduce((most, box) => Math.max(most, model.graph.depth[box] + 1), 0);
  const height = TITLE_HEIGHT + rows * ROW_HEIGHT + PADDING;
  const root = node("svg", {
    xmlns: NAMESPACE,
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    "font-family": FONT,
    "font-size": FONT_SIZE,
  });
  root.append(
    node("rect", { width: WIDTH, height, fill: toCss(theme.background) }),
    node("text", { x: PADDING, y: 20, fill: toCss(theme.foreground), "font-size": 14, "font-weight": 600 }, picture.title),
  );
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = `${FONT_SIZE}px ${FONT}`;
  const fit = new TextFit((text) => context?.measureText(text).width ?? text.length * 7);
  for (const box of boxes) root.append(drawBox(picture, box, fit));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

function visibleBoxes({ graph }: GraphModel, span: Span): number[] {
  const boxes: number[] = [];
  const end = span.start + span.width;
  for (let box = 0; box < graph.length; box++) {
    const inSight = Math.min(end, graph.start[box] + graph.weight[box]) - Math.max(span.start, graph.start[box]);
    if ((inSight / span.width) * WIDTH >= NARROWEST) boxes.push(box);
  }
  return boxes;
}

function drawBox({ model, look, theme, span }: Picture, box: number, fit: TextFit): SVGElement {
  const { graph } = model;
  const scale = WIDTH / span.width;
  const left = Math.max(0, (graph.start[box] - span.start) * scale);
  const right = Math.min(WIDTH, (graph.start[box] + graph.weight[box] - span.start) * scale);
  const [y, width] = [TITLE_HEIGHT + graph.depth[box] * ROW_HEIGHT, Math.max(NARROWEST, right - left - 1)];
  const paint = look.paints[look.paint[box]];
  const facts = describeBox(model, box);
  const place = facts.place === "" ? "" : ` (${facts.place})`;
  const stroke = theme.highContrast ? toCss(theme.border) : "none";
  const group = node("g");
  group.append(
    node("title", {}, `${facts.name}${place}\ntotal ${facts.total}, ${facts.totalShare}; self ${facts.self}, ${facts.selfShare}`),
    node("rect", { x: round(left), y, width: round(width), height: ROW_HEIGHT - 1, rx: 2, fill: toCss(paint.fill), stroke }),
  );
  const label = width < NARROWEST_LABEL ? "" : fit.fit(labelOf(model, look, box), width - 2 * PADDING);
  if (label !== "") group.append(node("text", { x: round(left + PADDING), y: y + 14, fill: paint.text }, label));
  return group;
}

function node(name: string, attributes: Readonly<Record<string, string | number>> = {}, text = ""): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") made.setAttribute(key, String(value));
  }
  if (text !== "") made.textContent = text.replace(UNWRITABLE, "\ufffd");
  return made;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
