/** A colour in sRGB: channels 0 … 255, alpha 0 … 1. */
export interface Color {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()`, the forms in which VS Code hands colours over; else null. */
export function parseColor(text: string): Color | null {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) return parseHex(hex);
  const inside = /^rgba?\(([^)]*)\)$/i.exec(text.trim())?.[1] ?? "";
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== "");
  if (parts.length < 3) return null;
  const [r, g, b, a = 1] = parts.map((part) => (part.endsWith("%") ? Number(part.slice(0, -1)) / 100 : Number(part)));
  return [r, g, b, a].every(Number.isFinite) ? { r, g, b, a } : null;
}

function parseHex(digits: string): Color | null {
  const size = digits.length <= 4 ? 1 : 2;
  if (![3, 4, 6, 8].includes(digits.length)) return null;
  const channel = (index: number): number => {
    const text = digits.slice(index * size, index * size + size);
    return parseInt(size === 1 ? text + text : text, 16);
  };
  return { r: channel(0), g: channel(1), b: channel(2), a: digits.length === 4 * size ? channel(3) / 255 : 1 };
}

/** CSS text of a colour. */
export function toCss(color: Color): string {
  return `rgba(${Math.round(color.r)}, ${Math.round(color.g)}, ${Math.round(color.b)}, ${Number(color.a.toFixed(3))})`;
}

/** The same colour with another alpha. */
export function withAlpha(color: Color, a: number): Color {
  return { ...color, a };
}

/** What is seen when `color` lies over an opaque `background`. */
export function over(color: Color, background: Color): Color {
  const blend = (top: number, below: number): number => top * color.a + below * (1 - color.a);
  return { r: blend(color.r, background.r), g: blend(color.g, background.g), b: blend(color.b, background.b), a: 1 };
}

// OKLab (Björn Ottosson, https://bottosson.github.io/posts/oklab/): equal steps look equal, and mixing does not turn muddy.
type Lab = readonly [l: number, a: number, b: number];

const toLinear = (channel: number): number =>
  channel <= 10.31475 ? channel / 3294.6 : ((channel / 255 + 0.055) / 1.055) ** 2.4;
const fromLinear = (value: number): number => {
  const clipped = Math.min(1, Math.max(0, value));
  return 255 * (clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055);
};

function toLab(color: Color): Lab {
  const [r, g, b] = [toLinear(color.r), toLinear(color.g), toLinear(color.b)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Lab): Color {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    r: fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    g: fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    b: fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    a: 1,
  };
}

/** Opaque colour from OKLCH: lightness 0 … 1, chroma about 0 … 0.3, hue in degrees. */
export function oklch(lightness: number, chroma: number, hue: number): Color {
  const angle = (hue * Math.PI) / 180;
  return fromLab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

/** The opaque colour a share `t` (0 … 1) of the way from one colour to another, as the eye sees it. */
export function mix(from: Color, to: Color, t: number): Color {
  const [a, b] = [toLab(from), toLab(to)];
  return fromLab([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]);
}

/** Contrast ratio of two opaque colours, 1 … 21, after WCAG 2. */
export function contrast(one: Color, other: Color): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Color): number {
  return 0.2126 * toLinear(color.r) + 0.7152 * toLinear(color.g) + 0.0722 * toLinear(color.b);
}

const INK: Color = { r: 18, g: 18, b: 20, a: 1 };
const PAPER: Color = { r: 255, g: 255, b: 255, a: 1 };

/** A text colour for this fill: the preferred one when it reads well (4.5 : 1), else the better of near-black and white. */
export function readableOn(fill: Color, preferred: Color): Color {
  if (contrast(fill, preferred) >= 4.5) return preferred;
  return contrast(fill, INK) >= contrast(fill, PAPER) ? INK : PAPER;
}
