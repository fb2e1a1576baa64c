/** What a pointer does on a surface, in pixels of that surface. */
export interface PointerActions {
  hover(x: number, y: number): void;
  leave(): void;
  /** A press and release that moved less than a drag; the second of a double click is none. */
  click(x: number, y: number, event: MouseEvent): void;
  doubleClick(x: number, y: number): void;
  /** Moves since the last call. */
  drag(deltaX: number, deltaY: number): void;
  /** True when the wheel was used and must not scroll natively. */
  wheel(x: number, event: WheelEvent): boolean;
}

/** Further than this, in pixels, a press is a drag: hands shake. */
const DRAG_THRESHOLD = 4;

/** Turns raw pointer events into hover, click and drag. */
export function listenToPointer(surface: HTMLElement, actions: PointerActions): void {
  listenToDrag(surface, actions);
  surface.addEventListener("pointerleave", () => actions.leave());
  surface.addEventListener(
    "wheel",
    (event) => {
      if (actions.wheel(event.offsetX, event)) event.preventDefault();
    },
    { passive: false },
  );
}

function listenToDrag(surface: HTMLElement, actions: PointerActions): void {
  let press: { x: number; y: number; dragging: boolean } | null = null;
  let dragged = false;
  surface.addEventListener("pointerdown", (event) => {
    if (event.button === 0) press = { x: event.clientX, y: event.clientY, dragging: false };
    dragged = false;
  });
  surface.addEventListener("pointermove", (event) => {
    if (press === null) return actions.hover(event.offsetX, event.offsetY);
    const [deltaX, deltaY] = [event.clientX - press.x, event.clientY - press.y];
    if (!press.dragging && Math.hypot(deltaX, deltaY) < DRAG_THRESHOLD) return;
    // Captured only now, so that a plain press keeps its click and double click.
    if (!press.dragging) surface.setPointerCapture(event.pointerId);
    press = { x: event.clientX, y: event.clientY, dragging: true };
    dragged = true;
    surface.classList.add("dragging");
    actions.drag(deltaX, deltaY);
  });
  const release = (): void => {
    press = null;
    surface.classList.remove("dragging");
  };
  surface.addEventListener("pointerup", release);
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("click", (event) => {
    if (!dragged && event.detail <= 1) actions.click(event.offsetX, event.offsetY, event);
  });
  surface.addEventListener("dblclick", (event) => {
    if (!dragged) actions.doubleClick(event.offsetX, event.offsetY);
  });
}
