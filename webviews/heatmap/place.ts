import type { Heatmap, HeatmapPlace } from "../protocol";

/** A place as text that stays true in another heatmap of the same program: `shop.py:42`; empty for the index. */
export function formatPlace({ files }: Heatmap, { file, line }: HeatmapPlace): string {
  if (file < 0) return "";
  const { name, shortName } = files[file];
  const isUnique = files.every((other, index) => index === file || other.shortName !== shortName);
  const text = isUnique ? shortName : name;
  return encodeURI(line > 0 ? `${text}:${line}` : text);
}

/** The place of such a text; the index when there is none. */
export function parsePlace({ files }: Heatmap, text: string): HeatmapPlace {
  let decoded = "";
  try {
    decoded = decodeURI(text);
  } catch {
    // Not one of our links.
  }
  const [, name, digits] = /^(.*?)(?::(\d+))?$/s.exec(decoded) ?? ["", "", ""];
  const file = files.findIndex((entry) => entry.shortName === name || entry.name === name);
  return { file, line: file < 0 ? 0 : Number(digits ?? 0) };
}
