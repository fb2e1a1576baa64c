import * as vscode from "vscode";
import { heatSettings } from "../config";
import type { SessionStore } from "../session/sessionStore";
import { computeFileHeat } from "../viewmodels/heat";
import type { DocumentHeat } from "./documentHeat";
import { HeatPainter } from "./heatPainter";
import { HeatTypes, iconTheme } from "./heatTypes";
import { isSource, LineTracker } from "./lineTracker";

/** Least time between two refreshes while a run goes on. */
const liveRefreshMs = 500;
const staleMessageMs = 10_000;

/** Shows the store's current profile as heat in every visible editor, and keeps it in place while the text is edited. */
export class Heat implements vscode.Disposable {
  private types = new HeatTypes(iconTheme(vscode.window.activeColorTheme.kind));
  private readonly painter = new HeatPainter();
  private readonly tracker = new LineTracker();
  private readonly listening: { dispose(): void }[];
  private pending: NodeJS.Timeout | undefined;
  private lastRefresh = 0;

  constructor(private readonly store: SessionStore) {
    const { window, workspace } = vscode;
    this.listening = [
      store.onDidChangeCurrent(() => this.follow()),
      store.onDidUpdate(() => this.schedule()),
      store.onDidChangeLive(() => this.schedule()),
      this.tracker.onDidBecomeStale((document) => this.warnStale(document)),
      window.onDidChangeVisibleTextEditors(() => this.refresh()),
      window.tabGroups.onDidChangeTabGroups(() => this.refresh()),
      window.onDidChangeTextEditorVisibleRanges((event) => this.paint(event.textEditor)),
      window.onDidChangeActiveColorTheme((theme) => this.changeTheme(theme)),
      workspace.onDidChangeTextDocument((event) => this.repaint(event.document)),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("tachyon.heat") && this.refresh()),
    ];
  }

  /** The heat of `document`; null when no profile is shown, or it has none of this file. */
  of(document: vscode.TextDocument): DocumentHeat | null {
    const { figures } = this.store;
    if (figures === null || !isSource(document)) return null;
    const heats = figures.lineHeat();
    const name = figures.paths.namesOf(document.uri.fsPath).find((candidate) => heats.files.has(candidate));
    if (name === undefined) return null;
    const heat = computeFileHeat(heats, name, heatSettings());
    return { figures, name, heat, lines: this.tracker.mapOf(document), stale: this.tracker.isStale(document) };
  }

  dispose(): void {
    clearTimeout(this.pending);
    this.listening.forEach((listener) => listener.dispose());
    this.tracker.dispose();
    this.types.dispose();
  }

  private follow(): void {
    this.tracker.follow(this.store.current);
    this.refresh();
  }

  /** Refreshes at once, unless that was done a moment ago. */
  private schedule(): void {
    if (this.pending !== undefined) return;
    const wait = Math.max(0, this.lastRefresh + liveRefreshMs - Date.now());
    this.pending = setTimeout(() => this.refresh(), wait);
  }

  private refresh(): void {
    clearTimeout(this.pending);
    this.pending = undefined;
    this.lastRefresh = Date.now();
    vscode.window.visibleTextEditors.forEach((editor) => this.paint(editor));
  }

  private repaint(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors.filter((candidate) => candidate.document === document)) {
      this.painter.forget(editor);
      this.paint(editor);
    }
  }

  private paint(editor: vscode.TextEditor): void {
    const settings = heatSettings();
    const heat = settings.enabled ? this.of(editor.document) : null;
    this.painter.paint(editor, this.types, heat, settings.figures);
  }

  /** Heat of a newer file is shown all the same, since most of its lines may be where they were; but it is said. */
  private warnStale(document: vscode.TextDocument): void {
    if (this.of(document) === null) return;
    const name = document.uri.path.split("/").pop() ?? "";
    vscode.window.setStatusBarMessage(
      `$(warning) ${name} is newer than this profile; lines may be off`,
      staleMessageMs,
    );
  }

  private changeTheme(theme: vscode.ColorTheme): void {
    this.types.dispose();
    this.types = new HeatTypes(iconTheme(theme.kind));
    this.painter.forgetAll();
    this.refresh();
  }
}
