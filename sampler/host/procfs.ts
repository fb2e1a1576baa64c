import * as fs from "node:fs";
import * as path from "node:path";

/** Clock ticks a second in /proc/PID/stat: a constant of the kernel's interface on every platform that we build for. */
const TICKS_PER_S = 100;

/** What /proc/PID/stat tells. */
export interface ProcessTimes {
  readonly parent: number;
  /** CPU time of all threads. */
  readonly cpuSeconds: number;
  /** Seconds between the system's start and the process's. */
  readonly startSeconds: number;
  /** Of the kernel itself: it has no memory of its own. */
  readonly isKernelThread: boolean;
  /** It has ended, and waits for its parent to notice. */
  readonly isZombie: boolean;
}

const KERNEL_THREAD_FLAG = 0x00200000;

/** Linux's view of processes. What cannot be read is empty, or null: processes end, and many keep to themselves. */
export class Procfs {
  constructor(readonly root = "/proc") {}

  /** Process ids, smallest first. */
  list(): number[] {
    const names = fs.readdirSync(this.root).filter((name) => /^\d+$/.test(name));
    return names.map(Number).sort((a, b) => a - b);
  }

  path(pid: number | "self", ...parts: string[]): string {
    return path.join(this.root, String(pid), ...parts);
  }

  text(pid: number | "self", name: string): string {
    return readOr("", () => fs.readFileSync(this.path(pid, name), "utf8"));
  }

  /** Where a link such as "exe", "cwd" or "ns/pid" leads; null when that is private. */
  link(pid: number | "self", name: string): string | null {
    return readOr(null, () => fs.readlinkSync(this.path(pid, name)));
  }

  /** A setting such as "sys/kernel/yama/ptrace_scope"; null when the kernel does not have it. */
  setting(name: string): string | null {
    return readOr(null, () => fs.readFileSync(path.join(this.root, name), "utf8").trim());
  }

  commandLine(pid: number): string[] {
    const text = this.text(pid, "cmdline").replace(/\0+$/, "");
    return text === "" ? [] : text.split("\0");
  }

  /** Fields of /proc/PID/status, by name; empty when there is no such process. */
  status(pid: number | "self"): ReadonlyMap<string, string> {
    const lines = this.text(pid, "status").split("\n");
    return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  }

  /** Files mapped into the process; null when that is private. */
  mappedFiles(pid: number): string[] | null {
    const text = readOr(null, () => fs.readFileSync(this.path(pid, "maps"), "utf8"));
    if (text === null) return null;
    const files = text.split("\n").flatMap((line) => /^\S+ \S+ \S+ \S+ \d+ +(\/.*)$/.exec(line)?.[1] ?? []);
    return [...new Set(files)];
  }

  /** Null when there is no such process. */
  times(pid: number): ProcessTimes | null {
    // The name, in parentheses, may hold anything.
    const fields = /^\d+ \(.*\) (.*)$/s.exec(this.text(pid, "stat"))?.[1].split(" ");
    if (fields === undefined) return null;
    const number = (position: number): number => Number(fields[position - 3]);
    return {
      parent: number(4),
      cpuSeconds: (number(14) + number(15)) / TICKS_PER_S,
      startSeconds: number(22) / TICKS_PER_S,
      isKernelThread: (number(9) & KERNEL_THREAD_FLAG) !== 0,
      isZombie: fields[0] === "Z" || fields[0] === "X",
    };
  }

  /** When the system started, in seconds since 1970; null when it does not say. */
  bootSeconds(): number | null {
    const found = /^btime (\d+)$/m.exec(readOr("", () => fs.readFileSync(path.join(this.root, "stat"), "utf8")));
    return found && Number(found[1]);
  }
}

function readOr<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
