import type { DebugConfiguration } from "vscode";
import { debugType } from "./configuration";
import { profileOf } from "./profileOf";

/** What F5 does where there is no launch.json. */
export const currentFile = { type: debugType, request: "launch", name: "Profile: Current File", program: "${file}" } as const;
const attachByPicker = {
  type: debugType,
  request: "attach",
  name: "Profile: Attach to Process…",
  processId: "${command:tachyon.pickProcess}",
} as const;
const tasks = { ...currentFile, name: "Profile: Current File with asyncio Tasks", async: "all" } as const;
const children = { ...currentFile, name: "Profile: Current File with its Processes", subprocesses: true } as const;

/** What a new launch.json has. */
export const initialConfigurations: readonly DebugConfiguration[] = [currentFile, attachByPicker];

/** The usual ones, and a profile of each Python program that one of `listed`, those of launch.json, starts. */
export function automaticConfigurations(listed: readonly DebugConfiguration[]): DebugConfiguration[] {
  const programs = listed.filter(({ type, request }) => (type === "debugpy" || type === "python") && request === "launch");
  return [currentFile, children, tasks, attachByPicker, ...programs.map(profileOf)];
}
