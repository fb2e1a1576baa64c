import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import * as path from "node:path";

/** What a finished command gave. `output` is stdout and stderr together, in the order of their arrival. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly output: string;
}

/** Runs a command to its end; rejects with its name and last output when it cannot start or does not exit with 0. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<CommandResult> {
  const result = await tryRun(command, args, options);
  if (result.code === 0) return result;
  const lines = result.output.trim().split("\n").filter((line) => !/^\s+at /.test(line));
  const tail = lines.slice(-60).join("\n");
  throw new Error(`${path.basename(command)} ${args.slice(0, 6).join(" ")} ended with ${result.code}\n${tail}`);
}

/** Runs a command to its end and gives its exit code; 127 when it cannot be started, 128 when a signal ended it. */
export function tryRun(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let stdout = "";
    let output = "";
    // Decoded as a stream: a piece may end within a character.
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", (error) => resolve({ code: 127, stdout, output: `${output}${error.message}` }));
    child.on("close", (code, signal) => resolve({ code: code ?? 128, stdout, output: output + (signal ?? "") }));
  });
}

/** First output line of a command that is quick and has no side effects, or undefined when it fails. */
export function askCommand(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, args, { encoding: "utf8", timeout: 20_000, stdio: ["ignore", "pipe", "ignore"] });
  return result.status === 0 ? result.stdout.trim().split("\n")[0] : undefined;
}

/** The executable `name` on PATH, or undefined. */
export function findOnPath(name: string, searchPath = process.env.PATH ?? ""): string | undefined {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Waits until `condition` gives something; rejects naming `what` after `timeoutMs`. */
export async function waitFor<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const groups = new Set<ChildProcess>();

/** Starts a command as leader of a process group of its own, which `stopGroup` or this process's end takes down. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  groups.add(child);
  child.on("exit", () => groups.delete(child));
  return child;
}

/** Ends a process group started here: SIGTERM, and SIGKILL to what is left after five seconds. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, "SIGTERM");
  try {
    await waitFor(`process group ${child.pid}`, () => !groupLives(child), 5_000);
  } catch {
    signalGroup(child, "SIGKILL");
  }
  groups.delete(child);
}

function groupLives(child: ChildProcess): boolean {
  return child.pid !== undefined && signalGroup(child, 0);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

process.on("exit", () => {
  for (const child of groups) signalGroup(child, "SIGKILL");
});
for (const signal of ["SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Whoever else listens ends things in its own order.
    if (process.listenerCount(signal) === 1) process.exit(1);
  });
}
