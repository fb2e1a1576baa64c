import { easeSpans, type Span } from "../shared/viewport";

const ANIMATION_MS = 140;

/** The span in sight, on its way to another or at rest. */
export class Zoom {
  private animation: { from: Span; startMs: number } | null = null;

  /** `span` is what is drawn now, `target` where it ends. */
  constructor(public span: Span, private end: Span = span) {}

  get target(): Span {
    return this.end;
  }

  jump(to: Span): void {
    this.animation = null;
    this.span = this.end = to;
  }

  /** Glides to a span, or jumps where people asked for less motion. */
  glide(to: Span): void {
    if (reducesMotion()) return this.jump(to);
    this.animation = { from: this.span, startMs: performance.now() };
    this.end = to;
  }

  /** Moves on to what is to be drawn at this time; true while there is more to come. */
  advance(nowMs: number): boolean {
    if (this.animation === null) return false;
    const t = Math.max(0, (nowMs - this.animation.startMs) / ANIMATION_MS);
    if (t >= 1) this.jump(this.end);
    else this.span = easeSpans(this.animation.from, this.end, t);
    return t < 1;
  }
}

function reducesMotion(): boolean {
  const { classList } = document.body;
  return classList.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches;
}
