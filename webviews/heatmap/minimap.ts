import { toCss } from "../shared/color";
import { element } from "../shared/dom";
import { heatColor } from "../shared/heatColor";
import type { Theme } from "../shared/theme";
import type { By, FileModel } from "./fileModel";

const WIDTH = 28;
/** So that one hot line among ten thousand is still seen. */
const LEAST_HEIGHT = 2;

/** The whole file beside its lines: where it is hot, and what part is in sight. A click or a drag goes there. */
export class Minimap {
  readonly root = element("canvas", { className: "minimap", title: "Where the file is hot; click to go there" });
  private drawn: { model: FileModel; lines: readonly number[]; theme: Theme; by: By } | null = null;

  /** `scroller` holds the lines. */
  constructor(private readonly scroller: HTMLElement) {
    this.root.setAttribute("aria-hidden", "true");
    scroller.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(scroller);
    this.root.addEventListener("pointerdown", (event) => {
      this.root.setPointerCapture(event.pointerId);
      this.goTo(event);
    });
    this.root.addEventListener("pointermove", (event) => {
      if (this.root.hasPointerCapture(event.pointerId)) this.goTo(event);
    });
  }

  /** `lines` are those of the table, from top to bottom. */
  show(model: FileModel, lines: readonly number[], theme: Theme, by: By): void {
    this.drawn = { model, lines, theme, by };
    this.draw();
  }

  private goTo(event: PointerEvent): void {
    const { scroller } = this;
    const share = event.offsetY / this.root.clientHeight;
    scroller.scrollTop = share * scroller.scrollHeight - scroller.clientHeight / 2;
  }

  private draw(): void {
    const { drawn, scroller, root } = this;
    const [height, ratio] = [scroller.clientHeight, window.devicePixelRatio];
    const context = root.getContext("2d");
    if (drawn === null || context === null || height === 0) return;
    [root.width, root.height] = [Math.round(WIDTH * ratio), Math.round(height * ratio)];
    context.scale(ratio, ratio);
    const { model, lines, theme, by } = drawn;
    const step = height / Math.max(lines.length, 1);
    for (const [at, line] of lines.entries()) {
      const heat = model.heat(line, by);
      if (heat <= 0) continue;
      context.fillStyle = toCss(heatColor(theme, heat));
      const width = Math.max(4, (WIDTH - 4) * heat);
      context.fillRect(WIDTH - width - 2, at * step, width, Math.max(LEAST_HEIGHT, Math.min(step, 12)));
    }
    const scale = height / Math.max(scroller.scrollHeight, 1);
    context.strokeStyle = toCss(theme.focus);
    context.strokeRect(0.5, scroller.scrollTop * scale + 0.5, WIDTH - 1, Math.max(4, scroller.clientHeight * scale - 1));
  }
}
