import * as fs from "node:fs";
import * as path from "node:path";
import { containerOf, otherContainer } from "./processFacts";
import type { Procfs } from "./procfs";

/** Bit of CAP_SYS_PTRACE in a set of capabilities. */
const PTRACE_BIT = 19n;

/** What decides whether one process may read another one's memory: on Linux all of this, elsewhere the system alone. */
export interface RightsFacts {
  readonly system: NodeJS.Platform;
  readonly pid: number;
  readonly exists: boolean;
  readonly isOurDescendant: boolean;
  readonly ourUid: number;
  readonly ourGid: number;
  /** Real, effective and saved; null when it does not exist. */
  readonly uids: readonly number[] | null;
  readonly gids: readonly number[] | null;
  /** We have CAP_SYS_PTRACE. */
  readonly hasCapability: boolean;
  /** A process that we start through sudo could have it. */
  readonly canGetCapability: boolean;
  /** It has capabilities that we lack. */
  readonly hasMoreCapabilities: boolean;
  /** A process that we start through sudo would lack none of its capabilities. */
  readonly couldHaveItsCapabilities: boolean;
  /** Where it runs; null when that is private. */
  readonly cwd: string | null;
  /** False when it has forbidden to be looked into (`PR_SET_DUMPABLE`), or its executable may not be read; null: unknown. */
  readonly isDumpable: boolean | null;
  /** 0 … 3; null when the kernel has no Yama. */
  readonly yamaScope: number | null;
  /** Whether we are in a user namespace of our own: a rootless container or a sandbox. */
  readonly isInUserNamespace: boolean;
  /** Whether it is in another user namespace; null when that is private. */
  readonly isElsewhere: boolean | null;
  /** A seccomp filter is on us. */
  readonly isFiltered: boolean;
  /** We may gain no rights: sudo does not work from here. */
  readonly hasNoNewPrivileges: boolean;
  /** There is a sudo; else only su. */
  readonly hasSudo: boolean;
  /** We are run by a Node of its own, which a capability could be given to, and not by an editor. */
  readonly isPlainNode: boolean;
  /** The container that we are in; null for none. */
  readonly ourContainer: string | null;
  /** The container that the process is in, if it is another one. */
  readonly container: string | null;
}

/** Looks at what can be seen without any rights. */
export function readRightsFacts(procfs: Procfs, pid: number): RightsFacts {
  const [own, its] = [procfs.status("self"), procfs.status(pid)];
  const [ourCapabilities, theirs] = [capabilities(own, "CapEff"), capabilities(its, "CapPrm")];
  const scope = procfs.setting("sys/kernel/yama/ptrace_scope");
  return {
    system: process.platform,
    pid,
    exists: its.size > 1 && !procfs.times(pid)?.isZombie,
    isOurDescendant: isDescendant(procfs, pid),
    ourUid: ids(own, "Uid")?.[1] ?? process.getuid?.() ?? -1,
    ourGid: ids(own, "Gid")?.[1] ?? -1,
    uids: ids(its, "Uid"),
    gids: ids(its, "Gid"),
    hasCapability: hasPtrace(ourCapabilities),
    canGetCapability: hasPtrace(capabilities(own, "CapBnd")),
    hasMoreCapabilities: (theirs & ~capabilities(own, "CapPrm")) !== 0n,
    couldHaveItsCapabilities: (theirs & ~capabilities(own, "CapBnd")) === 0n,
    cwd: procfs.link(pid, "cwd"),
    isDumpable: isDumpable(procfs, pid, ids(its, "Uid")),
    yamaScope: scope === null ? null : Number(scope),
    isInUserNamespace: !/^\s*0\s+0\s+4294967295\s*$/.test(procfs.text("self", "uid_map")),
    isElsewhere: isElsewhere(procfs, pid),
    isFiltered: own.get("Seccomp") === "2",
    hasNoNewPrivileges: own.get("NoNewPrivs") === "1",
    hasSudo: isOnPath("sudo"),
    isPlainNode: process.versions.electron === undefined,
    ourContainer: ourContainer(procfs),
    container: otherContainer(procfs, pid),
  };
}

function ids(status: ReadonlyMap<string, string>, name: string): readonly number[] | null {
  return status.get(name)?.split(/\s+/).slice(0, 3).map(Number) ?? null;
}

function capabilities(status: ReadonlyMap<string, string>, name: string): bigint {
  return BigInt(`0x${status.get(name) ?? "0"}`);
}

function hasPtrace(set: bigint): boolean {
  return ((set >> PTRACE_BIT) & 1n) === 1n;
}

function isDescendant(procfs: Procfs, pid: number): boolean {
  for (let parent = procfs.times(pid)?.parent ?? 0; parent > 1; parent = procfs.times(parent)?.parent ?? 0) {
    if (parent === process.pid) return true;
  }
  return false;
}

/** The files of a process that forbids to be looked into belong to root; its folder stays its own. */
function isDumpable(procfs: Procfs, pid: number, uids: readonly number[] | null): boolean | null {
  try {
    const [folder, file] = [fs.statSync(procfs.path(pid)), fs.statSync(procfs.path(pid, "stat"))];
    // A process of root itself looks the same either way.
    if (uids === null || folder.uid === 0) return null;
    return file.uid === folder.uid;
  } catch {
    return null;
  }
}

function isElsewhere(procfs: Procfs, pid: number): boolean | null {
  const [theirs, ours] = [procfs.link(pid, "ns/user"), procfs.link("self", "ns/user")];
  return theirs === null || ours === null ? null : theirs !== ours;
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => folder !== "" && fs.existsSync(path.join(folder, name)));
}

/** Files that container engines leave at the root, and what the control groups and the first process's environment say. */
function ourContainer(procfs: Procfs): string | null {
  const named = containerOf(procfs.text("self", "cgroup"));
  if (named !== null) return named.split(" ")[0];
  if (process.env.KUBERNETES_SERVICE_HOST !== undefined) return "kubernetes";
  const root = path.dirname(procfs.root);
  if (fs.existsSync(path.join(root, ".dockerenv"))) return "docker";
  if (fs.existsSync(path.join(root, "run", ".containerenv"))) return "podman";
  return null;
}
