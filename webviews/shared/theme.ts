import { type Color, oklch, over, parseColor } from "./color";

/** The theme's colours as a canvas needs them; all opaque but `hover`. */
export interface Theme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly background: Color;
  readonly foreground: Color;
  /** Lines around boxes; in high contrast themes their only distinction. */
  readonly border: Color;
  readonly focus: Color;
  readonly match: Color;
  readonly hover: Color;
  /** Eight steps from lukewarm to hot. */
  readonly heat: readonly Color[];
  readonly fontFamily: string;
}

const HEAT_STEPS = 8;

/** Reads the theme from the body's class and the `--vscode-*` variables. */
export function readTheme(body: HTMLElement): Theme {
  const style = getComputedStyle(body);
  const { classList } = body;
  const highContrast = classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light");
  const dark = !classList.contains("vscode-light") && !classList.contains("vscode-high-contrast-light");
  const background = { ...(variable(style, ["editor-background"]) ?? oklch(dark ? 0.24 : 1, 0, 0)), a: 1 };
  const color = (names: readonly string[], fallback: Color): Color =>
    over(variable(style, names) ?? fallback, background);
  const foreground = color(["editor-foreground", "foreground"], oklch(dark ? 0.88 : 0.3, 0, 0));
  return {
    dark,
    highContrast,
    background,
    foreground,
    border: color(["contrastBorder", "panel-border"], oklch(dark ? 0.4 : 0.8, 0, 0)),
    focus: color(["contrastActiveBorder", "focusBorder"], oklch(0.6, 0.18, 250)),
    match: color(["list-highlightForeground", "focusBorder"], oklch(dark ? 0.75 : 0.5, 0.15, 245)),
    hover: { ...foreground, a: 0.14 },
    heat: readHeat(style, dark),
    fontFamily: style.getPropertyValue("--vscode-font-family").trim() || "system-ui, sans-serif",
  };
}

/** Calls back after each change of theme or of a customised colour, until the returned function is called. */
export function watchTheme(body: HTMLElement, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  observer.observe(body.ownerDocument.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  return () => observer.disconnect();
}

function variable(style: CSSStyleDeclaration, names: readonly string[]): Color | null {
  for (const name of names) {
    const color = parseColor(style.getPropertyValue(`--vscode-${name}`));
    if (color !== null && color.a > 0) return color;
  }
  return null;
}

// In the editor the same colours lie thinly under text; here they fill boxes, so their transparency is not wanted.
function readHeat(style: CSSStyleDeclaration, dark: boolean): Color[] {
  return Array.from({ length: HEAT_STEPS }, (_, step) => {
    const contributed = variable(style, [`tachyon-heat${step + 1}`]);
    return contributed === null ? fallbackHeat(step / (HEAT_STEPS - 1), dark) : { ...contributed, a: 1 };
  });
}

function fallbackHeat(t: number, dark: boolean): Color {
  return dark ? oklch(0.52 + 0.12 * t, 0.08 + 0.1 * t, 85 - 52 * t) : oklch(0.9 - 0.18 * t, 0.07 + 0.1 * t, 90 - 55 * t);
}
