import type { GraphModel } from "./graphModel";
import type { GraphPane } from "./graphPane";

/** Sideways moves skip boxes narrower than this many pixels. */
const SKIPPED_WIDTH = 1;

export type Direction = "down" | "up" | "left" | "right";

/** The box that an arrow key leads to from the focused one, or -1 for none. Without a focus, where one begins. */
export function boxTowards(direction: Direction, model: GraphModel, pane: GraphPane): number {
  const { focused, zoomed } = pane;
  if (focused < 0) return zoomed >= 0 ? zoomed : model.heaviestChild(-1);
  switch (direction) {
    case "down":
      return model.heaviestChild(focused);
    case "up":
      return model.graph.parent[focused];
    case "left":
      return boxBeside(focused, -1, model, pane);
    case "right":
      return boxBeside(focused, 1, model, pane);
  }
}

function boxBeside(box: number, step: -1 | 1, model: GraphModel, pane: GraphPane): number {
  let next = model.rows.neighbour(box, step);
  while (next >= 0 && pane.visibleWidth(next) < SKIPPED_WIDTH) next = model.rows.neighbour(next, step);
  return next;
}
