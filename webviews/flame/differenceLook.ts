import { Category, type FlameDifference, type FlameGraph } from "../protocol";
import { type Color, mix, oklch, readableOn, toCss } from "../shared/color";
import type { Theme } from "../shared/theme";
import { CHANGE_NAMES, type ChangeKind, changeOf, type DifferenceView } from "./difference";
import { type Look, makeInk } from "./palette";

/** Steps of strength a kind of change has. */
const STEPS = 6;
const KINDS: readonly ChangeKind[] = ["same", "more", "less", "new", "gone"];
/** Red and blue stay apart for those who do not tell red from green. */
const TINTS: Readonly<Record<ChangeKind, readonly [hue: number, chroma: number]>> = {
  same: [260, 0.006],
  more: [28, 0.17],
  less: [250, 0.15],
  new: [325, 0.16],
  gone: [300, 0.12],
};

/** Hue by what became of a box, strength by how much. */
export function differenceLook(graph: FlameGraph, difference: FlameDifference, view: DifferenceView, theme: Theme): Look {
  const paints = KINDS.flatMap((kind) => Array.from({ length: STEPS }, (_, step) => makePaint(theme, kind, (step + 1) / STEPS, false)));
  const merged = paints.push(makePaint(theme, "same", 1, true)) - 1;
  const paint = Uint8Array.from({ length: graph.length }, (_, box) => {
    if (graph.category[box] === Category.Merged) return merged;
    const { kind, before, now } = changeOf(graph, difference, view, box);
    return KINDS.indexOf(kind) * STEPS + Math.ceil(strength(before, now) * STEPS) - 1;
  });
  const sign = (box: number): string => {
    const [mark] = CHANGE_NAMES[changeOf(graph, difference, view, box).kind];
    return mark === "" ? "" : `${mark} `;
  };
  return { paint, paints, ink: makeInk(theme), sign };
}

/** The colour that stands for a kind of change, at its strongest. */
export function changeColor(theme: Theme, kind: ChangeKind): Color {
  const [hue, chroma] = TINTS[kind];
  if (kind === "same") return theme.dark ? oklch(0.36, chroma, hue) : oklch(0.92, chroma, hue);
  return theme.dark ? oklch(0.56, chroma, hue) : oklch(0.7, chroma, hue);
}

/** How strong a change is, above 0 to 1: doubled, halved or more is the strongest. */
function strength(before: number, now: number): number {
  if (before <= 0 || now <= 0) return 1;
  return Math.min(1, Math.max(0.01, Math.abs(Math.log2(now / before))));
}

function makePaint(theme: Theme, kind: ChangeKind, share: number, hatched: boolean): Look["paints"][number] {
  const neutral = changeColor(theme, "same");
  const fill = theme.highContrast ? theme.background : mix(neutral, changeColor(theme, kind), 0.3 + 0.7 * share);
  const faintFill = mix(fill, theme.background, 0.72);
  return {
    fill,
    text: toCss(readableOn(fill, theme.foreground)),
    faintFill,
    faintText: toCss(theme.highContrast ? theme.foreground : mix(readableOn(faintFill, theme.foreground), faintFill, 0.3)),
    hatched,
  };
}
