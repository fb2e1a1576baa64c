import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";

/** A process that belongs to an editor. */
interface EditorProcess {
  readonly pid: number;
  /** Its command line. */
  readonly words: readonly string[];
}

/** The process that samples process `target`, and what it writes. */
export function helperOf(target: number): { pid: number; recording: string } {
  const found = everyProcess().find(({ words }) => words.includes("attach") && words.at(-1) === String(target));
  assert.ok(found, `nobody samples process ${target}`);
  return { pid: found.pid, recording: found.words[found.words.indexOf("--record") + 1] };
}

/** The extension host of the process group `group`, which is a code-server's. */
export function extensionHostOf(group: number): number {
  const found = everyProcess().find(({ pid, words }) => words.includes("--type=extensionHost") && groupOf(pid) === group);
  assert.ok(found, `no extension host in process group ${group}`);
  return found.pid;
}

function everyProcess(): EditorProcess[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.map((pid) => ({ pid, words: read(pid, "cmdline").split("\0").slice(0, -1) }));
}

function groupOf(pid: number): number {
  // After the name, which may hold anything: state, parent, group.
  return Number(read(pid, "stat").split(") ").at(-1)?.split(" ")[2]);
}

/** Nothing of a process that has just ended. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
