import type { Color } from "../shared/color";
import type { Span } from "../shared/viewport";
import type { BoxRows } from "./boxRows";

/** How boxes of one kind look. */
export interface Paint {
  readonly fill: Color;
  readonly text: string;
  /** Weaker, for what a search did not find and for the callers of a zoomed box. */
  readonly faintFill: Color;
  readonly faintText: string;
  readonly hatched: boolean;
}

/** Colours that are not a box's own. */
export interface Ink {
  readonly background: Color;
  /** Drawn around every box when set: high contrast themes tell boxes apart by lines only. */
  readonly outline: Color | null;
  /** Drawn along a box's lower edge, as long as its self share; null where fills already show heat. */
  readonly selfBar: Color | null;
  readonly focus: Color;
  readonly match: Color;
  /** Lines around the hovered box. */
  readonly foreground: Color;
  readonly fontFamily: string;
}

/** What changes seldom: the boxes and their looks. */
export interface BoxScene {
  readonly rows: BoxRows;
  /** Per box, an index into `paints`. */
  readonly paint: Uint8Array;
  readonly paints: readonly Paint[];
  readonly ink: Ink;
  /** Per box, own part of its weight, in the weight's unit. */
  readonly self: Float64Array;
  label(box: number): string;
}

/** What changes with every frame. Boxes are indices, -1 for none. */
export interface BoxFrame {
  readonly span: Span;
  /** Pixels of the graph above the view's upper edge. */
  readonly scrollTop: number;
  readonly hovered: number;
  readonly focused: number;
  /** Boxes on rows above this one are drawn faint. */
  readonly faintAbove: number;
  /** Per box, 1 where a search found it; null while nothing is searched. */
  readonly matched: Uint8Array | null;
  /** Whether the keyboard is on the graph. */
  readonly active: boolean;
}

/** Draws boxes into a surface. Sizes are in CSS pixels. */
export interface BoxRenderer {
  readonly rowHeight: number;
  resize(width: number, height: number, pixelRatio: number): void;
  render(scene: BoxScene, frame: BoxFrame): void;
}
