import * as path from "node:path";
import * as vscode from "vscode";
import type { Recordings, StoredRecording } from "../session/recordings";
import { flameViewType } from "./flameEditor";

/** Opens the flame graph of a recording, a path or a URI, in a tab; where it has one already, that is shown. */
export async function openFlameGraph(file: string, column: vscode.ViewColumn, preserveFocus: boolean): Promise<void> {
  await openInTab(profileUri(file), column, preserveFocus);
}

/** Opens a recording or a comparison in a flame graph tab; where it has one already, that is shown. */
export async function openInTab(uri: vscode.Uri, column: vscode.ViewColumn, preserveFocus: boolean): Promise<void> {
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
  const file = await pickProfile(await recordings.list(), "Open Profile", "Recorded profiles, newest first");
  if (file !== undefined) await openFlameGraph(file, vscode.ViewColumn.Active, false);
}

/** Lets the user choose one of `kept`, or a file of the disk: a path or a URI. */
export async function pickProfile(kept: readonly StoredRecording[], title: string, placeHolder: string): Promise<string | undefined> {
  const rows = kept.map((recording) => ({ ...describe(recording), file: recording.file }));
  const browse = { label: "$(folder-opened) Browse…", description: "a .tachyon file", file: "", alwaysShow: true };
  const separator = { label: "", kind: vscode.QuickPickItemKind.Separator, file: "" };
  const chosen = await vscode.window.showQuickPick(rows.length > 0 ? [...rows, separator, browse] : [browse], {
    title,
    placeHolder: rows.length > 0 ? placeHolder : "No profiles are kept yet",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.file === "" ? browseForFile(title) : chosen?.file;
}

/** The URI of a recording that is given as a path or as a URI. */
export function profileUri(file: string): vscode.Uri {
  return path.isAbsolute(file) ? vscode.Uri.file(file) : vscode.Uri.parse(file);
}

/** A recording in the words of lists. */
export function describe(recording: StoredRecording): { label: string; description: string; detail: string } {
  const at = new Date(recording.startedAt);
  const time = at.toLocaleTimeString(undefined, { timeStyle: "medium" });
  const isToday = at.toDateString() === new Date().toDateString();
  const description = isToday ? time : `${at.toLocaleDateString(undefined, { dateStyle: "medium" })}, ${time}`;
  return { label: recording.title, description, detail: recording.summary };
}

async function browseForFile(title: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    filters: { "Tachyon recordings": ["tachyon"], "All files": ["*"] },
  });
  return chosen?.[0]?.toString();
}
