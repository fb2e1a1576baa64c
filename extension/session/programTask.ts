import * as vscode from "vscode";
import type { LaunchPlan } from "./commandLine";

/**
 * A task that runs the plan's program in a terminal of its own, sampled by the helper process. `command` is the bundled
 * command with its arguments. The terminal is the program's: its input, colours and Ctrl+C work as with Run.
 */
export function programTask(plan: LaunchPlan, title: string, command: string[]): vscode.Task {
  const execution = new vscode.ProcessExecution(process.execPath, command, {
    cwd: plan.cwd,
    env: { ...plan.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  const scope = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(plan.script)) ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: "process" }, scope, `Profile ${title}`, "Tachyon", execution, []);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Shared,
    clear: true,
    echo: false,
    focus: false,
    showReuseMessage: false,
  };
  return task;
}

/** Starts `task`; `ended` is told once when its process is over, with the exit code where there is one. */
export async function runTask(task: vscode.Task, ended: (exitCode: number | undefined) => void): Promise<void> {
  const listening: vscode.Disposable[] = [];
  const over = new Map<vscode.TaskExecution, number | undefined>();
  let execution: vscode.TaskExecution | undefined;
  const settle = (): void => {
    if (execution === undefined || !over.has(execution) || listening.length === 0) return;
    listening.splice(0).forEach((listener) => listener.dispose());
    ended(over.get(execution));
  };
  const note = (which: vscode.TaskExecution, exitCode: number | undefined): void => {
    if (!over.has(which)) over.set(which, exitCode);
    settle();
  };
  listening.push(
    vscode.tasks.onDidEndTaskProcess((event) => note(event.execution, event.exitCode)),
    vscode.tasks.onDidEndTask((event) => note(event.execution, undefined)),
  );
  try {
    execution = await vscode.tasks.executeTask(task);
  } catch (error) {
    listening.splice(0).forEach((listener) => listener.dispose());
    throw error;
  }
  settle();
}
