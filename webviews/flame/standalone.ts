import type { FlameSelection, FromFlameView, ToFlameView } from "../protocol";
import { adoptStyles, element } from "../shared/dom";
import type { Host } from "../shared/host";
import { chooseGraph, type EmbeddedData, parseEmbedded, summaryOf } from "./embedded";
import { FlameView } from "./flameView";
import pageStyles from "./standalone.css";
import { createThemeToggle } from "./themeToggle";

/** A page of its own: answers the view's intents from the data the page carries. */
class PageHost implements Host {
  readonly opensSource = false;
  private readonly toast = element("div", { className: "toast", role: "status" });
  private listener: (message: ToFlameView) => void = () => undefined;
  private hideTimer: number | undefined;

  constructor(private readonly data: EmbeddedData) {
    document.body.append(this.toast);
  }

  post(message: FromFlameView): void {
    switch (message.kind) {
      case "ready":
        return this.show(this.data.graphs[0].selection);
      case "select":
        return this.show(message.selection);
      case "openLine":
        return void this.copy(`${message.file}:${message.line}`);
      case "copy":
        return void this.copy(message.text);
      case "save":
        return download(message.name, message.text);
    }
  }

  listen(listener: (message: ToFlameView) => void): void {
    this.listener = listener;
  }

  loadState(): undefined {
    return undefined;
  }

  saveState(): void {
    // A page starts afresh each time it is opened.
  }

  private show(wanted: FlameSelection): void {
    const { graph, selection } = chooseGraph(this.data, wanted);
    const { threads, facts } = this.data;
    this.listener({ kind: "graph", graph, selection, threads, facts, summary: summaryOf(this.data, selection.thread) });
  }

  // Pages from disk may have no clipboard; then the text is at least there to be read.
  private async copy(text: string): Promise<void> {
    const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
    this.toast.textContent = copied ? `Copied ${text}` : text;
    this.toast.classList.add("shown");
    window.clearTimeout(this.hideTimer);
    this.hideTimer = window.setTimeout(() => this.toast.classList.remove("shown"), 4000);
  }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  element("a", { href: url, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(url));
}

function start(): void {
  adoptStyles(pageStyles);
  const toggle = createThemeToggle(document.body);
  try {
    const data = parseEmbedded(document.getElementById("tachyon-data")?.textContent ?? "");
    document.title = `${data.facts.title} · Tachyon flame graph`;
    new FlameView(new PageHost(data), document.body, [toggle]);
  } catch (error) {
    document.body.append(element("p", { className: "failure", textContent: (error as Error).message }));
  }
}

start();
