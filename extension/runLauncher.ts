import * as vscode from "vscode";
import { opensFlameGraph } from "./config";
import { guarded, showError } from "./errors";
import { GivenUp, Problem } from "./session/problem";
import type { Session } from "./session/session";
import type { SessionStore } from "./session/sessionStore";
import { openFlameGraph } from "./views/openProfile";
import { showProgress } from "./views/progress";

/** What goes with a run. */
export interface RunOptions {
  /** What is profiled, for settings of its own. */
  readonly resource?: vscode.Uri | undefined;
  /** Shows a progress notification, for runs that nothing else shows. */
  readonly showsProgress: boolean;
}

/** Starts profiling runs one at a time, and does what follows each: the flame graph, or why there is none. */
export class RunLauncher {
  constructor(private readonly store: SessionStore) {}

  /**
   * `begin` starts the run. Resolves with null when the user would rather keep the present one, or gave the new one up.
   * Throws a `Problem`.
   */
  async start(begin: () => Promise<Session>, options: RunOptions): Promise<Session | null> {
    if (!vscode.workspace.isTrusted) throw notTrusted();
    if (this.store.live !== null && !(await endsRun(this.store.live))) return null;
    const session = await begin().catch(nullIfGivenUp);
    if (session === null) return null;
    this.follow(session, options);
    return session;
  }

  /** Does what follows a run. */
  follow(session: Session, { resource, showsProgress }: RunOptions): void {
    const settle = (): void => {
      if (session.state === "failed") void showError(session.problem, `${session.plan.title} could not be profiled.`);
      if (session.state === "ended" && this.store.current === session && opensFlameGraph(resource)) void openBeside(session);
    };
    session.onDidChange(settle);
    if (session.live && showsProgress) showProgress(session);
    if (!session.live) settle();
  }
}

function nullIfGivenUp(error: unknown): null {
  if (error instanceof GivenUp) return null;
  throw error;
}

function notTrusted(): Problem {
  return new Problem(
    "Nothing was profiled.",
    "Profiling runs or reads programs, and this workspace is not trusted.",
    'Trust it with "Workspaces: Manage Workspace Trust" first.',
  );
}

/** Only one run is profiled at a time; asks before the present one is given up. */
async function endsRun(session: Session): Promise<boolean> {
  if (session.state === "stopping") return isOver(session);
  const stop = "Stop and Profile Again";
  const question = `${session.plan.title} is being profiled.`;
  const detail = "Only one program is profiled at a time.";
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, stop)) !== stop) return false;
  session.stop();
  return true;
}

/** Waits for the end of a run that was asked to end. */
function isOver(session: Session): Promise<true> {
  return new Promise((resolve) => session.onDidChange(() => !session.live && resolve(true)));
}

const openBeside = guarded("The flame graph could not be shown.", (session: Session) =>
  openFlameGraph(session.file, vscode.ViewColumn.Beside, true),
);
