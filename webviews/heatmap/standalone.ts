import type { FromHeatmapView, ToHeatmapView } from "../protocol";
import type { Host } from "../shared/host";
import { startPage, Toast } from "../shared/page";
import { HeatmapView } from "./heatmapView";
import { parsePlace } from "./place";

type Data = Omit<Extract<ToHeatmapView, { kind: "heatmap" }>, "kind">;

/** A page of its own. Its address says which line is shown, so that links to lines and the back button work. */
class PageHost implements Host<ToHeatmapView, FromHeatmapView> {
  readonly opensSource = false;
  private readonly toast = new Toast();
  private listener: (message: ToHeatmapView) => void = () => undefined;

  constructor(private readonly data: Data) {
    window.addEventListener("hashchange", () =>
      this.listener({ kind: "go", place: parsePlace(data.heatmap, location.hash.slice(1)) }),
    );
  }

  post(message: FromHeatmapView): void {
    switch (message.kind) {
      case "ready":
        return this.listener({ kind: "heatmap", ...this.data });
      case "openLine":
        return void this.toast.copy(`${message.file}:${message.line}`);
      case "copy":
        return void this.toast.copy(message.text);
    }
  }

  listen(listener: (message: ToHeatmapView) => void): void {
    this.listener = listener;
  }

  loadState(): string {
    return location.hash.slice(1);
  }

  saveState(state: unknown): void {
    location.hash = String(state);
  }
}

startPage((value, toggle) => {
  const data = value as Data;
  if (!Array.isArray((data.heatmap as Data["heatmap"] | undefined)?.files)) {
    throw new Error("This page holds no heatmap. Export it again.");
  }
  document.title = `${data.facts.title} · Tachyon heatmap`;
  new HeatmapView(new PageHost(data), document.body, [toggle]);
});
