import * as vscode from "vscode";
import type { FlameSelection, FromFlameView } from "../../webviews/protocol";
import type { SessionStore } from "../session/sessionStore";
import { FlameDocument } from "./flameDocument";
import { openSource } from "./openSource";
import { saveText } from "./saveText";
import { webviewPage } from "./webviewHost";

export const flameViewType = "tachyon.flameGraph";

/** How often the graph of a run in progress is drawn anew. */
const liveRefreshMs = 500;

/** Shows `.tachyon` recordings, the run in progress, and comparisons of two, as flame graphs. */
export class FlameEditor implements vscode.CustomReadonlyEditorProvider<FlameDocument> {
  constructor(
    private readonly store: SessionStore,
    private readonly extensionUri: vscode.Uri,
  ) {}

  static register(store: SessionStore, extensionUri: vscode.Uri): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(flameViewType, new FlameEditor(store, extensionUri), {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  openCustomDocument(uri: vscode.Uri): Promise<FlameDocument> {
    return FlameDocument.open(uri, this.store);
  }

  resolveCustomEditor(document: FlameDocument, panel: vscode.WebviewPanel): void {
    const view = new FlamePanel(document, panel);
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, "flame", `Flame graph of ${document.title}`);
    const follow = (): void => {
      if (document.shown !== null && this.store.live === null) this.store.show(document.shown);
    };
    follow();
    const listening = panel.onDidChangeViewState(() => panel.active && follow());
    panel.onDidDispose(() => {
      listening.dispose();
      view.dispose();
    });
  }
}

/** One flame graph tab: answers its script's intents, and draws a run in progress anew as it grows. */
class FlamePanel {
  private selection: FlameSelection = { thread: -1, inverted: false };
  private ready = false;
  /** A message was held back because nobody could see it. */
  private unsent = false;
  private pending: NodeJS.Timeout | undefined;
  private readonly listening: { dispose(): void }[];

  constructor(
    private readonly document: FlameDocument,
    private readonly panel: vscode.WebviewPanel,
  ) {
    this.listening = [
      panel.webview.onDidReceiveMessage((message: FromFlameView) => this.receive(message)),
      panel.onDidChangeViewState(() => this.unsent && this.send()),
    ];
    const updates = document.shown?.onDidUpdate(() => this.schedule());
    if (updates !== undefined) this.listening.push(updates);
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.listening.forEach((listener) => listener.dispose());
  }

  private receive(message: FromFlameView): void {
    switch (message.kind) {
      case "ready":
        this.ready = true;
        this.send();
        break;
      case "select":
        this.selection = message.selection;
        this.send();
        break;
      case "openLine":
        void this.openLine(message.file, message.line, message.beside);
        break;
      case "copy":
        void vscode.env.clipboard.writeText(message.text);
        break;
      case "save":
        void saveText(message.name, message.text);
        break;
    }
  }

  private schedule(): void {
    this.pending ??= setTimeout(() => this.send(), liveRefreshMs);
  }

  private send(): void {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.unsent = this.ready && !this.panel.visible;
    if (this.ready && this.panel.visible) void this.panel.webview.postMessage(this.document.message(this.selection));
  }

  private async openLine(name: string, line: number, beside: boolean): Promise<void> {
    const file = this.document.paths?.resolve(name) ?? null;
    if (file === null) void vscode.window.setStatusBarMessage(`${name} is not a file; it has no source to show.`, 5000);
    else await openSource(file, line, { from: this.panel.viewColumn, beside });
  }
}
