import * as vscode from "vscode";
import type { SamplingPlan } from "./session/commandLine";

/** How to sample where nobody says otherwise. */
export type SamplingSettings = Omit<SamplingPlan, "recording" | "rateHz" | "pathMappings" | "configuration">;

export interface LaunchSettings {
  readonly args: readonly string[];
  /** Empty for the workspace folder. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface HeatSettings {
  readonly enabled: boolean;
  readonly metric: "self" | "total";
  /** Share of the profile's time below which a line stays uncoloured, 0 … 1. */
  readonly threshold: number;
  readonly maxLines: number;
  readonly figures: "time" | "percent" | "off";
}

function settings(resource?: vscode.Uri): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("tachyon", resource ?? null);
}

export function samplingSettings(resource?: vscode.Uri): SamplingSettings {
  const values = settings(resource);
  return {
    rate: values.get("sampling.rate", "1khz"),
    duration: values.get("sampling.duration", 0),
    allThreads: values.get("sampling.allThreads", true),
    opcodes: values.get("sampling.opcodes", true),
    subprocesses: values.get("sampling.subprocesses", false),
    mode: values.get("sampling.mode", "wall"),
    native: values.get("sampling.native", false),
    gc: values.get("sampling.gc", true),
    async: values.get("sampling.async", "off"),
    stopping: values.get("sampling.stopping", "never"),
    editorPatience: values.get("sampling.editorPatience", 60),
  };
}

export function launchSettings(resource: vscode.Uri): LaunchSettings {
  const values = settings(resource);
  return { args: values.get("launch.args", []), cwd: values.get("launch.cwd", ""), env: values.get("launch.env", {}) };
}

export function heatSettings(): HeatSettings {
  const values = settings();
  return {
    enabled: values.get("heat.enabled", true),
    metric: values.get("heat.metric", "self"),
    threshold: values.get("heat.threshold", 1) / 100,
    maxLines: values.get("heat.maxLines", 1000),
    figures: values.get("heat.figures", "time"),
  };
}

export function pythonPathSetting(resource: vscode.Uri): string {
  return settings(resource).get("pythonPath", "");
}

export function opensFlameGraph(resource?: vscode.Uri): boolean {
  return settings(resource).get("openOnFinish", "flameGraph") === "flameGraph";
}

/** How many recordings stay in the extension's storage. */
export function keptProfiles(): number {
  return Math.max(1, settings().get("profiles.keep", 20));
}

/** Turns the heat on or off for this user. */
export async function setHeatEnabled(enabled: boolean): Promise<void> {
  await settings().update("heat.enabled", enabled, vscode.ConfigurationTarget.Global);
}

/** Folders whose files are the user's own. */
export function projectRoots(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
}
