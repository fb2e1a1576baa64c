import * as vscode from "vscode";
import type { PythonProcess } from "../../sampler/host/index";
import { toProblem } from "./problem";
import { processGroups } from "./processItems";

interface ProcessItem extends vscode.QuickPickItem {
  readonly process?: PythonProcess;
}

/** Gives all Python processes, in any order. */
export type ProcessSource = () => Promise<PythonProcess[]>;

/** What can be done with a process instead of choosing it. */
export interface ProcessAction {
  readonly button: vscode.QuickInputButton;
  readonly run: (process: PythonProcess) => unknown;
}

const refreshButton = { iconPath: new vscode.ThemeIcon("refresh"), tooltip: "Refresh" };

/** Lets the user choose a Python process; undefined when they do not. What cannot be sampled says why and stays. */
export function pickProcess(
  source: ProcessSource,
  placeholder: string,
  action?: ProcessAction,
): Promise<PythonProcess | undefined> {
  const picker = vscode.window.createQuickPick<ProcessItem>();
  Object.assign(picker, { title: "Python Processes", placeholder, matchOnDescription: true, matchOnDetail: true });
  // A terminal that had the focus before the command palette may take it back after this has opened.
  picker.ignoreFocusOut = true;
  picker.buttons = [refreshButton];
  return new Promise((resolve) => {
    picker.onDidTriggerButton(() => fill(picker, source, action));
    picker.onDidTriggerItemButton(({ item }) => {
      picker.hide();
      if (item.process !== undefined) action?.run(item.process);
    });
    picker.onDidAccept(() => {
      const chosen = picker.selectedItems[0]?.process;
      if (chosen === undefined || chosen.state === "unsupported") return;
      resolve(chosen);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
    void fill(picker, source, action);
  });
}

async function fill(
  picker: vscode.QuickPick<ProcessItem>,
  source: ProcessSource,
  action: ProcessAction | undefined,
): Promise<void> {
  picker.busy = true;
  try {
    picker.items = processItems(await source(), action === undefined ? [] : [action.button]);
  } catch (error) {
    const detail = toProblem(error, "").why;
    picker.items = [{ label: "$(error) The processes could not be listed", detail, alwaysShow: true }];
  }
  picker.busy = false;
}

function processItems(
  processes: readonly PythonProcess[],
  buttons: readonly vscode.QuickInputButton[],
): ProcessItem[] {
  if (processes.length === 0) {
    return [{ label: "No Python process runs here", detail: "Start one, then refresh.", alwaysShow: true }];
  }
  return processGroups(processes, new Date()).flatMap(({ heading, rows }) => [
    { label: heading, kind: vscode.QuickPickItemKind.Separator },
    ...rows.map((row) => (row.process.state === "unsupported" ? row : { ...row, buttons })),
  ]);
}
