import * as fs from "node:fs";
import * as path from "node:path";
import type { Addon, SamplerOptions } from "./addon";
import { askVersion } from "./interpreterCheck";
import { commandOf, type Launch } from "./launch";
import { packageVersion } from "./packageRoot";

const NS_PER_S = 1e9;

/** The facts that stand at the head of each recording. `startedAt`: when sampling began. */
export function recordingProperties(sampler: SamplerOptions, startedAt: Date): Record<string, string> {
  return {
    tool: `tachyon ${packageVersion()}`,
    pid: String(sampler.pid),
    startedAt: startedAt.toISOString(),
    rate: String(NS_PER_S / sampler.intervalNs),
    intervalNs: String(sampler.intervalNs),
    mode: sampler.mode ?? "wall",
    options: JSON.stringify(viewOf(sampler)),
    platform: `${process.platform}-${process.arch}`,
  };
}

function viewOf({ allThreads, opcodes, native, gc, async, stopping, subprocesses }: SamplerOptions) {
  return { allThreads, opcodes, native, gc, async, stopping, subprocesses };
}

/** The facts about a program that we launch. `script` is an absolute path, or "-m name". */
export function launchProperties(launch: Launch): Record<string, string> {
  return {
    command: JSON.stringify(commandOf(launch)),
    cwd: launch.cwd,
    executable: launch.python,
    script: launch.module ? `-m ${launch.target}` : path.resolve(launch.cwd, launch.target),
  };
}

/** What the running process itself tells: the interpreter's version and file. Empty when it is gone already. */
export function interpreterProperties(addon: Addon, pid: number): Record<string, string> {
  const { version, executable } = addon.inspect(pid);
  return { ...(version ? { python: version } : {}), ...(executable ? { executable } : {}) };
}

/** The same of a program that we launched; when it was too short to be asked, its interpreter is. */
export function launchedInterpreterProperties(addon: Addon, pid: number, launch: Launch): Record<string, string> {
  const properties = interpreterProperties(addon, pid);
  if (properties.python !== undefined) return properties;
  const version = askVersion(launch);
  return version === null ? properties : { ...properties, python: version };
}

/** What the system tells about a process that was running already; facts that cannot be read are left out. */
export function attachedProperties(pid: number): Record<string, string> {
  const command = readOr("", () => fs.readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  const argv = command.replace(/\0$/, "").split("\0");
  const cwd = readOr("", () => fs.readlinkSync(`/proc/${pid}/cwd`));
  return { ...(command ? { command: JSON.stringify(argv) } : {}), ...(cwd ? { cwd } : {}) };
}

function readOr(fallback: string, read: () => string): string {
  try {
    return read();
  } catch {
    return fallback;
  }
}
