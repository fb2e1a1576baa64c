import * as fs from "node:fs/promises";
import * as vscode from "vscode";
import { recordingFacts, type ShownProfile } from "../session/shownProfile";
import { LineMap } from "./lineMap";

/** File times are coarse on some systems; a file saved just before the run is not newer than it. */
const clockToleranceMs = 2000;

interface Tracked {
  readonly map: LineMap;
  /** The file is not what was recorded, so its lines may be off. */
  stale: boolean;
}

/** Follows the edits of open documents since the shown profile was recorded. */
export class LineTracker implements vscode.Disposable {
  private readonly tracked = new Map<string, Tracked>();
  private readonly becameStale = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly listening: vscode.Disposable[];
  private profile: ShownProfile | null = null;

  /** It was found that a document is not what was recorded. */
  readonly onDidBecomeStale = this.becameStale.event;

  constructor() {
    this.listening = [
      vscode.workspace.onDidChangeTextDocument((event) =>
        this.tracked.get(keyOf(event.document))?.map.apply(event.contentChanges),
      ),
      vscode.workspace.onDidOpenTextDocument((document) =>
        this.tracked.get(keyOf(document))?.map.align(document.getText()),
      ),
    ];
  }

  /** Starts over for another profile: documents are taken as recorded, as they are now. */
  follow(profile: ShownProfile | null): void {
    this.profile = profile;
    this.tracked.clear();
    if (profile !== null) vscode.workspace.textDocuments.filter(isSource).forEach((document) => this.of(document));
  }

  /** Where the recorded lines of `document` are now. */
  mapOf(document: vscode.TextDocument): LineMap {
    return this.of(document).map;
  }

  isStale(document: vscode.TextDocument): boolean {
    return this.of(document).stale;
  }

  dispose(): void {
    this.listening.forEach((listener) => listener.dispose());
    this.becameStale.dispose();
  }

  private of(document: vscode.TextDocument): Tracked {
    const key = keyOf(document);
    let tracked = this.tracked.get(key);
    if (tracked === undefined) {
      tracked = { map: new LineMap(document.getText()), stale: false };
      this.tracked.set(key, tracked);
      if (this.profile !== null) void this.checkAge(document, tracked, this.profile);
    }
    return tracked;
  }

  /** A run in progress is recorded from what is on disk now; an older recording may not be. */
  private async checkAge(document: vscode.TextDocument, tracked: Tracked, profile: ShownProfile): Promise<void> {
    if (profile.live) return;
    const modified = await fs.stat(document.uri.fsPath).then(
      (stat) => stat.mtimeMs,
      () => 0,
    );
    const { startedAt } = recordingFacts(profile.profile);
    if (modified <= startedAt + clockToleranceMs || Number.isNaN(startedAt)) return;
    tracked.stale = true;
    this.becameStale.fire(document);
  }
}

/** Documents that heat can be shown in. */
export function isSource(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file";
}

function keyOf(document: vscode.TextDocument): string {
  return document.uri.toString();
}
