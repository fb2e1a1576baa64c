import * as vscode from "vscode";
import type { FlameSelection, FromFlameView, ToFlameView } from "../../webviews/protocol";
import { projectRoots } from "../config";
import { log } from "../log";
import { toProblem } from "../session/problem";
import { readRecording, recordingKey } from "../session/recording";
import type { SessionStore } from "../session/sessionStore";
import { recordingFacts, type ShownProfile } from "../session/shownProfile";
import { SourcePaths } from "../session/sourcePaths";
import { SourceText } from "../session/sourceText";
import { computeFlameMessage } from "../viewmodels/flameView";
import { openSource } from "./openSource";
import { saveText } from "./saveText";
import { webviewPage } from "./webviewHost";

export const flameViewType = "tachyon.flameGraph";

/** How often the graph of a run in progress is drawn anew. */
const liveRefreshMs = 500;

/** One recording as opened in any number of flame graph tabs. */
class FlameDocument implements vscode.CustomDocument {
  readonly paths: SourcePaths | null;
  readonly source: SourceText | null;

  constructor(
    readonly uri: vscode.Uri,
    /** Null when the recording could not be read. */
    readonly shown: ShownProfile | null,
    /** Why there is nothing to show; empty when there is. */
    readonly failure: string,
  ) {
    this.paths = shown === null ? null : new SourcePaths(shown.profile, shown.pathMappings);
    this.source = this.paths === null ? null : new SourceText(this.paths);
  }

  get title(): string {
    const known = this.shown === null ? "" : recordingFacts(this.shown.profile).title;
    return known !== "" ? known : (this.uri.path.split("/").pop() ?? "");
  }

  dispose(): void {
    // The profile belongs to the store as well; there is nothing of its own to let go.
  }
}

/** Shows `.tachyon` recordings, and the run in progress, as flame graphs. */
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

  async openCustomDocument(uri: vscode.Uri): Promise<FlameDocument> {
    try {
      return new FlameDocument(uri, this.store.find(recordingKey(uri)) ?? (await readRecording(uri)), "");
    } catch (error) {
      const problem = toProblem(error, "The recording could not be opened.");
      log().error(problem.message);
      return new FlameDocument(uri, null, problem.message);
    }
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
    if (this.ready && this.panel.visible) void this.panel.webview.postMessage(this.message());
  }

  private message(): ToFlameView {
    const { shown, source, title, failure } = this.document;
    if (shown === null || source === null) return { kind: "empty", reason: failure, facts: null };
    const sourceLine = (file: string, line: number): string | undefined => source.line(file, line);
    const roots = projectRoots();
    return computeFlameMessage(shown.profile, this.selection, {
      title,
      live: shown.live,
      notes: shown.notes,
      sourceLine,
      ...(roots.length > 0 ? { projectRoots: roots } : {}),
    });
  }

  private async openLine(name: string, line: number, beside: boolean): Promise<void> {
    const file = this.document.paths?.resolve(name) ?? null;
    if (file === null) void vscode.window.setStatusBarMessage(`${name} is not a file; it has no source to show.`, 5000);
    else await openSource(file, line, { from: this.panel.viewColumn, beside });
  }
}
