import * as vscode from "vscode";
import { projectRoots } from "../config";
import type { RunLauncher } from "../runLauncher";
import { findProcess, processTitle, waitForProcess } from "../session/processes";
import type { Profiler } from "../session/profiler";
import type { Session } from "../session/session";
import type { SessionStore } from "../session/sessionStore";
import { debugType, processIdOf, type ProfileConfiguration } from "./configuration";
import { dynamicProvider, initialProvider } from "./configurationProvider";
import { DebugAdapter } from "./debugAdapter";
import { planAttach, planLaunch } from "./plans";

/** Adapters of the debug sessions of type `tachyon`, by the id of their session. */
export type DebugAdapters = Map<string, DebugAdapter>;

/** Registers the debug type `tachyon`; `adapters` are kept up to date. */
export function registerDebugging(
  store: SessionStore,
  profiler: Profiler,
  launcher: RunLauncher,
  adapters: DebugAdapters,
): vscode.Disposable {
  const start = async (configuration: ProfileConfiguration): Promise<Session | null> => {
    const known = store.live;
    if (known !== null && known.file === configuration.recording) return known;
    return launcher.start(() => startRun(configuration, profiler), { showsProgress: false });
  };
  const waitFor = async (command: string, signal: AbortSignal): Promise<number> =>
    (await waitForProcess(profiler.helper, command, signal)).pid;
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: ({ id }) => {
        const adapter = new DebugAdapter({ start, waitFor, projectRoots });
        adapters.set(id, adapter);
        return new vscode.DebugAdapterInlineImplementation(adapter);
      },
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => adapters.delete(id)),
    vscode.debug.registerDebugConfigurationProvider(debugType, initialProvider),
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      dynamicProvider,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
}

/** Gives a run that was found again after a reload the debug session that it had, if it had one. */
export async function debugAgain({ file, plan }: Session): Promise<void> {
  const { configuration } = plan;
  if (configuration === undefined) return;
  const again = { ...(configuration as vscode.DebugConfiguration), recording: file };
  await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], again, { suppressDebugView: true });
}

async function startRun(configuration: ProfileConfiguration, profiler: Profiler): Promise<Session> {
  if (configuration.request === "launch") return profiler.launch(await planLaunch(configuration, profiler));
  const process = await findProcess(profiler.helper, processIdOf(configuration));
  const title = processTitle(process);
  return profiler.attach(await planAttach(configuration, process.pid, title, profiler), title);
}
