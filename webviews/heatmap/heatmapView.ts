import type { FromHeatmapView, HeatmapPlace, ToHeatmapView } from "../protocol";
import { adoptStyles, element } from "../shared/dom";
import frameStyles from "../shared/frame.css";
import { Header } from "../shared/header";
import type { Host } from "../shared/host";
import partStyles from "../shared/parts.css";
import sidebarStyles from "../shared/sidebar.css";
import { readTheme, watchTheme } from "../shared/theme";
import { FileView } from "./fileView";
import { IndexView } from "./indexView";
import { formatPlace, parsePlace } from "./place";
import styles from "./styles.css";

type HeatmapMessage = Extract<ToHeatmapView, { kind: "heatmap" }>;

/** All files, or one of them, with the time of each line; the same in an editor and in a page of its own. */
export class HeatmapView {
  private readonly header = new Header();
  private readonly index: IndexView;
  private readonly file: FileView;
  private readonly message = element("div", { className: "message", textContent: "Waiting for the first samples …" });
  private readonly hint = element("footer", { className: "hint" });
  private shown: HeatmapMessage | null = null;
  private place: HeatmapPlace = { file: -1, line: 0 };

  /** Builds the view at the end of `body`; `extras` are controls of the page for the header. */
  constructor(
    private readonly host: Host<ToHeatmapView, FromHeatmapView>,
    body: HTMLElement,
    extras: readonly HTMLElement[] = [],
  ) {
    [frameStyles, partStyles, sidebarStyles, styles].forEach(adoptStyles);
    this.index = new IndexView((file, line) => this.go({ file, line }));
    this.file = new FileView(host.opensSource, readTheme(body), {
      go: (file, line) => this.go({ file, line }),
      open: (file, line, beside) => host.post({ kind: "openLine", file, line, beside }),
      permalink: (file, line) => `#${this.shown === null ? "" : formatPlace(this.shown.heatmap, { file, line })}`,
    });
    const head = element("div", { className: "heatmaphead" }, [this.header.root, ...extras]);
    const root = element("div", { className: "tachyon heatmap" }, [
      head,
      this.header.notes,
      this.message,
      this.index.root,
      this.file.root,
      this.hint,
    ]);
    body.append(root);
    body.addEventListener("keydown", (event) => this.keyDown(event));
    watchTheme(body, () => this.file.setTheme(readTheme(body)));
    this.render();
    host.listen((message) => this.receive(message));
    host.post({ kind: "ready" });
  }

  private receive(message: ToHeatmapView): void {
    switch (message.kind) {
      case "heatmap":
        return this.show(message);
      case "empty":
        this.shown = null;
        this.message.textContent = message.reason;
        return this.render();
      case "go":
        return this.setPlace(message.place);
    }
  }

  private show(message: HeatmapMessage): void {
    const isFirst = this.shown === null;
    const before = this.shown === null ? "" : formatPlace(this.shown.heatmap, this.place);
    this.shown = message;
    this.header.show(message.facts);
    this.index.show(message.heatmap, message.facts, message.summary);
    const kept = isFirst ? this.host.loadState() : before;
    this.setPlace(parsePlace(message.heatmap, typeof kept === "string" ? kept : ""));
  }

  /** Goes to a place as the user's own step, which the host keeps. */
  private go(place: HeatmapPlace): void {
    this.setPlace(place);
    if (this.shown !== null) this.host.saveState(formatPlace(this.shown.heatmap, this.place));
  }

  private setPlace(place: HeatmapPlace): void {
    this.place = place;
    this.render();
  }

  private render(): void {
    const { shown, place } = this;
    this.header.root.hidden = shown === null;
    this.message.hidden = shown !== null;
    this.index.root.hidden = shown === null || place.file >= 0;
    this.file.root.hidden = shown === null || place.file < 0;
    this.hint.hidden = shown === null;
    this.hint.textContent =
      place.file < 0
        ? "Click: lines of a file · Samples and shares are of all threads"
        : "N, P: hot lines in their order · T: self or total · H: hot lines only · Esc: all files";
    if (shown !== null && place.file >= 0) this.file.show(shown.heatmap, place.file, place.line);
  }

  private keyDown(event: KeyboardEvent): void {
    if (this.place.file < 0 || event.target instanceof HTMLInputElement || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const actions: Readonly<Record<string, () => void>> = control
      ? { Enter: () => this.file.openChosen(event.shiftKey) }
      : {
          n: () => this.file.step(1),
          p: () => this.file.step(-1),
          t: () => this.file.switchFigures(),
          h: () => this.file.switchHotOnly(),
          Escape: () => this.go({ file: -1, line: 0 }),
        };
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }
}
