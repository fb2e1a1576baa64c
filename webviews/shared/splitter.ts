import { element } from "./dom";

const NARROWEST = 200;
const WIDEST = 600;
const KEY_STEP = 20;

/** The edge along the left side of a panel, by which it is made wider or narrower: with the pointer, or ← and →. */
export function createSplitter(panel: HTMLElement): HTMLElement {
  const splitter = element("div", { className: "splitter", tabIndex: 0, title: "Drag, or ← and →: make it wider or narrower" });
  splitter.setAttribute("role", "separator");
  splitter.setAttribute("aria-orientation", "vertical");
  splitter.setAttribute("aria-label", "Width of the sidebar");
  const resize = (width: number): void => {
    panel.style.width = `${Math.min(WIDEST, Math.max(NARROWEST, width))}px`;
  };
  splitter.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    splitter.setPointerCapture(event.pointerId);
  });
  splitter.addEventListener("pointermove", (event) => {
    if (splitter.hasPointerCapture(event.pointerId)) resize(panel.getBoundingClientRect().right - event.clientX);
  });
  splitter.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: KEY_STEP, ArrowRight: -KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    resize(panel.offsetWidth + step);
  });
  return splitter;
}
