import * as vscode from "vscode";
import { setHeatEnabled, heatSettings } from "./config";
import type { DebuggedProfiler } from "./debug/profileDebugged";
import type { DebugAdapters } from "./debug/registerDebugging";
import type { Heat } from "./editor/heat";
import { goToHotLine } from "./editor/hotLines";
import { guarded } from "./errors";
import { log } from "./log";
import type { RunLauncher } from "./runLauncher";
import { Problem } from "./session/problem";
import { findProcess, listProcesses, processTitle, type PythonProcess } from "./session/processes";
import { pickProcess, type ProcessAction } from "./session/processPicker";
import type { Profiler } from "./session/profiler";
import type { Recordings, StoredRecording } from "./session/recordings";
import type { SessionStore } from "./session/sessionStore";
import type { DumpDocuments } from "./views/dumpDocument";
import { compareProfiles } from "./views/compareProfiles";
import { chooseProfile, openFlameGraph } from "./views/openProfile";
import { openSource } from "./views/openSource";

/** What the commands act on. */
export interface Services {
  readonly store: SessionStore;
  readonly profiler: Profiler;
  readonly launcher: RunLauncher;
  readonly debuggedProfiler: DebuggedProfiler;
  readonly adapters: DebugAdapters;
  readonly recordings: Recordings;
  readonly heat: Heat;
  readonly dumps: DumpDocuments;
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
    command("dump", "The stacks could not be dumped.", (target?: unknown, item?: { sessionId?: string }) =>
      dumpStacks(services, target, item?.sessionId),
    ),
    // The Call Stack view gives a session's id, or a thread's number with what it belongs to.
    command("profileDebugged", "The program could not be profiled.", (id?: unknown, item?: { sessionId?: string }) =>
      services.debuggedProfiler.profile(typeof id === "string" ? id : item?.sessionId),
    ),
    command("stop", "Profiling could not be stopped.", () => store.live?.stop()),
    command("showFlameGraph", "The flame graph could not be shown.", () => showFlameGraph(store)),
    command("openProfile", "The profile could not be opened.", () => chooseProfile(recordings)),
    command("openProfileItem", "The profile could not be opened.", (file: string) =>
      openFlameGraph(file, vscode.ViewColumn.Active, false),
    ),
    command("compareProfiles", "The profiles could not be compared.", (given?: StoredRecording | vscode.Uri, selected?: StoredRecording[]) =>
      compareProfiles(recordings, given, selected),
    ),
    command("deleteProfile", "The profile could not be deleted.", async (given: StoredRecording, selected?: StoredRecording[]) => {
      for (const { file } of selected ?? [given]) await recordings.delete(file);
    }),
    command("toggleHeat", "The heat could not be toggled.", () => setHeatEnabled(!heatSettings().enabled)),
    command("clearHeat", "The heat could not be cleared.", () => store.show(null)),
    command("nextHotLine", "There is no next hot line.", () => goToHotLine(heat, 1)),
    command("previousHotLine", "There is no previous hot line.", () => goToHotLine(heat, -1)),
    command("openLine", "The line could not be opened.", (file: string, line: number) => openSource(file, line)),
    command("showLog", "The log could not be shown.", () => log().show()),
  ];
}

async function profileFile(
  { launcher, profiler }: Services,
  uri = vscode.window.activeTextEditor?.document.uri,
): Promise<void> {
  if (uri === undefined)
    throw new Problem("Nothing was profiled.", "No file is open in the editor.", "Open a Python file and try again.");
  await launcher.start(() => profiler.profileFile(uri), { resource: uri, showsProgress: true });
}

/** Profiles a running process: that of `pid`, or one that the user chooses. */
async function attachToProcess(services: Services, pid?: number): Promise<void> {
  const { launcher, profiler } = services;
  const { helper } = profiler;
  const placeholder = "Choose the process to profile; it goes on as before";
  const pick = (): Promise<PythonProcess | undefined> =>
    pickProcess(() => listProcesses(helper), placeholder, dumping(services));
  const chosen = await (pid === undefined ? pick() : findProcess(helper, pid));
  if (chosen === undefined) return;
  await launcher.start(() => profiler.attachToProcess(chosen.pid, processTitle(chosen)), { showsProgress: true });
}

/** The number of a process that the user chooses, as launch.json's `${command:tachyon.pickProcess}` wants it. */
async function pickProcessId({ profiler }: Services): Promise<string | undefined> {
  const chosen = await pickProcess(() => listProcesses(profiler.helper), "Choose the process to attach to");
  return chosen && String(chosen.pid);
}

/**
 * Shows the stacks of a process: that of a row of the Call Stack view, which tells its debug session; else the one that
 * `target` means; else one that the user chooses.
 */
async function dumpStacks(services: Services, target?: unknown, debugSession?: string): Promise<void> {
  const { store, profiler, dumps } = services;
  if (!vscode.workspace.isTrusted) throw new Problem("No stacks were dumped.", "This workspace is not trusted.");
  const meant = await (debugSession === undefined ? processMeant(store, target) : processOfRow(services, target, debugSession));
  const list = (): Promise<PythonProcess[]> => listProcesses(profiler.helper);
  const pid = meant ?? (await pickProcess(list, "Choose the process whose stacks to show"))?.pid;
  if (pid !== undefined) await dumps.dump(profiler.helper, pid);
}

/** A process id, or the item of the running session. */
function processMeant({ live }: SessionStore, target: unknown): number | undefined {
  if (typeof target === "number" || target === undefined) return target;
  const profiled = live?.profile.properties.get("pid");
  return profiled === undefined ? undefined : Number(profiled);
}

/** That of a debug session, or of one of its threads, for which the Call Stack view gives the number. */
async function processOfRow({ debuggedProfiler, adapters }: Services, thread: unknown, debugSession: string): Promise<number | undefined> {
  const adapter = adapters.get(debugSession);
  if (adapter !== undefined) return adapter.processOf(typeof thread === "number" ? thread : undefined);
  return debuggedProfiler.findProgram(debugSession);
}

/** The button that dumps a process of the picker. */
function dumping(services: Services): ProcessAction {
  const button = { iconPath: new vscode.ThemeIcon("list-tree"), tooltip: "Dump Python Stacks" };
  return { button, run: guarded("The stacks could not be dumped.", ({ pid }: PythonProcess) => dumpStacks(services, pid)) };
}

async function showFlameGraph(store: SessionStore): Promise<void> {
  if (store.current === null)
    throw new Problem("There is no flame graph to show.", "No profile is recorded or open.", "Profile a file first.");
  await openFlameGraph(store.current.file, vscode.ViewColumn.Beside, false);
}
