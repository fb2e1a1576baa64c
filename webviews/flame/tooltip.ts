import { element } from "../shared/dom";
import { numbersTable, opcodeList, sourceLine } from "./boxCard";
import type { BoxFacts } from "./boxFacts";

const GAP = 6;
const POINTER_OFFSET = 14;

/** The card beside the pointer. Screen readers have the details panel and announcements instead. */
export class Tooltip {
  readonly root = element("div", { className: "tooltip", hidden: true });
  private shown = "";

  constructor() {
    this.root.setAttribute("aria-hidden", "true");
  }

  get visible(): boolean {
    return !this.root.hidden;
  }

  hide(): void {
    this.root.hidden = true;
  }

  /** Shows facts near the pointer, above or below the box's own row (`box`), so that its label stays readable. */
  show(facts: BoxFacts, box: DOMRect, pointerX: number): void {
    const key = JSON.stringify(facts);
    if (key !== this.shown) this.fill(facts);
    this.shown = key;
    this.root.hidden = false;
    const roomBelow = window.innerHeight - box.bottom - 2 * GAP;
    const roomAbove = box.top - 2 * GAP;
    this.shorten(Math.max(roomBelow, roomAbove));
    const { width, height } = this.root.getBoundingClientRect();
    const left = Math.min(pointerX + POINTER_OFFSET, window.innerWidth - width - GAP);
    const top = height > roomBelow && roomAbove > roomBelow ? box.top - GAP - height : box.bottom + GAP;
    this.root.style.transform = `translate(${Math.max(GAP, Math.round(left))}px, ${Math.round(top)}px)`;
  }

  /** In a low panel, leaves out the lightest instructions rather than being cut off. */
  private shorten(room: number): void {
    const rows = [...this.root.querySelectorAll<HTMLElement>(".opcodes li")];
    rows.forEach((row) => (row.hidden = false));
    while (rows.length > 0 && this.root.offsetHeight > room) (rows.pop() as HTMLElement).hidden = true;
  }

  private fill(facts: BoxFacts): void {
    const place = [facts.place, facts.category].filter((part) => part !== "").join("  ·  ");
    this.root.replaceChildren(
      element("div", { className: "name", textContent: facts.name }),
      element("div", { className: "place", textContent: place }),
      ...[sourceLine(facts), numbersTable(facts), opcodeList(facts)].filter((part) => part !== null),
    );
  }
}
