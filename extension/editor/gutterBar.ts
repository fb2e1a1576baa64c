/** How an icon must look to be seen against the editor. */
export type IconTheme = "dark" | "light" | "highContrast" | "highContrastLight";

/** Bright enough to be seen beside the text, unlike the backgrounds, which must not hide it. Coolest first. */
const colours: Readonly<Record<IconTheme, readonly string[]>> = {
  dark: ["#3f6fb5", "#5a63c0", "#8557b8", "#b04f9c", "#d14f73", "#ec5f45", "#ff7f2a", "#ffb02e"],
  light: ["#8db4e8", "#8f97e0", "#a97fd0", "#c667ac", "#dc5c80", "#e8603f", "#ea6a12", "#d94f00"],
  highContrast: ["#5c9cff", "#8a92ff", "#b987ff", "#e07fe0", "#ff7fa5", "#ff8a6b", "#ffa64d", "#ffd24d"],
  highContrastLight: ["#2f6bc0", "#4a4fc0", "#6f3fb0", "#973092", "#b02a5c", "#b8321a", "#a83f00", "#8c2a00"],
};

/** Units of the icon's 16-unit width; grows with the level, so that heat does not speak through colour alone. */
const widths = [2, 2.5, 3, 3.5, 4, 5, 6, 7];

/** A vertical bar for a heat level (1 … 8) as a data URI; bars of neighbouring lines join into one. */
export function gutterBar(level: number, theme: IconTheme): string {
  const width = widths[level - 1];
  const bar = `<rect x="${14 - width}" width="${width}" height="16" fill="${colours[theme][level - 1]}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" preserveAspectRatio="none">${bar}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
