import { element } from "./dom";

/** A bar filled to a share (0 … 1). Its number stands beside it, so screen readers skip it. */
export function shareBar(share: number): HTMLElement {
  const fill = element("span", { className: "fill" });
  fill.style.width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  const bar = element("span", { className: "bar" }, [fill]);
  bar.setAttribute("aria-hidden", "true");
  return bar;
}
