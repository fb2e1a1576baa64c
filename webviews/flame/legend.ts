import { Category } from "../protocol";
import { toCss } from "../shared/color";
import { element } from "../shared/dom";
import type { Theme } from "../shared/theme";
import type { GraphModel } from "./graphModel";
import { CATEGORY_NAMES, categoryColor } from "./palette";

/** Names the colours of the categories in sight; empty in high contrast themes, where colour says nothing. */
export class Legend {
  readonly root = element("div", { className: "legend" });

  show(model: GraphModel, theme: Theme): void {
    const present = new Set(model.graph.category);
    present.delete(Category.Merged);
    const entries = theme.highContrast ? [] : [...present].sort((a, b) => a - b);
    this.root.replaceChildren(...entries.map((category) => key(category, theme)));
  }
}

function key(category: Category, theme: Theme): HTMLElement {
  const swatch = element("span", { className: "swatch" });
  swatch.style.background = toCss(categoryColor(theme, category));
  return element("span", { className: "key" }, [swatch, CATEGORY_NAMES[category]]);
}
