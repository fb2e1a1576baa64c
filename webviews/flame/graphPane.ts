import { CanvasRenderer } from "../gl/canvasRenderer";
import type { BoxScene } from "../gl/renderer";
import { element } from "../shared/dom";
import { listenToPointer } from "../shared/pointer";
import { panBy, type Span, valueAt, zoomAround } from "../shared/viewport";
import type { GraphModel } from "./graphModel";
import { labelOf, type Look } from "./palette";
import { type Place, placeOf, spanOf, wholeGraph } from "./place";
import { Zoom } from "./zoom";

/** What happens on the pane. Boxes are indices, -1 for none; positions are in the page's pixels. */
export interface PaneActions {
  hover(box: number): void;
  click(box: number, beside: boolean): void;
  doubleClick(box: number): void;
  /** Zoom, scroll or focus are not what they were. */
  moved(): void;
}

/** Rows kept in sight around a box that is brought into view. */
const ROW_MARGIN = 2;
/** Boxes narrower than this many pixels are hard to see; finding one zooms to it. */
const SEEN_WIDTH = 3;

/** The scrolling canvas: what is drawn, what is zoomed, and where the pointer is. */
export class GraphPane {
  readonly root: HTMLElement;
  private readonly canvas = element("canvas", { className: "graph" });
  private readonly content: HTMLElement;
  private readonly renderer = new CanvasRenderer(this.canvas);
  private model: GraphModel | null = null;
  private scene: BoxScene | null = null;
  private readonly zoom = new Zoom({ start: 0, width: 1 });
  private pointer: { x: number; y: number } | null = null;
  private scheduled = false;
  private matched: Uint8Array | null = null;
  private hoveredBox = -1;
  private focusedBox = -1;
  private zoomedBox = -1;

  constructor(private readonly actions: PaneActions) {
    this.content = element("div", { className: "content" }, [this.canvas]);
    this.root = element("div", { className: "pane", tabIndex: 0 }, [this.content]);
    this.root.setAttribute("role", "application");
    this.root.setAttribute("aria-label", "Flame graph. Arrow keys move between functions, question mark lists all keys.");
    this.root.addEventListener("scroll", () => this.scrolled());
    this.root.addEventListener("focus", () => this.invalidate());
    this.root.addEventListener("blur", () => this.invalidate());
    new ResizeObserver(() => this.invalidate()).observe(this.root);
    listenToPointer(this.canvas, {
      hover: (x, y) => this.movePointer({ x, y }),
      leave: () => this.movePointer(null),
      click: (x, y, event) => this.actions.click(this.boxAt(x, y), event.ctrlKey || event.altKey || event.metaKey),
      doubleClick: (x, y) => this.actions.doubleClick(this.boxAt(x, y)),
      drag: (deltaX, deltaY) => this.pan(-deltaX, -deltaY),
      wheel: (x, event) => this.wheel(x, event),
    });
  }

  get focused(): number {
    return this.focusedBox;
  }

  get hovered(): number {
    return this.hoveredBox;
  }

  get zoomed(): number {
    return this.zoomedBox;
  }

  /** Whether less than the whole graph is in sight. */
  get isZoomed(): boolean {
    return this.model !== null && this.zoom.target.width < this.model.graph.totalWeight * 0.9999;
  }

  /** Whether keys go to the graph: also when nothing on the page has the keyboard. */
  get isActive(): boolean {
    return document.activeElement === this.root || document.activeElement === document.body;
  }

  /** Shows a graph from its beginning. */
  setModel(model: GraphModel): void {
    this.model = model;
    this.zoomedBox = this.hoveredBox = -1;
    this.setFocused(-1);
    this.matched = null;
    this.zoom.jump(model.wholeSpan());
    this.scene = null;
    this.content.style.height = `${(model.graph.levels + 1) * this.renderer.rowHeight}px`;
  }

  /** How the boxes of the model look: after each new model, and whenever that changes. */
  setLook(look: Look): void {
    const { model } = this;
    if (model === null) return;
    this.scene = { rows: model.rows, ...look, self: model.graph.self, label: (box) => labelOf(model, look, box) };
    this.invalidate();
  }

  setMatched(matched: Uint8Array | null): void {
    this.matched = matched;
    this.invalidate();
  }

  /** What is in sight sideways, once at rest. */
  get span(): Span {
    return this.zoom.target;
  }

  place(): Place {
    const { model, zoomedBox, focusedBox, span } = this;
    return model === null ? wholeGraph : placeOf(model, zoomedBox, focusedBox, span, this.root.scrollTop);
  }

  restore(place: Place): void {
    const { model } = this;
    if (model === null) return;
    this.zoomedBox = model.find(place.zoom);
    this.setFocused(model.find(place.focus));
    this.zoom.jump(spanOf(model, place, this.zoomedBox));
    this.root.scrollTop = place.scrollTop;
    this.movePointer(this.pointer);
    this.invalidate();
  }

  /** Lets a box fill the width; -1 shows the whole graph. */
  zoomTo(box: number): void {
    if (this.model === null) return;
    this.zoomedBox = box;
    this.zoom.glide(box < 0 ? this.model.wholeSpan() : this.model.span(box));
    this.invalidate();
    if (box >= 0) this.revealRow(this.model.graph.depth[box]);
    this.actions.moved();
  }

  /** Makes the span wider or narrower around the focused box, else around the middle. */
  zoomBy(factor: number): void {
    if (this.model === null) return;
    const { start, width } = this.focusedBox >= 0 ? this.model.span(this.focusedBox) : this.zoom.target;
    this.zoomedBox = -1;
    this.zoom.glide(zoomAround(this.zoom.target, start + width / 2, factor, this.model.graph.totalWeight));
    this.changed();
  }

  scrollBy(pages: number): void {
    this.root.scrollTop += pages * this.root.clientHeight * 0.9;
  }

  /** Focuses a box and brings it into sight. */
  focus(box: number): void {
    this.setFocused(box);
    this.invalidate();
    if (this.model !== null && box >= 0) this.reveal(box);
    this.actions.moved();
  }

  /** Pixels a box is wide in the current zoom, as far as it is in sight. */
  visibleWidth(box: number): number {
    if (this.model === null) return 0;
    const [target, span] = [this.zoom.target, this.model.span(box)];
    const left = Math.max(span.start, target.start);
    const right = Math.min(span.start + span.width, target.start + target.width);
    return (Math.max(0, right - left) / target.width) * this.root.clientWidth;
  }

  /** A box's place on the page, as far as it is in sight. */
  pageRect(box: number): DOMRect {
    const bounds = this.canvas.getBoundingClientRect();
    const { start, width } = this.model?.span(box) ?? { start: 0, width: 0 };
    const scale = bounds.width / this.zoom.target.width;
    const left = Math.max(0, (start - this.zoom.target.start) * scale);
    const right = Math.min(bounds.width, (start + width - this.zoom.target.start) * scale);
    const top = (this.model?.graph.depth[box] ?? 0) * this.renderer.rowHeight - this.root.scrollTop;
    return new DOMRect(bounds.left + left, bounds.top + top, right - left, this.renderer.rowHeight);
  }

  private setFocused(box: number): void {
    this.focusedBox = box;
    this.root.classList.toggle("focused", box >= 0);
  }

  private reveal(box: number): void {
    const { model } = this;
    if (model === null) return;
    this.revealRow(model.graph.depth[box]);
    if (this.visibleWidth(box) >= SEEN_WIDTH) return;
    const wide = (model.graph.weight[box] / model.graph.totalWeight) * this.root.clientWidth >= SEEN_WIDTH;
    this.zoomTo(wide ? -1 : box);
  }

  private revealRow(row: number): void {
    const { rowHeight } = this.renderer;
    const margin = ROW_MARGIN * rowHeight;
    const [top, height] = [row * rowHeight, this.root.clientHeight];
    if (top - margin < this.root.scrollTop) this.root.scrollTop = Math.max(0, top - margin);
    else if (top + rowHeight + margin > this.root.scrollTop + height) {
      this.root.scrollTop = top + rowHeight + margin - height;
    }
  }

  private wheel(x: number, event: WheelEvent): boolean {
    if (this.model === null) return false;
    if (event.ctrlKey || event.metaKey) {
      const anchor = valueAt(this.zoom.span, x, this.root.clientWidth);
      const factor = Math.exp(event.deltaY * 0.003);
      this.zoomedBox = -1;
      this.zoom.jump(zoomAround(this.zoom.target, anchor, factor, this.model.graph.totalWeight));
      this.changed();
      return true;
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return false;
    this.pan(sideways, 0);
    return true;
  }

  private changed(): void {
    this.invalidate();
    this.actions.moved();
  }

  private pan(deltaX: number, deltaY: number): void {
    if (this.model === null) return;
    this.root.scrollTop += deltaY;
    if (deltaX === 0 || !this.isZoomed) return;
    this.zoomedBox = -1;
    this.zoom.jump(panBy(this.zoom.target, deltaX, this.root.clientWidth, this.model.graph.totalWeight));
    this.changed();
  }

  private boxAt(x: number, y: number): number {
    if (this.model === null) return -1;
    const row = Math.floor((y + this.root.scrollTop) / this.renderer.rowHeight);
    return this.model.rows.boxAt(row, valueAt(this.zoom.span, x, this.root.clientWidth));
  }

  private scrolled(): void {
    this.movePointer(this.pointer);
    this.changed();
  }

  private movePointer(pointer: { x: number; y: number } | null): void {
    this.pointer = pointer;
    this.hoveredBox = pointer === null ? -1 : this.boxAt(pointer.x, pointer.y);
    this.actions.hover(this.hoveredBox);
    this.invalidate();
  }

  private invalidate(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame((nowMs) => this.draw(nowMs));
  }

  private draw(nowMs: number): void {
    this.scheduled = false;
    if (this.zoom.advance(nowMs)) this.invalidate();
    const [width, height] = [this.root.clientWidth, this.root.clientHeight];
    this.renderer.resize(width, height, window.devicePixelRatio);
    if (this.scene === null || this.model === null) return;
    this.renderer.render(this.scene, {
      span: this.zoom.span,
      scrollTop: this.root.scrollTop,
      hovered: this.hoveredBox,
      focused: this.focusedBox,
      faintAbove: this.zoomedBox < 0 ? 0 : this.model.graph.depth[this.zoomedBox],
      matched: this.matched,
      active: this.isActive,
    });
  }
}
