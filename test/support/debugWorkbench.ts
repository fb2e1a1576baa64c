import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { DebugView } from "./debugView";
import { packDebugpyExtension } from "./debugpyExtension";
import { EditorInBrowser } from "./editorInBrowser";
import { interpreterOrSkip } from "./interpreters";
import { pythonPackageOrSkip } from "./pythonPackages";
import { projectRoot } from "./stages";

/** A workbench for everything that is debugged and profiled, with the real debugpy in it. */
export interface DebugWorkbench {
  readonly python: string;
  readonly editor: EditorInBrowser;
  readonly view: DebugView;
}

const debugSettings = { "tachyon.openOnFinish": "none", "debug.openDebug": "neverOpen" };

const folders: string[] = [];
let opened: Promise<DebugWorkbench> | undefined;

/** The one that all suites share: to start one takes longer than most tests. Skips the suite where something is missing. */
export async function debugWorkbenchOrSkip(context: Mocha.Context): Promise<DebugWorkbench> {
  const python = interpreterOrSkip(context, "3.11");
  const debugpy = await pythonPackageOrSkip(context, python, "debugpy");
  return (opened ??= open(python, debugpy));
}

/** Ends what all suites have shared. */
after(async () => {
  await (await opened?.catch(() => undefined))?.editor.close();
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

async function open(python: string, debugpy: string): Promise<DebugWorkbench> {
  const extension = await packDebugpyExtension();
  const editor = await EditorInBrowser.open({
    name: "debugging",
    fixture: "debug-workspace",
    settings: { ...debugSettings, "tachyon.pythonPath": python },
    configurations: [...tachyonConfigurations(), ...debugpyConfigurations(python, debugpy)],
    extensions: [extension.vsix],
    behindProxy: true,
  });
  extension.dispose();
  return { python, editor, view: new DebugView(editor.workbench) };
}

function tachyonConfigurations(): object[] {
  const launch = { type: "tachyon", request: "launch", program: "${workspaceFolder}/team.py" };
  const attach = { type: "tachyon", request: "attach" };
  return [
    { ...launch, name: "Team" },
    { ...launch, name: "Tasks", args: ["tasks"], async: "all" },
    { ...launch, name: "Family", program: "family.py", subprocesses: true },
    { ...attach, name: "Outside", processId: "${command:tachyon.pickProcess}" },
    { ...attach, name: "Server", command: "team.py as-server", waitForRestart: true },
  ];
}

function debugpyConfigurations(python: string, debugpy: string): object[] {
  const env = { PYTHONPATH: debugpy, PYDEVD_DISABLE_FILE_VALIDATION: "1" };
  const launch = { type: "debugpy", request: "launch", python, env, justMyCode: true };
  const { program, wrapper } = programElsewhere(python);
  const mapped = { pathMappings: [{ localRoot: "${workspaceFolder}", remoteRoot: path.dirname(program) }] };
  return [
    { ...launch, name: "Internal", program: "${workspaceFolder}/team.py", console: "internalConsole" },
    { ...launch, name: "Terminal", program: "${workspaceFolder}/family.py", console: "integratedTerminal" },
    { ...launch, name: "Elsewhere", type: "python", python: wrapper, program, args: ["elsewhere"], console: "internalConsole", ...mapped },
    { type: "debugpy", request: "launch", name: "Django", module: "django", args: ["runserver"] },
  ];
}

/** The same program in another folder, as a container has it, and a launcher that is no Python itself, as `uv run` is. */
function programElsewhere(python: string): { program: string; wrapper: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-elsewhere-"));
  folders.push(folder);
  cpSync(path.join(projectRoot, "test", "fixtures", "debug-workspace"), folder, { recursive: true });
  const wrapper = path.join(folder, "launcher");
  writeFileSync(wrapper, `#!/bin/sh\n"${python}" "$@"\nexit $?\n`, { mode: 0o755 });
  return { program: path.join(folder, "team.py"), wrapper };
}
