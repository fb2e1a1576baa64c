import { element } from "../shared/dom";
import { numbersTable, opcodeList, sourceLine } from "./boxCard";
import type { BoxFacts } from "./boxFacts";

/** The panel under the graph: the focused box, or one line on what can be done. */
export class Details {
  readonly root = element("section", { className: "details", ariaLabel: "Focused function" });
  private readonly idle: readonly HTMLElement[];
  private shown: string | undefined;

  /** `open` is called when the link to the source is used; its argument asks for another editor column. */
  constructor(
    private readonly opensSource: boolean,
    legend: HTMLElement,
    private readonly open: (beside: boolean) => void,
  ) {
    const click = opensSource ? "Click: source line · Double-click or Enter: zoom" : "Click: zoom · Esc: back";
    const hint = `${click} · /: search · S: sidebar · ?: keys`;
    this.idle = [element("p", { className: "hint", textContent: hint, title: hint }), legend];
    this.show(null);
  }

  show(facts: BoxFacts | null): void {
    const key = JSON.stringify(facts);
    if (key === this.shown) return;
    this.shown = key;
    this.root.classList.toggle("idle", facts === null);
    if (facts === null) this.root.replaceChildren(...this.idle);
    else this.fill(facts);
  }

  private fill(facts: BoxFacts): void {
    const what = element("div", { className: "what" }, [
      element("div", { className: "name", textContent: facts.name, title: facts.name }),
      element("div", { className: "place" }, [this.link(facts), element("span", { textContent: facts.category })]),
      sourceLine(facts),
    ]);
    this.root.replaceChildren(
      ...[what, numbersTable(facts), opcodeList(facts)].filter((part) => part !== null),
    );
  }

  private link(facts: BoxFacts): HTMLElement | null {
    if (facts.place === "") return null;
    const title = this.opensSource ? "Go to this line (Ctrl+Enter)" : "Copy this place (Ctrl+Enter)";
    const link = element("a", { href: "#", textContent: facts.place, title });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.open(event.ctrlKey || event.altKey || event.metaKey);
    });
    return link;
  }
}
