import * as path from "node:path";
import { parsePythonCommand, type PythonProcess } from "../../sampler/host/index";
import type { LaunchPlan } from "./commandLine";
import type { HelperProcess } from "./helperProcess";
import { Problem } from "./problem";

export type { PythonProcess } from "../../sampler/host/index";

/** All Python processes, or those of `pids` that exist. Rejects with a `Problem`. */
export async function listProcesses(helper: HelperProcess, pids: readonly number[] = []): Promise<PythonProcess[]> {
  const answer = await helper.ask(["ps", "--json", ...pids.map(String)], "Python processes could not be listed.");
  return JSON.parse(answer) as PythonProcess[];
}

/** Waits for Python processes with `text` in their command line, and gives the newest. Rejects with a `Problem`. */
export async function waitForProcess(helper: HelperProcess, text: string, signal: AbortSignal): Promise<PythonProcess> {
  const answer = await helper.ask(["ps", "--json", "--wait-for", text], "No process could be waited for.", signal);
  const found = JSON.parse(answer) as PythonProcess[];
  return found.reduce((newest, process) => (process.startedAt > newest.startedAt ? process : newest));
}

/** One process. Rejects with a `Problem` when there is none. */
export async function findProcess(helper: HelperProcess, pid: number): Promise<PythonProcess> {
  const [found] = await listProcesses(helper, [pid]);
  if (found !== undefined) return found;
  throw new Problem(`Process ${pid} cannot be attached to.`, "It does not exist, or has ended.", "Choose another one.");
}

/** Deeper than any launcher starts a Python. */
const deepestLauncher = 6;

/**
 * The Python process that `pid` means: itself, else the Python descendant nearest to it, as launchers such as `uv run` have
 * one. Undefined when there is none.
 */
export async function findPython(helper: HelperProcess, pid: number): Promise<PythonProcess | undefined> {
  const pythons = await listProcesses(helper);
  const parents = new Map(pythons.map((process) => [process.pid, process.parent]));
  for (let depth = 0; depth <= deepestLauncher; depth++) {
    const found = pythons.find((process) => ancestor(parents, process.pid, depth) === pid);
    if (found !== undefined) return found;
    const unknown = new Set([...parents.values()].filter((parent) => parent > 1 && !parents.has(parent)));
    if (unknown.size === 0) continue;
    for (const process of await listProcesses(helper, [...unknown])) parents.set(process.pid, process.parent);
    // Those that are gone or hidden lead nowhere.
    for (const parent of unknown) if (!parents.has(parent)) parents.set(parent, 0);
  }
  return undefined;
}

function ancestor(parents: ReadonlyMap<number, number>, pid: number, depth: number): number | undefined {
  let found: number | undefined = pid;
  for (let step = 0; step < depth && found !== undefined; step++) found = parents.get(found);
  return found;
}

/** Options of debugpy that have no value; all others have one (its `debugpy --help`). */
const plainOptions = ["--wait-for-client", "--log-to-stderr", "--disable-sys-remote-exec", "--linux-attach-prefer-lldb"];

/** The command of the program that debugpy runs, where a command is such a one. */
function debuggedCommand(command: readonly string[]): readonly string[] {
  const { python, kind, target, args } = parsePythonCommand(command);
  if (kind === "other" || target.split(/[\\/]/).pop() !== "debugpy") return command;
  let own = 0;
  while (args[own]?.startsWith("--") === true) own += plainOptions.includes(args[own]) ? 1 : 2;
  return own < args.length ? [python, ...args.slice(own)] : command;
}

/**
 * What people call the program of a process: its script or module, such as "server.py", under debugpy too; its number
 * when nothing tells.
 */
export function processTitle({ pid, command }: Pick<PythonProcess, "pid" | "command">): string {
  const { kind, target } = parsePythonCommand(debuggedCommand(command));
  return (kind === "script" ? target.split(/[\\/]/).pop() : target) || `process ${pid}`;
}

/** A program as it can be started again. */
export type Launch = Pick<LaunchPlan, "python" | "pythonArgs" | "script" | "isModule" | "args" | "cwd" | "env">;

/** Variables that belong to the terminal or editor that a program was started from, and not to the program. */
const placeVariables = /^(TERM(_.*)?|COLORTERM|COLUMNS|LINES|SHLVL|_|PWD|OLDPWD|(VSCODE|ELECTRON|TACHYON)_.*)$/;

/** How a process would be started again, as far as its command line tells; null when it does not. */
export function launchOf(process: PythonProcess, environment: Readonly<Record<string, string>> = {}): Launch | null {
  const { python, options, kind, target, args } = parsePythonCommand(process.command);
  const { cwd } = process;
  if (cwd === null || python === "" || kind === "other") return null;
  const script = kind === "module" ? target : path.resolve(cwd, target);
  return {
    python: python.includes("/") ? path.resolve(cwd, python) : process.executable,
    pythonArgs: options,
    script,
    isModule: kind === "module",
    args,
    cwd,
    env: Object.fromEntries(Object.entries(environment).filter(([name]) => !placeVariables.test(name))),
  };
}
