import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { projectRoot } from "./stages";

/** The file of the example that is profiled. */
export const exampleFile = "hot_path.py";

/** A fresh copy of the example workspace at `folder`, with `settings` as the workspace's own. */
export function copyExampleWorkspace(folder: string, settings: Record<string, unknown>): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(projectRoot, "test", "fixtures", "example-workspace"), folder, { recursive: true });
  mkdirSync(path.join(folder, ".vscode"));
  writeFileSync(path.join(folder, ".vscode", "settings.json"), `${JSON.stringify(settings, undefined, 2)}\n`);
}
