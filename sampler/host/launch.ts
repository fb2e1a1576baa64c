import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { UserError, reasonOf } from "./userError";

/** What to start: `python flags… target args…` or `python flags… -m target args…`. */
export interface Launch {
  /** Path of the interpreter. */
  readonly python: string;
  /** The interpreter's own options, such as -X dev. */
  readonly flags: readonly string[];
  readonly module: boolean;
  /** Script as the user wrote it (relative to `cwd`), or module name. */
  readonly target: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** There is nothing for the program to read, and what it prints comes to us: the terminal shows something else. */
  readonly captured?: boolean;
}

/** What a program prints, as it comes. */
export interface Printed {
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** How a program ended: with an exit code, or by a signal. */
export type Exit = { readonly code: number } | { readonly signal: NodeJS.Signals };

/** A started program; stdin, stdout and stderr are this process's own unless they are captured. */
export interface LaunchedProgram {
  readonly pid: number;
  /** Null when it is not captured. */
  readonly printed: Printed | null;
  readonly exited: Promise<Exit>;
  /** Sends a signal; does nothing when the program has ended. */
  kill(signal: NodeJS.Signals): void;
}

/** The command line as the system will see it. */
export function commandOf(launch: Launch): string[] {
  return [launch.python, ...launch.flags, ...(launch.module ? ["-m"] : []), launch.target, ...launch.args];
}

/** Throws a `UserError` for what would make Python itself refuse the program: no such folder, no such script. */
export function checkLaunch(launch: Launch): void {
  if (!isDirectory(launch.cwd)) {
    throw new UserError(`Directory '${launch.cwd}' not found. Give --cwd an existing directory.`);
  }
  if (launch.module) return;
  const script = path.resolve(launch.cwd, launch.target);
  if (!fs.existsSync(script)) {
    throw new UserError(`Script '${launch.target}' not found in ${launch.cwd}. Check its path; for a module use -m.`);
  }
  if (isDirectory(script) && !fs.existsSync(path.join(script, "__main__.py"))) {
    throw new UserError(`Script '${launch.target}' is a directory without a __main__.py. Name the file to run in it.`);
  }
}

/** Starts the program. Rejects with a `UserError` when the system refuses to. */
export async function launchProgram(launch: Launch): Promise<LaunchedProgram> {
  const [file = "", ...args] = commandOf(launch);
  const stdio: StdioOptions = launch.captured ? ["ignore", "pipe", "pipe"] : "inherit";
  const child = spawn(file, args, { stdio, cwd: launch.cwd, env: launch.env });
  const exited = new Promise<Exit>((resolve) => {
    // "exit", not "close": a grandchild that holds our pipes open must not hold us.
    child.once("exit", (code, signal) => resolve(signal === null ? { code: code ?? 0 } : { signal }));
  });
  if (child.pid === undefined) throw await startFailure(child, launch);
  const { pid, stdout, stderr } = child;
  const printed = stdout && stderr && { stdout, stderr };
  return { pid, printed, exited, kill: (signal) => void child.kill(signal) };
}

async function startFailure(child: ChildProcess, launch: Launch): Promise<UserError> {
  const error = await new Promise((resolve) => child.once("error", resolve));
  return new UserError(`Cannot start '${launch.python}': ${reasonOf(error)}. Choose an interpreter with --python.`);
}

function isDirectory(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
