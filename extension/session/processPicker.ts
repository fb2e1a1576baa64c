import * as vscode from "vscode";
import type { PythonProcess } from "../../sampler/host/index";
import { toProblem } from "./problem";
import { processGroups } from "./processItems";

interface ProcessItem extends vscode.QuickPickItem {
  readonly process?: PythonProcess;
}

/** Gives all Python processes, in any order. */
export type ProcessSource = () => Promise<PythonProcess[]>;

const refreshButton = { iconPath: new vscode.ThemeIcon("refresh"), tooltip: "Refresh" };

/** Lets the user choose a Python process; undefined when they do not. What cannot be sampled says why and stays. */
export function pickProcess(source: ProcessSource, placeholder: string): Promise<PythonProcess | undefined> {
  const picker = vscode.window.createQuickPick<ProcessItem>();
  Object.assign(picker, { title: "Python Processes", placeholder, matchOnDescription: true, matchOnDetail: true });
  picker.buttons = [refreshButton];
  return new Promise((resolve) => {
    picker.onDidTriggerButton(() => fill(picker, source));
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
    void fill(picker, source);
  });
}

async function fill(picker: vscode.QuickPick<ProcessItem>, source: ProcessSource): Promise<void> {
  picker.busy = true;
  try {
    picker.items = processItems(await source());
  } catch (error) {
    const detail = toProblem(error, "").why;
    picker.items = [{ label: "$(error) The processes could not be listed", detail, alwaysShow: true }];
  }
  picker.busy = false;
}

function processItems(processes: readonly PythonProcess[]): ProcessItem[] {
  if (processes.length === 0) {
    return [{ label: "No Python process runs here", detail: "Start one, then refresh.", alwaysShow: true }];
  }
  return processGroups(processes, new Date()).flatMap(({ heading, rows }) => [
    { label: heading, kind: vscode.QuickPickItemKind.Separator },
    ...rows,
  ]);
}
