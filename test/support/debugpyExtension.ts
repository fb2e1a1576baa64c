import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { run } from "./processes";
import { projectRoot } from "./stages";

/**
 * Packs the extension of test/fixtures that registers debug type `debugpy` with the real debugpy adapter, as the Python
 * debugger's own extension does, which is in no registry that can be had. Gives the VSIX; `dispose` removes it.
 */
export async function packDebugpyExtension(): Promise<{ vsix: string; dispose: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-debugpy-"));
  const source = path.join(folder, "extension");
  cpSync(path.join(projectRoot, "test", "fixtures", "debugpy-extension"), source, { recursive: true });
  const vsix = path.join(folder, "debugpy.vsix");
  const vsce = path.join(projectRoot, "node_modules", "@vscode", "vsce", "vsce");
  const flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license"];
  await run(process.execPath, [vsce, "package", ...flags, "--out", vsix], { cwd: source });
  return { vsix, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
