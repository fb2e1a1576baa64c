import type { FlameSelection, FromFlameView, FunctionChange, GraphMessage, HotSpot, ToFlameView } from "../protocol";
import { adoptStyles, debounce, element } from "../shared/dom";
import type { Host } from "../shared/host";
import frameStyles from "../shared/frame.css";
import partStyles from "../shared/parts.css";
import sidebarStyles from "../shared/sidebar.css";
import { readTheme, type Theme, watchTheme } from "../shared/theme";
import { type BoxFacts, describeBox, speakBox } from "./boxFacts";
import { Details } from "./details";
import { DifferenceBar } from "./differenceBar";
import { differenceLook } from "./differenceLook";
import { Finder } from "./finder";
import { GraphModel } from "./graphModel";
import { GraphPane } from "./graphPane";
import { Header } from "../shared/header";
import { createHelp } from "./help";
import { Intents } from "./intents";
import { Keyboard } from "./keyboard";
import { Legend } from "./legend";
import { heatLook, type Look } from "./palette";
import { Memory } from "./memory";
import type { SavedState } from "./savedState";
import { SearchField } from "./searchField";
import { Sidebar } from "./sidebar";
import styles from "./styles.css";
import { Toolbar } from "./toolbar";
import { Tooltip } from "./tooltip";

const SAVE_PAUSE_MS = 150;
const SPEAK_PAUSE_MS = 150;

/** The flame graph with everything around it; the same in an editor and in a page of its own. */
export class FlameView {
  private readonly header = new Header();
  private readonly pane: GraphPane;
  private readonly tooltip = new Tooltip();
  private readonly legend = new Legend();
  private readonly details: Details;
  private readonly searchField: SearchField;
  private readonly finder: Finder;
  private readonly toolbar: Toolbar;
  private readonly sidebar: Sidebar;
  private readonly keyboard: Keyboard;
  private readonly intents: Intents;
  private readonly memory: Memory;
  private readonly differenceBar: DifferenceBar;
  private readonly help: HTMLElement;
  private readonly message = element("div", { className: "message", hidden: true });
  private readonly announcer = element("div", { className: "announcer" });
  private readonly save = debounce(SAVE_PAUSE_MS, () => this.host.saveState(this.state()));
  private readonly speak = debounce(SPEAK_PAUSE_MS, () => this.announceFocus());
  private model: GraphModel | null = null;
  private shown: GraphMessage | null = null;
  private theme: Theme = readTheme(document.body);
  private selection: FlameSelection = { thread: -1, inverted: false };
  private pointerX = 0;

  /** Builds the view at the end of `body`; `extras` are controls of the page for the toolbar. */
  constructor(private readonly host: Host<ToFlameView, FromFlameView>, body: HTMLElement, extras: readonly HTMLElement[] = []) {
    [frameStyles, partStyles, sidebarStyles, styles].forEach(adoptStyles);
    this.memory = new Memory(host.loadState());
    this.intents = new Intents(host);
    this.pane = this.createPane();
    this.searchField = this.createSearchField();
    this.finder = new Finder(this.pane, this.searchField);
    this.toolbar = new Toolbar(this.searchField.root, extras, {
      select: (selection) => this.select(selection),
      resetZoom: () => this.pane.zoomTo(-1),
      saveSvg: () => this.saveSvg(),
      toggleSidebar: () => this.sidebar.toggle(),
    });
    this.sidebar = this.createSidebar();
    this.differenceBar = new DifferenceBar({
      looked: () => this.lookAgain(),
      select: (selection) => this.select(selection),
    });
    this.details = new Details(host.opensSource, this.legend.root, (beside) => this.open(this.pane.focused, beside));
    this.help = createHelp(host.opensSource, this.toolbar.helpButton);
    this.keyboard = this.createKeyboard();
    this.searchField.setText(this.memory.search);
    this.assemble(body);
    watchTheme(body, () => this.applyTheme());
    this.showMessage("Waiting for the first samples …");
    host.listen((message) => this.receive(message));
    host.post({ kind: "ready" });
  }

  private createPane(): GraphPane {
    const { opensSource } = this.host;
    return new GraphPane({
      hover: (box) => this.showTooltip(box),
      click: (box, beside) => {
        this.pane.root.focus({ preventScroll: true });
        if (box < 0) return;
        this.pane.focus(box);
        if (opensSource) this.open(box, beside);
        else this.pane.zoomTo(box);
      },
      doubleClick: (box) => this.pane.zoomTo(box),
      moved: () => this.placeChanged(),
    });
  }

  private createSearchField(): SearchField {
    return new SearchField({
      search: (text) => this.search(text),
      step: (direction) => this.finder.step(direction),
      leave: () => this.pane.root.focus(),
    });
  }

  private createSidebar(): Sidebar {
    const sidebar = new Sidebar({
      find: (spot) => this.find(spot),
      focus: (box) => this.pane.focus(box),
      toggled: () => {
        this.toolbar.showSidebar(sidebar.isOpen);
        this.save.schedule();
      },
    });
    sidebar.choose(this.memory.sidebar);
    this.toolbar.showSidebar(sidebar.isOpen);
    return sidebar;
  }

  private createKeyboard(): Keyboard {
    const { pane, tooltip, searchField, finder, toolbar, sidebar, help } = this;
    return new Keyboard({
      ...{ pane, tooltip, searchField, finder, toolbar, sidebar, help },
      model: () => this.model,
      open: (box, beside) => this.open(box, beside),
      copy: () => this.intents.copy(this.model, this.pane.focused),
    });
  }

  private assemble(body: HTMLElement): void {
    this.announcer.setAttribute("aria-live", "polite");
    const stage = element("main", { className: "stage" }, [this.pane.root, this.message]);
    const root = element("div", { className: "tachyon" }, [
      this.header.root,
      this.header.notes,
      this.toolbar.root,
      this.differenceBar.root,
      element("div", { className: "middle" }, [stage, this.sidebar.root]),
      this.details.root,
      this.tooltip.root,
      this.help,
      this.announcer,
    ]);
    // Cut and paste mean nothing on a graph.
    root.dataset.vscodeContext = JSON.stringify({ preventDefaultContextMenuItems: true });
    body.addEventListener("keydown", (event) => this.keyboard.keyDown(event));
    root.addEventListener("pointermove", (event) => this.movePointer(event.clientX), { capture: true });
    body.append(root);
  }

  private receive(message: ToFlameView): void {
    switch (message.kind) {
      case "graph":
        return this.showGraph(message);
      case "empty":
        this.header.show(message.facts);
        return this.showMessage(message.reason);
      case "search":
        return this.searchFor(message.text);
    }
  }

  private showMessage(text: string): void {
    this.model = null;
    this.message.textContent = text;
    this.message.hidden = false;
    this.pane.root.hidden = true;
    this.toolbar.root.hidden = this.differenceBar.root.hidden = true;
    this.details.root.hidden = true;
    this.tooltip.hide();
  }

  private showGraph(message: GraphMessage): void {
    const { graph, selection, threads, facts } = message;
    const place = this.memory.placeIn(selection, this.model === null ? null : this.state());
    const empty = graph.length === 0;
    const nothing = selection.gone ? "Nothing is gone since the baseline." : "There are no samples in this selection.";
    this.message.textContent = empty ? nothing : "";
    this.message.hidden = !empty;
    this.toolbar.root.hidden = false;
    this.pane.root.hidden = this.details.root.hidden = empty;
    this.model = new GraphModel(graph);
    this.selection = selection;
    this.shown = message;
    this.differenceBar.show(message.comparison ?? null, selection);
    this.differenceBar.showTheme(this.theme);
    this.header.show(facts);
    this.sidebar.showGraph(message, this.differenceBar.view.noise);
    this.toolbar.showSelection(selection, threads);
    this.legend.show(this.model, this.theme);
    this.legend.root.hidden = message.difference !== undefined;
    this.pane.setModel(this.model);
    this.pane.setLook(this.look(this.model));
    if (place !== null) this.pane.restore(place);
    this.finder.search(graph, this.searchField.text);
    const wanted = this.memory.wanted(selection, threads);
    if (wanted !== null) this.host.post({ kind: "select", selection: wanted });
    this.placeChanged();
  }

  private select(selection: FlameSelection): void {
    this.memory.forget();
    this.host.post({ kind: "select", selection });
  }

  private searchFor(text: string): void {
    this.searchField.setText(text);
    this.search(text);
    this.finder.step(1);
  }

  private find({ name, file, shortFile, firstLine }: HotSpot | FunctionChange): void {
    this.searchFor(firstLine > 0 && /\.\w+$/.test(shortFile) ? `${shortFile}:${firstLine}` : name);
    const box = this.model?.heaviestOf(name, file, firstLine) ?? -1;
    if (box >= 0) this.pane.focus(box);
  }

  private search(text: string): void {
    if (this.model !== null) this.finder.search(this.model.graph, text);
    this.save.schedule();
  }

  private open(box: number, beside: boolean): void {
    this.intents.open(this.model, box, beside);
  }

  private saveSvg(): void {
    const { model, shown, theme, pane } = this;
    if (model !== null && shown !== null) this.intents.saveSvg(shown.facts.title, model, this.look(model), theme, pane.span);
  }

  private look(model: GraphModel): Look {
    const difference = this.shown?.difference;
    return difference === undefined
      ? heatLook(model.graph, this.theme)
      : differenceLook(model.graph, difference, this.differenceBar.view, this.theme);
  }

  private lookAgain(): void {
    const { model, shown } = this;
    if (model === null || shown === null) return;
    this.pane.setLook(this.look(model));
    this.sidebar.showGraph(shown, this.differenceBar.view.noise);
    this.placeChanged();
  }

  private describe(model: GraphModel, box: number): BoxFacts {
    const difference = this.shown?.difference;
    return describeBox(model, box, difference === undefined ? null : { difference, view: this.differenceBar.view });
  }

  private placeChanged(): void {
    const { pane, model } = this;
    if (model === null) return;
    this.toolbar.showZoomed(pane.isZoomed);
    this.details.show(pane.focused < 0 ? null : this.describe(model, pane.focused));
    this.sidebar.showBox(model, pane.focused, this.selection.inverted);
    this.speak.schedule();
    this.save.schedule();
  }

  private announceFocus(): void {
    const { model, pane } = this;
    if (model === null || !pane.isActive) return;
    const text = pane.focused < 0 ? "" : speakBox(this.describe(model, pane.focused));
    if (this.announcer.textContent !== text) this.announcer.textContent = text;
  }

  private movePointer(clientX: number): void {
    this.pointerX = clientX;
  }

  private showTooltip(box: number): void {
    if (box < 0 || this.model === null) return this.tooltip.hide();
    this.tooltip.show(this.describe(this.model, box), this.pane.pageRect(box), this.pointerX);
  }

  private applyTheme(): void {
    this.theme = readTheme(document.body);
    if (this.model === null) return;
    this.pane.setLook(this.look(this.model));
    this.legend.show(this.model, this.theme);
    this.differenceBar.showTheme(this.theme);
  }

  private state(): SavedState {
    return { selection: this.selection, search: this.searchField.text, place: this.pane.place(), sidebar: this.sidebar.choice };
  }
}
