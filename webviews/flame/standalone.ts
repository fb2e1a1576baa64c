import type { FlameSelection, FromFlameView, ToFlameView } from "../protocol";
import { element } from "../shared/dom";
import type { Host } from "../shared/host";
import { startPage, Toast } from "../shared/page";
import { checkEmbedded, chooseGraph, type EmbeddedData, summaryOf } from "./embedded";
import { FlameView } from "./flameView";

/** A page of its own: answers the view's intents from the data the page carries. */
class PageHost implements Host<ToFlameView, FromFlameView> {
  readonly opensSource = false;
  private readonly toast = new Toast();
  private listener: (message: ToFlameView) => void = () => undefined;

  constructor(private readonly data: EmbeddedData) {}

  post(message: FromFlameView): void {
    switch (message.kind) {
      case "ready":
        return this.show(this.data.graphs[0].selection);
      case "select":
        return this.show(message.selection);
      case "openLine":
        return void this.toast.copy(`${message.file}:${message.line}`);
      case "copy":
        return void this.toast.copy(message.text);
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
    const { threads, facts, comparison } = this.data;
    const chosen = chooseGraph(this.data, wanted);
    const summary = summaryOf(this.data, chosen.selection.thread);
    this.listener({ kind: "graph", ...chosen, threads, facts, summary, comparison });
  }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  element("a", { href: url, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(url));
}

startPage((value, toggle) => {
  const data = checkEmbedded(value);
  document.title = `${data.facts.title} · Tachyon ${data.comparison ? "differential flame graph" : "flame graph"}`;
  new FlameView(new PageHost(data), document.body, [toggle]);
});
