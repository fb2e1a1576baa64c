import type { Line } from "./line";

/** Code that a row stands for. */
export interface Subject {
  readonly name: string;
  /** Whether a frame belongs to it. */
  matches(frame: number): boolean;
}

/** The rows in the middle of the screen; lines are made only for rows that are seen. */
export interface List {
  readonly header: Line;
  readonly length: number;
  /** What tells a row from others, from refresh to refresh. */
  key(row: number): string;
  line(row: number): Line;
  /** Absent for lists of something else than code. */
  subject?(row: number): Subject;
}

/** The place of the selected row; the first when there is none such. */
export function selectedRow(list: List, selected: string | null): number {
  if (selected === null) return 0;
  for (let row = 0; row < list.length; row++) {
    if (list.key(row) === selected) return row;
  }
  return 0;
}
