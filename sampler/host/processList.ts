import type { Addon, ProcessInfo } from "./addon";
import { otherContainer, UserNames, virtualEnvironment } from "./processFacts";
import type { Procfs, ProcessTimes } from "./procfs";
import { explainRefusal, type Refusal } from "./refusals";
import { readRightsFacts } from "./rightsFacts";

/** Whether a process can be sampled now, could be with more rights, or cannot. */
export type ProcessState = "ready" | "needsRights" | "unsupported";

/** A Python process as people choose one. */
export interface PythonProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: readonly string[];
  readonly executable: string;
  /** Null when that is private. */
  readonly cwd: string | null;
  /** "3.14.2"; null when it cannot be read. */
  readonly version: string | null;
  readonly virtualEnvironment: string | null;
  /** Of one processor, since the look before. */
  readonly cpuPercent: number;
  /** ISO 8601; empty when unknown. */
  readonly startedAt: string;
  readonly user: string;
  /** The container that it is in, if that is not ours. */
  readonly container: string | null;
  readonly state: ProcessState;
  /** Why not ready, in a sentence; empty when ready. */
  readonly reason: string;
  /** The same with what can be done; only when it needs rights. */
  readonly refusal: Refusal | null;
}

/** How long the processes are watched to see how busy they are. */
const WATCH_MS = 200;

const MS_PER_S = 1000;

/** A mapped file that says which Python a process is, though its memory is private. */
const PYTHON_FILE = /(^|\/)(libpython|python)\d(\.\d+)?[^/]*$|\.cpython-\d+[^/]*\.so$/;
/** The same in a command line, which is all that other users may see. */
const PYTHON_NAME = /^(python|pypy)[\d.]*t?$/;
const PYPY_FILE = /(^|\/)(libpypy|pypy)[\d.]*[^/]*$/;

/** Finds Python processes by looking into them; their names count only where that is forbidden. */
export class ProcessList {
  /** Files mapped into processes that turned out to be no Python: what is made of the same files is none either. */
  private readonly others = new Set<string>();
  private readonly users = UserNames.ofSystem();
  private readonly bootSeconds: number | null;

  constructor(
    private readonly addon: Addon,
    private readonly procfs: Procfs,
  ) {
    this.bootSeconds = procfs.bootSeconds();
  }

  /** All of them, or those of `pids` that exist, Python or not; ourselves never. */
  async list(pids?: readonly number[]): Promise<PythonProcess[]> {
    const began = performance.now();
    const before = new Map((pids ?? this.procfs.list()).map((pid) => [pid, this.procfs.times(pid)]));
    const found = [...before].flatMap(([pid, times]) => this.describe(pid, times, pids !== undefined) ?? []);
    if (found.length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + WATCH_MS - performance.now())));
    const seconds = (performance.now() - began) / MS_PER_S;
    return found.map((row) => {
      const used = (this.procfs.times(row.pid)?.cpuSeconds ?? 0) - (before.get(row.pid)?.cpuSeconds ?? 0);
      return { ...row, cpuPercent: Math.max(0, Math.round((used / seconds) * 100)) };
    });
  }

  private describe(pid: number, times: ProcessTimes | null, isAsked: boolean): PythonProcess | null {
    if (times === null || times.isZombie || times.isKernelThread || pid === process.pid) return null;
    const files = this.procfs.mappedFiles(pid);
    const key = files?.join("\0") ?? "";
    if (!isAsked && (this.others.has(key) || files?.length === 0)) return null;
    const command = this.procfs.commandLine(pid);
    const info = this.addon.inspect(pid);
    if (info.code === "NOT_PYTHON" && key !== "") this.others.add(key);
    if (!isAsked && !isPython(info, files, command)) return null;
    return this.row(pid, times, command, info, files);
  }

  private row(pid: number, times: ProcessTimes, command: readonly string[], info: ProcessInfo, files: string[] | null) {
    const { procfs } = this;
    const isForbidden = info.code === "PERMISSION";
    const refusal = isForbidden ? explainRefusal(readRightsFacts(procfs, pid), command, this.users) : null;
    const state: ProcessState = info.supported ? "ready" : isForbidden ? "needsRights" : "unsupported";
    const uid = Number(/^\d+/.exec(procfs.status(pid).get("Uid") ?? "")?.[0] ?? NaN);
    return {
      pid,
      parent: times.parent,
      command,
      executable: info.executable,
      cwd: procfs.link(pid, "cwd"),
      version: info.version,
      virtualEnvironment: virtualEnvironment(procfs, pid, command),
      cpuPercent: 0,
      startedAt: this.startedAt(times),
      user: Number.isNaN(uid) ? "" : this.users.name(uid),
      container: otherContainer(procfs, pid),
      state,
      reason: info.supported ? "" : (refusal?.reason ?? unsupportedReason(info, files, this.addon)),
      refusal,
    };
  }

  private startedAt({ startSeconds }: ProcessTimes): string {
    return this.bootSeconds === null ? "" : new Date((this.bootSeconds + startSeconds) * MS_PER_S).toISOString();
  }
}

function isPython({ code, version }: ProcessInfo, files: readonly string[] | null, command: readonly string[]): boolean {
  if (version !== null || code === null || code === "UNSUPPORTED_VERSION" || code === "INVALID_RUNTIME") return true;
  if (files?.some((file) => PYPY_FILE.test(file))) return true;
  if (code !== "PERMISSION") return false;
  if (files !== null) return files.some((file) => PYTHON_FILE.test(file));
  return PYTHON_NAME.test((command[0] ?? "").split("/").pop() ?? "");
}

function unsupportedReason({ pid, code, reason }: ProcessInfo, files: readonly string[] | null, addon: Addon): string {
  if (files?.some((file) => PYPY_FILE.test(file))) {
    return `Process ${pid} runs PyPy; only CPython (${addon.supportedVersions.join(", ")}) can be sampled.`;
  }
  return code === "NOT_PYTHON" ? `Process ${pid} runs no Python code that can be read.` : reason;
}
