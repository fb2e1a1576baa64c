import type { Paint } from "./colours";
import type { StatsRow } from "./statsRows";

/** `file:line(name)`; the line's place may stay empty. */
export function formatPlace({ file, name }: StatsRow, line: number | "", paint: Paint): string {
  return `${paint("file", file)}:${paint("line", String(line))}(${paint("name", name)})`;
}

/** "62.5" of a hundred; "0.0" of nothing. */
export function formatPercent(part: number, whole: number): string {
  return (whole > 0 ? (100 * part) / whole : 0).toFixed(1);
}
