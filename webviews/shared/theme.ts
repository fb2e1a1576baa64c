import { type Color, oklch, over, parseColor } from "./color";

/** The theme's colours as a canvas needs them, all opaque. */
export interface Theme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly background: Color;
  readonly foreground: Color;
  /** Lines around boxes; in high contrast themes their only distinction. */
  readonly border: Color;
  readonly focus: Color;
  readonly match: Color;
  /** The upper half of the heat colours, from warm to hottest. What is cold shows its category instead. */
  readonly heat: readonly Color[];
  readonly fontFamily: string;
}

/** The hot half of the eight steps that the extension contributes, and what stands in for them elsewhere. */
const HOT_STEPS = [5, 6, 7, 8];
const DARK_HEAT = ["#d14f73", "#ec5f45", "#ff7f2a", "#ffb02e"];
const LIGHT_HEAT = ["#dc5c80", "#e8603f", "#ea6a12", "#d94f00"];

/** Reads the theme from the body's class and the `--vscode-*` variables. */
export function readTheme(body: HTMLElement): Theme {
  const style = getComputedStyle(body);
  const { classList } = body;
  const highContrast = classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light");
  const dark = !classList.contains("vscode-light") && !classList.contains("vscode-high-contrast-light");
  const background = { ...(variable(style, ["editor-background"]) ?? oklch(dark ? 0.24 : 1, 0, 0)), a: 1 };
  const color = (names: readonly string[], fallback: Color): Color =>
    over(variable(style, names) ?? fallback, background);
  return {
    dark,
    highContrast,
    background,
    foreground: color(["editor-foreground", "foreground"], oklch(dark ? 0.88 : 0.3, 0, 0)),
    border: color(["contrastBorder", "panel-border"], oklch(dark ? 0.4 : 0.8, 0, 0)),
    focus: color(["contrastActiveBorder", "focusBorder"], oklch(0.6, 0.18, 250)),
    match: color(["list-highlightForeground", "focusBorder"], oklch(dark ? 0.75 : 0.5, 0.15, 245)),
    heat: readHeat(style, background, dark),
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

// The ruler's colours come first: they are made to be seen without text, while those behind lines are thin and dark.
function readHeat(style: CSSStyleDeclaration, background: Color, dark: boolean): Color[] {
  return HOT_STEPS.map((step, at) => {
    const contributed = variable(style, [`tachyon-heatRuler${step}`, `tachyon-heat${step}`]);
    const standIn = parseColor((dark ? DARK_HEAT : LIGHT_HEAT)[at]) ?? background;
    return { ...(contributed ?? standIn), a: 1 };
  });
}
