import { type Ink, type Paint } from "../gl/renderer";
import { Category, type FlameGraph } from "../protocol";
import { type Color, mix, oklch, readableOn, toCss } from "../shared/color";
import { heatColor } from "../shared/heatColor";
import type { Theme } from "../shared/theme";
import type { GraphModel } from "./graphModel";

/** Steps of warmth a category has, the first cold. */
const STEPS = 16;

/** Hue in degrees and chroma of each category's cold boxes. */
const TINTS: Readonly<Record<Category, readonly [hue: number, chroma: number]>> = {
  [Category.Project]: [68, 0.044],
  [Category.StandardLibrary]: [252, 0.058],
  [Category.SitePackages]: [178, 0.05],
  [Category.Interpreter]: [310, 0.045],
  [Category.Synthetic]: [260, 0.008],
  [Category.Merged]: [260, 0],
};

/** What people call the categories. */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  [Category.Project]: "Your code",
  [Category.StandardLibrary]: "Standard library",
  [Category.SitePackages]: "Packages",
  [Category.Interpreter]: "Interpreter",
  [Category.Synthetic]: "Outside Python",
  [Category.Merged]: "Merged boxes",
};

/** How the boxes of a graph look in a theme. */
export interface Look {
  /** Per box, an index into `paints`. */
  readonly paint: Uint8Array;
  readonly paints: readonly Paint[];
  readonly ink: Ink;
  /** A sign before a box's name, for what colour alone must not tell. */
  readonly sign?: (box: number) => string;
}

/** What stands in a box. */
export function labelOf(model: GraphModel, look: Look, box: number): string {
  return (look.sign?.(box) ?? "") + model.label(box);
}

/** Hue by category, warmth by own time. */
export function heatLook(graph: FlameGraph, theme: Theme): Look {
  return { paint: assignPaints(graph), paints: makePaints(theme), ink: makeInk(theme) };
}

/** All looks: category by category, each from cold to hot. */
function makePaints(theme: Theme): Paint[] {
  const categories = Object.keys(TINTS).map((key) => Number(key) as Category);
  return categories.flatMap((category) =>
    Array.from({ length: STEPS }, (_, step) => makePaint(theme, category, step / (STEPS - 1))),
  );
}

/** A category's cold colour in this theme. */
export function categoryColor(theme: Theme, category: Category): Color {
  if (theme.highContrast) return theme.background;
  const [hue, chroma] = TINTS[category];
  return theme.dark ? oklch(0.4, chroma, hue) : oklch(0.91, chroma * 0.8, hue);
}

/** Colours that belong to the theme rather than to a box. */
export function makeInk(theme: Theme): Ink {
  return {
    background: theme.background,
    outline: theme.highContrast ? theme.border : null,
    selfBar: theme.highContrast ? theme.heat[theme.heat.length - 1] : null,
    focus: theme.focus,
    match: theme.match,
    foreground: theme.foreground,
    fontFamily: theme.fontFamily,
  };
}

/**
 * Each box's look. Warmth is the box's own time against the hottest box's, as a square root: the eye compares lengths
 * better than shades, so shades only say "here". A graph without any hot spot stays cool.
 */
export function assignPaints(graph: FlameGraph): Uint8Array {
  let hottest = graph.totalWeight * 0.02;
  for (let box = 0; box < graph.length; box++) {
    if (graph.category[box] !== Category.Merged) hottest = Math.max(hottest, graph.self[box]);
  }
  return Uint8Array.from({ length: graph.length }, (_, box) => {
    const category = graph.category[box];
    const warmth = category === Category.Merged || hottest <= 0 ? 0 : Math.sqrt(Math.max(0, graph.self[box]) / hottest);
    return category * STEPS + Math.min(STEPS - 1, Math.round(warmth * (STEPS - 1)));
  });
}

function makePaint(theme: Theme, category: Category, warmth: number): Paint {
  const cold = categoryColor(theme, category);
  const fill = theme.highContrast ? cold : mix(cold, heatColor(theme, warmth), (theme.dark ? 0.95 : 0.8) * warmth ** 1.3);
  const faintFill = mix(fill, theme.background, 0.72);
  return {
    fill,
    text: toCss(readableOn(fill, theme.foreground)),
    faintFill,
    faintText: toCss(theme.highContrast ? theme.foreground : mix(readableOn(faintFill, theme.foreground), faintFill, 0.3)),
    hatched: category === Category.Merged,
  };
}
