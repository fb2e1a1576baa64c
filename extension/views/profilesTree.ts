import * as vscode from "vscode";
import type { Recordings, StoredRecording } from "../session/recordings";
import type { SessionStore } from "../session/sessionStore";
import { describe } from "./openProfile";

/** The kept recordings, newest first; the run in progress on top. */
export class ProfilesTree implements vscode.TreeDataProvider<StoredRecording>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<StoredRecording>;
  private readonly listening: { dispose(): void }[];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly store: SessionStore,
    private readonly recordings: Recordings,
  ) {
    const refresh = (): void => this.changed.fire(undefined);
    this.view = vscode.window.createTreeView("tachyon.profiles", { treeDataProvider: this, canSelectMany: true });
    this.listening = [
      store.onDidChangeLive(refresh),
      store.onDidChangeCurrent(refresh),
      recordings.onDidChange(refresh),
    ];
  }

  getChildren(element?: StoredRecording): Promise<StoredRecording[]> {
    return element === undefined ? this.recordings.list() : Promise.resolve([]);
  }

  getTreeItem(recording: StoredRecording): vscode.TreeItem {
    const live = this.store.live?.file === recording.file;
    const { label, description, detail } = describe(recording);
    const item = new vscode.TreeItem(label);
    item.id = recording.file;
    item.description = live ? "recording…" : `${detail} · ${description}`;
    item.tooltip = `${label}, ${description}, ${detail}`;
    item.contextValue = live ? "live" : "recording";
    item.iconPath = new vscode.ThemeIcon(
      live ? "record" : this.store.current?.file === recording.file ? "flame" : "graph",
    );
    item.command = { command: "tachyon.openProfileItem", title: "Open Profile", arguments: [recording.file] };
    return item;
  }

  dispose(): void {
    this.listening.forEach((listener) => listener.dispose());
    this.view.dispose();
    this.changed.dispose();
  }
}
