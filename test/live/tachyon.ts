import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { ProfileBuilder, type Profile } from "../../sampler/profile";
import { StreamDecoder } from "../../sampler/wire";

/** How one use of the command ended, and what it and the program printed. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Sees stdout as it comes; nothing is kept of it then. */
  readonly onStdout?: (data: Buffer) => void;
  /** A process group of its own, as a terminal gives one to each command. */
  readonly ownGroup?: boolean;
  readonly uid?: number;
  /** The package to use; else this checkout. */
  readonly root?: string;
  /** Ends with the command itself, though someone still holds its pipes; the last output may be missing. */
  readonly despitePipes?: boolean;
}

/** A command under way. */
export interface StartedCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<CommandEnd>;
}

const ROOT = path.join(__dirname, "..", "..");
const BUNDLE = path.join(ROOT, "dist", "tachyon.js");
const SOURCE = path.join(ROOT, "sampler", "cli", "main.ts");

let chosen: string[] | undefined;

/** Uses the command to its end. */
export function tachyon(args: readonly string[], options: CommandOptions = {}): Promise<CommandEnd> {
  return startTachyon(args, options).ended;
}

/** What Node has to be called with: the bundle when it is newer than every source of it, else the sources. */
export function chosenCommand(): readonly string[] {
  return (chosen ??= isBundleCurrent() ? [BUNDLE] : ["--import", pathToFileURL(require.resolve("tsx")).href, SOURCE]);
}

/** Starts the command. */
export function startTachyon(args: readonly string[], options: CommandOptions = {}): StartedCommand {
  const command = options.root === undefined ? chosenCommand() : [path.join(options.root, "dist", "tachyon.js")];
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    detached: options.ownGroup ?? false,
    uid: options.uid,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", options.onStdout ?? ((data: Buffer) => (stdout += data)));
  child.stderr.on("data", (data: Buffer) => (stderr += data));
  child.stdin.on("error", () => {
    // The program may end without reading what it was given.
  });
  child.stdin.end(options.input ?? "");
  const ended = new Promise<CommandEnd>((resolve) => {
    const event = options.despitePipes ? "exit" : "close";
    child.once(event, (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Copies what the built command needs into `folder`, for users who may not enter the checkout. */
export function copyPackage(folder: string): void {
  for (const part of ["package.json", path.join("dist", "tachyon.js"), "prebuilds"]) {
    cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  }
}

/** The profile in a recording file; fails when the file is not whole, unless that is expected. */
export function readRecording(file: string, expected: "whole" | "cut" = "whole"): Profile {
  const decoder = new StreamDecoder();
  const builder = new ProfileBuilder();
  for (const batch of decoder.push(readFileSync(file))) builder.append(batch);
  const problem = decoder.finish();
  if (problem && (expected === "whole" || problem.code !== "CutShort")) throw problem;
  return builder.profile;
}

/** Waits until `condition` gives something other than undefined or false, for at most `timeoutMs`. */
export async function until<T>(what: string, condition: () => T | undefined | false, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = condition();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isBundleCurrent(): boolean {
  if (!existsSync(BUNDLE)) return false;
  const built = statSync(BUNDLE).mtimeMs;
  const sources = readdirSync(path.join(ROOT, "sampler"), { recursive: true, encoding: "utf8" });
  const own = sources.filter((name) => name.endsWith(".ts"));
  return own.every((name) => statSync(path.join(ROOT, "sampler", name)).mtimeMs < built);
}
