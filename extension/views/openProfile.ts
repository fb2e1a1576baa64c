import * as path from "node:path";
import * as vscode from "vscode";
import type { Recordings, StoredRecording } from "../session/recordings";
import { flameViewType } from "./flameEditor";

/** Opens the flame graph of a recording in a tab; where it has one already, that is shown. */
export async function openFlameGraph(file: string, column: vscode.ViewColumn, preserveFocus: boolean): Promise<void> {
  const uri = path.isAbsolute(file) ? vscode.Uri.file(file) : vscode.Uri.parse(file);
  const options = { viewColumn: columnShowing(uri) ?? column, preserveFocus };
  await vscode.commands.executeCommand("vscode.openWith", uri, flameViewType, options);
}

function columnShowing(uri: vscode.Uri): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString()),
  )?.viewColumn;
}

/** Lets the user choose one of the kept recordings, or a file, and opens it. */
export async function chooseProfile(recordings: Recordings): Promise<void> {
  const kept = (await recordings.list()).map((recording) => ({ ...describe(recording), file: recording.file }));
  const browse = { label: "$(folder-opened) Browse…", description: "a .tachyon file", file: "", alwaysShow: true };
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator, file: "" };
  const chosen = await vscode.window.showQuickPick(kept.length > 0 ? [...kept, separator, browse] : [browse], {
    title: "Open Profile",
    placeHolder: kept.length > 0 ? "Recorded profiles, newest first" : "No profiles are kept yet",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const file = chosen.file !== "" ? chosen.file : await browseForFile();
  if (file !== undefined) await openFlameGraph(file, vscode.ViewColumn.Active, false);
}

/** A recording in the words of lists. */
export function describe(recording: StoredRecording): { label: string; description: string; detail: string } {
  const at = new Date(recording.startedAt);
  const time = at.toLocaleTimeString(undefined, { timeStyle: "medium" });
  const isToday = at.toDateString() === new Date().toDateString();
  const description = isToday ? time : `${at.toLocaleDateString(undefined, { dateStyle: "medium" })}, ${time}`;
  return { label: recording.title, description, detail: recording.summary };
}

async function browseForFile(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Open Profile",
    filters: { "Tachyon recordings": ["tachyon"], "All files": ["*"] },
  });
  return chosen?.[0]?.toString();
}
