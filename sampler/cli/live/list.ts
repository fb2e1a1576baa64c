import type { Line } from "./line";

/** The rows in the middle of the screen; lines are made only for rows that are seen. */
export interface List {
  readonly header: Line;
  readonly length: number;
  /** What tells a row from others, from refresh to refresh. */
  key(row: number): string;
  line(row: number): Line;
}

/** The place of the selected row; the first when there is none such. */
export function selectedRow(list: List, selected: string | null): number {
  if (selected === null) return 0;
  for (let row = 0; row < list.length; row++) {
    if (list.key(row) === selected) return row;
  }
  return 0;
}
