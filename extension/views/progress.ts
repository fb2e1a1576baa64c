import * as vscode from "vscode";
import type { Session } from "../session/session";
import { clock, shortCount } from "./statusText";

const refreshMs = 1000;

/** A progress that can be cancelled, which ends the sampling; closes by itself when the run is over. */
export function showProgress(session: Session): void {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Profiling ${session.plan.title}`,
    cancellable: true,
  };
  void vscode.window.withProgress(options, (progress, cancel) => {
    cancel.onCancellationRequested(() => session.stop());
    const timer = setInterval(() => progress.report({ message: progressText(session) }), refreshMs);
    return new Promise<void>((resolve) => {
      const finish = (): void => {
        if (session.live) return;
        clearInterval(timer);
        resolve();
      };
      session.onDidChange(finish);
      finish();
    });
  });
}

function progressText(session: Session): string {
  const { samples } = session.profile.statistics;
  return samples === 0 ? "waiting for the first sample" : `${clock(session.elapsedMs)}, ${shortCount(samples)} samples`;
}
