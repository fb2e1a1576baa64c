import * as vscode from "vscode";
import { projectRoots } from "../config";
import type { RunLauncher } from "../runLauncher";
import { findProcess, processTitle } from "../session/processes";
import type { Profiler } from "../session/profiler";
import type { Session } from "../session/session";
import { debugType, processIdOf, type ProfileConfiguration } from "./configuration";
import { dynamicConfigurations, initialConfigurations } from "./configurationProvider";
import { DebugAdapter } from "./debugAdapter";
import { planAttach, planLaunch } from "./plans";

/** Registers the debug type `tachyon`. */
export function registerDebugging(profiler: Profiler, launcher: RunLauncher): vscode.Disposable {
  const start = (configuration: ProfileConfiguration): Promise<Session | null> =>
    launcher.start(() => startRun(configuration, profiler), { showsProgress: false });
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterInlineImplementation(new DebugAdapter({ start, projectRoots })),
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, initialConfigurations),
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      dynamicConfigurations,
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
}

async function startRun(configuration: ProfileConfiguration, profiler: Profiler): Promise<Session> {
  if (configuration.request === "launch") return profiler.launch(await planLaunch(configuration, profiler));
  const process = await findProcess(profiler.helper, processIdOf(configuration));
  const title = processTitle(process);
  return profiler.attach(await planAttach(configuration, process.pid, title, profiler), title);
}
