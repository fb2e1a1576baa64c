import * as vscode from "vscode";
import { opensFlameGraph, setHeatEnabled, heatSettings } from "./config";
import type { Heat } from "./editor/heat";
import { goToHotLine } from "./editor/hotLines";
import { guarded, showError } from "./errors";
import { log } from "./log";
import { Problem } from "./session/problem";
import { findProcess, listProcesses, processTitle } from "./session/processes";
import { pickProcess } from "./session/processPicker";
import type { Profiler } from "./session/profiler";
import type { Recordings, StoredRecording } from "./session/recordings";
import type { Session } from "./session/session";
import type { SessionStore } from "./session/sessionStore";
import { chooseProfile, openFlameGraph } from "./views/openProfile";
import { openSource } from "./views/openSource";
import { showProgress } from "./views/progress";

/** What the commands act on. */
export interface Services {
  readonly store: SessionStore;
  readonly profiler: Profiler;
  readonly recordings: Recordings;
  readonly heat: Heat;
}

/** Registers every command of the manifest. */
export function registerCommands(services: Services): vscode.Disposable[] {
  const { store, recordings, heat } = services;
  const command = <A extends unknown[]>(name: string, what: string, run: (...args: A) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`tachyon.${name}`, guarded(what, run));
  return [
    command("profileFile", "The file could not be profiled.", (uri?: vscode.Uri) => profileFile(services, uri)),
    command("attach", "The process could not be attached to.", (pid?: number) => attachToProcess(services, pid)),
    command("pickProcess", "No process could be chosen.", () => pickProcessId(services)),
    command("stop", "Profiling could not be stopped.", () => store.live?.stop()),
    command("showFlameGraph", "The flame graph could not be shown.", () => showFlameGraph(store)),
    command("openProfile", "The profile could not be opened.", () => chooseProfile(recordings)),
    command("openProfileItem", "The profile could not be opened.", (file: string) =>
      openFlameGraph(file, vscode.ViewColumn.Active, false),
    ),
    command("deleteProfile", "The profile could not be deleted.", ({ file }: StoredRecording) =>
      recordings.delete(file),
    ),
    command("toggleHeat", "The heat could not be toggled.", () => setHeatEnabled(!heatSettings().enabled)),
    command("clearHeat", "The heat could not be cleared.", () => store.show(null)),
    command("nextHotLine", "There is no next hot line.", () => goToHotLine(heat, 1)),
    command("previousHotLine", "There is no previous hot line.", () => goToHotLine(heat, -1)),
    command("openLine", "The line could not be opened.", (file: string, line: number) => openSource(file, line)),
    command("showLog", "The log could not be shown.", () => log().show()),
  ];
}

async function profileFile(
  { store, profiler }: Services,
  uri = vscode.window.activeTextEditor?.document.uri,
): Promise<void> {
  if (uri === undefined)
    throw new Problem("Nothing was profiled.", "No file is open in the editor.", "Open a Python file and try again.");
  if (!(await mayProfile(store))) return;
  follow(store, await profiler.profileFile(uri), uri);
}

/** Profiles a running process: that of `pid`, or one that the user chooses. */
async function attachToProcess({ store, profiler }: Services, pid?: number): Promise<void> {
  const { helper } = profiler;
  const placeholder = "Choose the process to profile; it goes on as before";
  const chosen = pid === undefined ? await pickProcess(() => listProcesses(helper), placeholder) : await findProcess(helper, pid);
  if (chosen === undefined || !(await mayProfile(store))) return;
  follow(store, await profiler.attachToProcess(chosen.pid, processTitle(chosen)));
}

/** The number of a process that the user chooses, as launch.json's `${command:tachyon.pickProcess}` wants it. */
async function pickProcessId({ profiler }: Services): Promise<string | undefined> {
  const chosen = await pickProcess(() => listProcesses(profiler.helper), "Choose the process to attach to");
  return chosen && String(chosen.pid);
}

/** Whether a run can begin now; another one may have to end for it. Throws a `Problem` in an untrusted workspace. */
async function mayProfile(store: SessionStore): Promise<boolean> {
  if (!vscode.workspace.isTrusted) throw notTrusted();
  return store.live === null || endsRun(store.live);
}

/** Shows how a run goes, and its flame graph or what went wrong when it is over. */
function follow(store: SessionStore, session: Session, uri?: vscode.Uri): void {
  const settle = (): void => {
    if (session.state === "failed") void showError(session.problem, `${session.plan.title} could not be profiled.`);
    if (session.state === "ended" && store.current === session && opensFlameGraph(uri)) void openBeside(session);
  };
  session.onDidChange(settle);
  if (session.live) showProgress(session);
  else settle();
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
  const stop = "Stop and Profile Again";
  const question = `${session.plan.title} is being profiled.`;
  if (
    (await vscode.window.showInformationMessage(
      question,
      { modal: true, detail: "Only one program is profiled at a time." },
      stop,
    )) !== stop
  ) {
    return false;
  }
  session.stop();
  return true;
}

async function showFlameGraph(store: SessionStore): Promise<void> {
  if (store.current === null)
    throw new Problem("There is no flame graph to show.", "No profile is recorded or open.", "Profile a file first.");
  await openFlameGraph(store.current.file, vscode.ViewColumn.Beside, false);
}

const openBeside = guarded("The flame graph could not be shown.", (session: Session) =>
  openFlameGraph(session.file, vscode.ViewColumn.Beside, true),
);
