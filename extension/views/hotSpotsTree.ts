import * as vscode from "vscode";
import { computeFunctionTotals, formatDuration, formatShare, type FunctionTotal } from "../../sampler/profile";
import type { SessionStore } from "../session/sessionStore";

/** More rows than these are not read by anyone. */
const mostRows = 200;
const liveRefreshMs = 1000;

/** The functions that take most time by themselves: the flame graph's facts for keyboard and screen reader. */
export class HotSpotsTree implements vscode.TreeDataProvider<FunctionTotal>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<FunctionTotal>;
  private readonly listening: { dispose(): void }[];
  private pending: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly store: SessionStore) {
    this.view = vscode.window.createTreeView("tachyon.hotSpots", { treeDataProvider: this });
    this.listening = [
      store.onDidChangeCurrent(() => this.refresh()),
      store.onDidUpdate(() => (this.pending ??= setTimeout(() => this.refresh(), liveRefreshMs))),
      this.view.onDidChangeVisibility((event) => event.visible && this.refresh()),
    ];
  }

  getChildren(element?: FunctionTotal): FunctionTotal[] {
    const { figures } = this.store;
    if (element !== undefined || figures === null) return [];
    const totals = computeFunctionTotals(figures.shown.profile, figures.weights(), "self");
    return totals.filter((total) => total.selfSamples > 0).slice(0, mostRows);
  }

  getTreeItem(total: FunctionTotal): vscode.TreeItem {
    const { figures } = this.store;
    if (figures === null) return new vscode.TreeItem("");
    const { functions, strings } = figures.shown.profile;
    const [name, file] = [strings[functions.name[total.function]], strings[functions.file[total.function]]];
    const firstLine = functions.firstLine[total.function];
    const share = formatShare(total.self / figures.weights().totalWeight);
    const times = `${formatDuration(total.self)} self, ${formatDuration(total.total)} total`;
    const item = new vscode.TreeItem(name);
    item.id = String(total.function);
    item.description = `${share} · ${times} · ${file.split(/[\\/]/).pop() ?? ""}:${firstLine}`;
    item.tooltip = `${name}\n${file}:${firstLine}\n${times}, ${share} of all time in itself`;
    item.iconPath = new vscode.ThemeIcon("symbol-function");
    const source = figures.paths.resolve(file);
    if (source !== null) item.command = { command: "tachyon.openLine", title: "Open", arguments: [source, firstLine] };
    return item;
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.listening.forEach((listener) => listener.dispose());
    this.view.dispose();
    this.changed.dispose();
  }

  private refresh(): void {
    clearTimeout(this.pending);
    this.pending = undefined;
    if (this.view.visible) this.changed.fire(undefined);
  }
}
