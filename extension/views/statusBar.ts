import * as vscode from "vscode";
import type { Session } from "../session/session";
import type { SessionStore } from "../session/sessionStore";
import { statusDetails, statusText, type StatusFacts } from "./statusText";

const refreshMs = 500;

/** The status bar item of the run in progress; a click ends the sampling. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("tachyon.status", vscode.StatusBarAlignment.Left, 50);
  private timer: NodeJS.Timeout | undefined;
  private readonly listening: { dispose(): void };

  constructor(private readonly store: SessionStore) {
    this.item.name = "Tachyon Profiler";
    this.item.command = "tachyon.stop";
    this.listening = store.onDidChangeLive(() => this.follow());
  }

  dispose(): void {
    clearInterval(this.timer);
    this.listening.dispose();
    this.item.dispose();
  }

  private follow(): void {
    clearInterval(this.timer);
    const session = this.store.live;
    if (session === null) {
      this.item.hide();
      return;
    }
    this.render(session);
    this.item.show();
    this.timer = setInterval(() => this.render(session), refreshMs);
  }

  private render(session: Session): void {
    const facts = statusFacts(session);
    const details = statusDetails(facts);
    this.item.text = statusText(facts);
    this.item.tooltip = new vscode.MarkdownString(
      [`**Profiling ${session.plan.title}**`, ...details, "Click to stop profiling; the program goes on."].join("\n\n"),
    );
    this.item.accessibilityInformation = {
      label: `Profiling ${session.plan.title}. ${details.join(". ")}. Click to stop.`,
    };
  }
}

function statusFacts(session: Session): StatusFacts {
  const { state, elapsedMs, profile, plan } = session;
  return { state, elapsedMs, profile, title: plan.title, rateHz: plan.rateHz };
}
