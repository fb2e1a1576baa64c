import type { Comparison, FlameSelection } from "../protocol";
import { Choice } from "../shared/choice";
import { toCss } from "../shared/color";
import { element } from "../shared/dom";
import { formatCount, formatDuration } from "../shared/format";
import type { Theme } from "../shared/theme";
import { CHANGE_NAMES, type ChangeKind, type DifferenceView } from "./difference";
import { changeColor } from "./differenceLook";

/** What the bar asks for. */
export interface DifferenceActions {
  /** Look at the same graph in another way. */
  looked(): void;
  select(selection: FlameSelection): void;
}

/** The kinds of change that each graph has. */
const LEGENDS: Readonly<Record<"now" | "gone", readonly ChangeKind[]>> = {
  now: ["same", "more", "less", "new"],
  gone: ["same", "gone"],
};
const NOISES = ["2", "3", "5"] as const;

/** How a comparison is looked at, and what its colours mean. */
export class DifferenceBar {
  readonly root: HTMLElement;
  private readonly legend = element("span", { className: "legend" });
  private readonly baseline = element("span", { className: "baseline" });
  private readonly figure: Choice<DifferenceView["figure"]>;
  private readonly equal: Choice<DifferenceView["equal"]>;
  private readonly noise: Choice<(typeof NOISES)[number]>;
  private readonly what: Choice<"now" | "gone">;
  private selection: FlameSelection = { thread: -1, inverted: false };
  private theme: Theme | null = null;

  constructor(actions: DifferenceActions) {
    const looked = (): void => actions.looked();
    this.what = new Choice("Graph", [
      ["now", "Now", "What there is now, with its change"],
      ["gone", "Gone", "What only the baseline has"],
    ], (what) => actions.select({ ...this.selection, gone: what === "gone" }));
    this.figure = new Choice("Change of", [
      ["self", "Self", "Colours show the change of time in the function itself"],
      ["total", "Total", "Colours show the change of time in the function and what it calls"],
    ], looked);
    this.equal = new Choice("Compare", [
      ["time", "Time", "Compare times: for runs of the same work"],
      ["share", "Share", "Compare shares of the whole: for recordings of different length"],
    ], looked);
    const noises = NOISES.map((noise) => [noise, `${noise} σ`, `Changes within ${noise} standard deviations count as chance`] as const);
    this.noise = new Choice("Noise", noises, looked);
    this.noise.choose("3");
    const labelled = (text: string, choice: HTMLElement): HTMLElement => element("span", { className: "labelled" }, [text, choice]);
    this.root = element("div", { className: "toolbar difference", hidden: true }, [
      this.what.root,
      this.figure.root,
      this.equal.root,
      labelled("Noise", this.noise.root),
      this.baseline,
      element("span", { className: "space" }),
      this.legend,
    ]);
    this.root.setAttribute("role", "toolbar");
    this.root.setAttribute("aria-label", "Comparison");
  }

  get view(): DifferenceView {
    return { figure: this.figure.value, equal: this.equal.value, noise: Number(this.noise.value) };
  }

  /** Shows what the graph is compared with; null: with nothing. */
  show(comparison: Comparison | null, selection: FlameSelection): void {
    this.selection = selection;
    this.root.hidden = comparison === null;
    if (comparison === null) return;
    const { facts, goneWeight } = comparison;
    this.baseline.textContent = `Baseline: ${facts.title}, ${formatCount(facts.samples)} samples, ${formatDuration(facts.elapsedNs)}`;
    this.baseline.title = `${facts.subtitle}\nGone since: ${formatDuration(goneWeight)}`;
    this.what.choose(selection.gone ? "gone" : "now");
    this.figure.root.hidden = selection.gone === true;
    this.showLegend();
  }

  showTheme(theme: Theme): void {
    this.theme = theme;
    this.showLegend();
  }

  private showLegend(): void {
    const { theme, selection } = this;
    if (theme === null) return;
    const kinds = LEGENDS[selection.gone ? "gone" : "now"].map((kind) => {
      const swatch = element("span", { className: "swatch" });
      if (!theme.highContrast) swatch.style.background = toCss(changeColor(theme, kind));
      const [sign, name] = CHANGE_NAMES[kind];
      return element("span", { className: "key" }, [theme.highContrast ? null : swatch, `${sign} ${name}`.trim()]);
    });
    this.legend.replaceChildren(...kinds);
  }
}
