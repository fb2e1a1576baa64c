import type { Finder } from "./finder";
import type { GraphModel } from "./graphModel";
import type { GraphPane } from "./graphPane";
import { EVERYWHERE, type KeyAction, keyAction } from "./keys";
import { boxTowards, type Direction } from "./navigation";
import type { SearchField } from "./searchField";
import type { Sidebar } from "./sidebar";
import type { Toolbar } from "./toolbar";
import type { Tooltip } from "./tooltip";

/** What keys act on. */
export interface KeyboardParts {
  readonly pane: GraphPane;
  readonly tooltip: Tooltip;
  readonly searchField: SearchField;
  readonly finder: Finder;
  readonly toolbar: Toolbar;
  readonly sidebar: Sidebar;
  readonly help: HTMLElement;
  /** The graph in sight, or null. */
  model(): GraphModel | null;
  /** Goes to a box's source line. */
  open(box: number, beside: boolean): void;
  /** Copies name and place of the focused box. */
  copy(): void;
}

/** Gives each gesture its key. */
export class Keyboard {
  constructor(private readonly parts: KeyboardParts) {}

  keyDown(event: KeyboardEvent): void {
    const { pane } = this.parts;
    const action = keyAction(event);
    const model = this.parts.model();
    if (action === null || model === null) return;
    const onGraph = event.target === pane.root || event.target === document.body;
    if (!onGraph && !EVERYWHERE.has(action)) return;
    if (event.target instanceof HTMLInputElement && event.key.length === 1 && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    // VS Code would take Ctrl+Enter, F3 and others for itself.
    event.stopPropagation();
    this.act(action, model);
  }

  private act(action: KeyAction, model: GraphModel): void {
    const { parts } = this;
    const { pane, finder } = parts;
    const { focused } = pane;
    const actions: Record<KeyAction, () => void> = {
      down: () => this.moveFocus("down", model),
      up: () => this.moveFocus("up", model),
      left: () => this.moveFocus("left", model),
      right: () => this.moveFocus("right", model),
      zoomIn: () => focused >= 0 && pane.zoomTo(focused),
      zoomOut: () => this.zoomOut(model),
      reset: () => pane.zoomTo(-1),
      closer: () => pane.zoomBy(0.6),
      farther: () => pane.zoomBy(1 / 0.6),
      open: () => parts.open(focused, false),
      openBeside: () => parts.open(focused, true),
      copy: () => parts.copy(),
      search: () => parts.searchField.focus(),
      nextMatch: () => finder.step(1),
      previousMatch: () => finder.step(-1),
      invert: () => parts.toolbar.toggleInverted(),
      sidebar: () => parts.sidebar.toggle(),
      help: () => parts.help.togglePopover(),
      pageDown: () => pane.scrollBy(1),
      pageUp: () => pane.scrollBy(-1),
    };
    actions[action]();
  }

  private moveFocus(direction: Direction, model: GraphModel): void {
    const { pane, tooltip } = this.parts;
    const box = boxTowards(direction, model, pane);
    tooltip.hide();
    if (box >= 0) pane.focus(box);
  }

  private zoomOut(model: GraphModel): void {
    const { pane, tooltip, help } = this.parts;
    if (help.matches(":popover-open")) return help.hidePopover();
    if (tooltip.visible) return tooltip.hide();
    if (!pane.isZoomed) return;
    pane.zoomTo(pane.zoomed < 0 ? -1 : model.widerAncestor(pane.zoomed));
  }
}
