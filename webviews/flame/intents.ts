import type { FromFlameView, ToFlameView } from "../protocol";
import type { Host } from "../shared/host";
import type { Theme } from "../shared/theme";
import type { Span } from "../shared/viewport";
import type { GraphModel } from "./graphModel";
import type { Look } from "./palette";
import { drawSvg } from "./svg";

/** What a box leads to outside of the graph. */
export class Intents {
  constructor(private readonly host: Host<ToFlameView, FromFlameView>) {}

  /** Goes to a box's source line, if it has one; -1 stands for no box. */
  open(model: GraphModel | null, box: number, beside: boolean): void {
    const source = box < 0 ? null : (model?.source(box) ?? null);
    if (source !== null) this.host.post({ kind: "openLine", ...source, beside });
  }

  /** Copies a box's name and place. */
  copy(model: GraphModel | null, box: number): void {
    if (model === null || box < 0) return;
    const source = model.source(box);
    const place = source === null ? "" : ` (${source.file}:${source.line})`;
    this.host.post({ kind: "copy", text: model.name(box) + place });
  }

  /** Keeps what is in sight as a picture. */
  saveSvg(title: string, model: GraphModel, look: Look, theme: Theme, span: Span): void {
    const text = drawSvg({ title, model, look, theme, span });
    this.host.post({ kind: "save", name: `${title.replace(/[^\w.-]+/g, "_")}.svg`, text });
  }
}
