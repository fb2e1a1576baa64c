import * as path from "node:path";
import type * as vscode from "vscode";
import { registerCommands } from "./commands";
import { followContextKeys } from "./contextKeys";
import { DebuggedProcesses } from "./debug/debuggedProcesses";
import { DebuggedProfiler } from "./debug/profileDebugged";
import { debugAgain, registerDebugging, type DebugAdapters } from "./debug/registerDebugging";
import { Heat } from "./editor/heat";
import { registerHover } from "./editor/hover";
import { disposeLog } from "./log";
import { RunLauncher } from "./runLauncher";
import { LiveRuns } from "./session/liveRuns";
import { registerExplanations } from "./session/explanation";
import { Profiler } from "./session/profiler";
import { Recordings } from "./session/recordings";
import type { Session } from "./session/session";
import { SessionStore } from "./session/sessionStore";
import { DumpDocuments } from "./views/dumpDocument";
import { FlameEditor } from "./views/flameEditor";
import { HotSpotsTree } from "./views/hotSpotsTree";
import { ProfilesTree } from "./views/profilesTree";
import { StatusBar } from "./views/statusBar";

/** Wires the parts together; VS Code calls it when a window has started, or before at the first command. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new SessionStore();
  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  const recordings = new Recordings(path.join(storage, "recordings"), context.workspaceState);
  const profiler = new Profiler(store, recordings, new LiveRuns(context.workspaceState), context.asAbsolutePath("dist/tachyon.js"));
  const launcher = new RunLauncher(store);
  const heat = new Heat(store);
  const debugged = new DebuggedProcesses();
  const debuggedProfiler = new DebuggedProfiler(debugged, profiler, launcher, context.globalState);
  const adapters: DebugAdapters = new Map();
  const dumps = DumpDocuments.register();
  context.subscriptions.push(
    { dispose: disposeLog },
    store,
    profiler,
    heat,
    new StatusBar(store),
    new ProfilesTree(store, recordings),
    new HotSpotsTree(store),
    registerHover(heat),
    FlameEditor.register(store, context.extensionUri),
    followContextKeys(store),
    registerDebugging(store, profiler, launcher, adapters),
    debugged,
    dumps.disposable,
    registerExplanations(),
    ...registerCommands({ store, profiler, launcher, debuggedProfiler, adapters, recordings, heat, dumps: dumps.documents }),
  );
  void profiler.recover().then((sessions) => sessions.forEach((session) => comeBack(session, launcher)));
}

/** Shows a run that the window's reload has interrupted as it was: in the debug view if it came from there. */
function comeBack(session: Session, launcher: RunLauncher): void {
  launcher.follow(session, { showsProgress: false });
  if (session.live) void debugAgain(session);
}
