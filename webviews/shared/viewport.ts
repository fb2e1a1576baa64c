/** The part of the horizontal axis in sight, in the graph's own unit (nanoseconds of weight). */
export interface Span {
  readonly start: number;
  readonly width: number;
}

/** A millionth of the whole: deeper than anything a graph can still tell apart. */
const DEEPEST = 1e-6;

/** The nearest span that lies within 0 … total. */
export function clampSpan(span: Span, total: number): Span {
  const width = Math.min(total, Math.max(total * DEEPEST, span.width));
  return { start: Math.min(total - width, Math.max(0, span.start)), width };
}

/** Zooms by `factor` (below 1: in) so that `anchor` stays where it is on screen. */
export function zoomAround(span: Span, anchor: number, factor: number, total: number): Span {
  const width = Math.min(total, Math.max(total * DEEPEST, span.width * factor));
  const share = (anchor - span.start) / span.width;
  return clampSpan({ start: anchor - share * width, width }, total);
}

/** Moves the span by `pixels` of a view `viewWidth` pixels wide; positive shows what lies to the right. */
export function panBy(span: Span, pixels: number, viewWidth: number, total: number): Span {
  return clampSpan({ start: span.start + (pixels / viewWidth) * span.width, width: span.width }, total);
}

/** The value at a pixel of a view `viewWidth` pixels wide. */
export function valueAt(span: Span, pixel: number, viewWidth: number): number {
  return span.start + (pixel / viewWidth) * span.width;
}

/** The span a share `t` (0 … 1) of the way from one to another, slowing down towards the end. */
export function easeSpans(from: Span, to: Span, t: number): Span {
  const eased = 1 - (1 - t) ** 3;
  return {
    start: from.start + (to.start - from.start) * eased,
    width: from.width + (to.width - from.width) * eased,
  };
}

/** The span moved as little as possible so that `target` is in sight; any part of it does if it is wider than the span. */
export function revealSpan(span: Span, target: Span, total: number): Span {
  const [end, targetEnd] = [span.start + span.width, target.start + target.width];
  const hidden = target.start >= end || targetEnd <= span.start;
  if (target.width >= span.width && !hidden) return span;
  if (target.width >= span.width || target.start < span.start) {
    return clampSpan({ start: target.start, width: span.width }, total);
  }
  return targetEnd > end ? clampSpan({ start: targetEnd - span.width, width: span.width }, total) : span;
}
