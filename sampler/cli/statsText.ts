import type { Paint } from "./colours";
import type { StatsRow } from "./statsRows";

/** `file:line(name)`; the line's place may stay empty. */
export function formatPlace({ file, name }: StatsRow, line: number | "", paint: Paint): string {
  return `${paint("file", file)}:${paint("line", String(line))}(${paint("name", name)})`;
}

/** "62.5" of a hundred; "0.0" of nothing. */
export function formatPercent(part: number, whole: number): string {
  const tenths = whole > 0 ? (part / whole) * 1000 : 0;
  // Python rounds what lies in the middle to the even side.
  const isEvenBelow = tenths % 1 === 0.5 && Math.floor(tenths) % 2 === 0;
  return (isEvenBelow ? Math.floor(tenths) / 10 : tenths / 10).toFixed(1);
}
