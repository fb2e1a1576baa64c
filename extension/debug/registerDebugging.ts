import * as vscode from "vscode";
import { projectRoots } from "../config";
import type { RunLauncher } from "../runLauncher";
import { findProcess, processTitle, waitForProcess } from "../session/processes";
import type { Profiler } from "../session/profiler";
import type { Session } from "../session/session";
import type { SessionStore } from "../session/sessionStore";
import { debugType, processIdOf, type ProfileConfiguration } from "./configuration";
import { dynamicConfigurations, initialConfigurations } from "./configurationProvider";
import { DebugAdapter } from "./debugAdapter";
import { planAttach, planLaunch } from "./plans";

/** Registers the debug type `tachyon`. */
export function registerDebugging(store: SessionStore, profiler: Profiler, launcher: RunLauncher): vscode.Disposable {
  const start = async (configuration: ProfileConfiguration): Promise<Session | null> => {
    const known = store.live;
    if (known !== null && known.file === configuration.recording) return known;
    return launcher.start(() => startRun(configuration, profiler), { showsProgress: false });
  };
  const waitFor = async (command: string, signal: AbortSignal): Promise<number> =>
    (await waitForProcess(profiler.helper, command, signal)).pid;
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterInlineImplementation(new DebugAdapter({ start, waitFor, projectRoots })),
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, initialConfigurations),
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      dynamicConfigurations,
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
