import { clampSpan, type Span } from "../shared/viewport";
import type { GraphModel } from "./graphModel";

/** Where in a graph one looks, told so that it survives a new graph of the same program. */
export interface Place {
  readonly zoom: readonly string[];
  readonly focus: readonly string[];
  /** The span in sight as shares (0 … 1) of the whole. */
  readonly from: number;
  readonly width: number;
  readonly scrollTop: number;
}

/** Where one is at the beginning. */
export const wholeGraph: Place = { zoom: [], focus: [], from: 0, width: 1, scrollTop: 0 };

/** The place of these boxes (-1 for none) and this span. */
export function placeOf(model: GraphModel, zoomed: number, focused: number, span: Span, scrollTop: number): Place {
  const total = model.graph.totalWeight || 1;
  const [zoom, focus] = [model.path(zoomed), model.path(focused)];
  return { zoom, focus, from: span.start / total, width: span.width / total, scrollTop };
}

/** The span of a place in this graph; `zoomed` is the box that the place's zoom leads to. */
export function spanOf(model: GraphModel, place: Place, zoomed: number): Span {
  if (zoomed >= 0) return model.span(zoomed);
  const total = model.graph.totalWeight;
  return clampSpan({ start: place.from * total, width: place.width * total }, total);
}
