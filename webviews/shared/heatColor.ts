import { type Color, mix } from "./color";
import type { Theme } from "./theme";

/** The theme's colour for a warmth of 0 … 1. */
export function heatColor({ heat }: Theme, warmth: number): Color {
  const at = Math.min(1, Math.max(0, warmth)) * (heat.length - 1);
  const below = Math.floor(at);
  return mix(heat[below], heat[Math.min(heat.length - 1, below + 1)], at - below);
}
