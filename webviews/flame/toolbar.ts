import type { FlameSelection, ThreadChoice } from "../protocol";
import { element } from "../shared/dom";
import { formatShare } from "../shared/format";

/** What the toolbar asks for. */
export interface ToolbarActions {
  select(selection: FlameSelection): void;
  resetZoom(): void;
  saveSvg(): void;
  toggleSidebar(): void;
}

/** Search, thread filter, inversion and buttons. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly helpButton = button("?", "Keyboard and mouse (?)");
  private readonly threads = element("select", { ariaLabel: "Thread", title: "Threads shown" });
  private readonly inverted = button("Inverted", "Callers below: start from where time is spent (I)");
  private readonly save = button("Save SVG", "Save what is in sight as a picture");
  private readonly sidebar = button("Sidebar", "Hot spots, callers and callees, summary (S)");
  private readonly reset = button("Reset zoom", "Show the whole graph (0)");
  private selection: FlameSelection = { thread: -1, inverted: false };

  constructor(search: HTMLElement, extras: readonly HTMLElement[], private readonly actions: ToolbarActions) {
    this.root = element("div", { className: "toolbar" }, [
      search,
      this.threads,
      this.inverted,
      this.reset,
      element("span", { className: "space" }),
      this.save,
      ...extras,
      this.sidebar,
      this.helpButton,
    ]);
    this.root.setAttribute("role", "toolbar");
    this.threads.addEventListener("change", () =>
      actions.select({ ...this.selection, thread: Number(this.threads.value) }),
    );
    this.inverted.addEventListener("click", () => this.toggleInverted());
    this.reset.addEventListener("click", () => actions.resetZoom());
    this.save.addEventListener("click", () => actions.saveSvg());
    this.sidebar.addEventListener("click", () => actions.toggleSidebar());
  }

  toggleInverted(): void {
    this.actions.select({ ...this.selection, inverted: !this.selection.inverted });
  }

  showSidebar(open: boolean): void {
    this.sidebar.setAttribute("aria-pressed", String(open));
  }

  showZoomed(zoomed: boolean): void {
    this.reset.hidden = !zoomed;
  }

  showSelection(selection: FlameSelection, threads: readonly ThreadChoice[]): void {
    this.selection = selection;
    this.inverted.setAttribute("aria-pressed", String(selection.inverted));
    this.threads.hidden = threads.length < 2;
    const all = threads.reduce((sum, thread) => sum + thread.weight, 0) || 1;
    const choices = threads.map(({ thread, label, weight }): [number, string] => [
      thread,
      `${label} · ${formatShare(weight / all)}`,
    ]);
    this.showChoices([[-1, `All threads (${threads.length})`], ...choices]);
  }

  // Options are replaced only when they differ: a live refresh must not close the open list.
  private showChoices(choices: readonly [thread: number, label: string][]): void {
    const { options } = this.threads;
    const same = options.length === choices.length && choices.every(([thread], at) => options[at].value === `${thread}`);
    if (!same) this.threads.replaceChildren(...choices.map(([thread]) => element("option", { value: `${thread}` })));
    for (const [at, [, label]] of choices.entries()) {
      if (options[at].textContent !== label) options[at].textContent = label;
    }
    this.threads.value = `${this.selection.thread}`;
  }
}

/** A small button of a toolbar. */
export function button(text: string, title: string): HTMLButtonElement {
  return element("button", { type: "button", textContent: text, title });
}
