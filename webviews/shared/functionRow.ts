import { element } from "./dom";
import { formatShare } from "./format";
import { shareBar } from "./shareBar";

/** What a list shows of a function. */
export interface FunctionFigure {
  readonly name: string;
  /** Such as `query.py:42`; empty where there is no source. */
  readonly place: string;
  readonly title: string;
  /** 0 … 1. */
  readonly share: number;
  /** Instead of the share in per cent. */
  readonly figure?: string;
}

/** A function in a list, as a button. */
export function functionRow({ name, place, title, share, figure }: FunctionFigure, click: () => void): HTMLElement {
  const button = element("button", { type: "button", title }, [
    element("span", { className: "what", textContent: name }),
    element("span", { className: "share", textContent: figure ?? formatShare(share) }),
    element("span", { className: "where" }, [element("bdi", { textContent: place })]),
    shareBar(share),
  ]);
  button.addEventListener("click", click);
  return element("li", {}, [button]);
}
