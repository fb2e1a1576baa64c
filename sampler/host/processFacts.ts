import * as fs from "node:fs";
import * as path from "node:path";
import { Procfs } from "./procfs";

/** Names of users, as the system's own list has them. */
export class UserNames {
  private readonly names = new Map<number, string>();

  constructor(passwd: string) {
    for (const line of passwd.split("\n")) {
      const [name = "", , uid = ""] = line.split(":");
      if (uid !== "" && !this.names.has(Number(uid))) this.names.set(Number(uid), name);
    }
  }

  static ofSystem(): UserNames {
    return new UserNames(fs.existsSync("/etc/passwd") ? fs.readFileSync("/etc/passwd", "utf8") : "");
  }

  /** The number where the system knows no name. */
  name(uid: number): string {
    return this.names.get(uid) ?? String(uid);
  }
}

const CONTAINER_ID = /([0-9a-f]{64})/;
const SHORT_ID_LENGTH = 12;

/** What a process's control groups say about its container, such as "docker 3f1c0a9be2d4"; null when it is in none. */
export function containerOf(cgroup: string): string | null {
  const id = CONTAINER_ID.exec(cgroup)?.[1].slice(0, SHORT_ID_LENGTH);
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/kubepods/, "kubernetes"],
    [/libpod/, "podman"],
    [/docker/, "docker"],
    [/containerd|cri-/, "containerd"],
  ];
  const kind = kinds.find(([pattern]) => pattern.test(cgroup))?.[1];
  if (kind !== undefined && id !== undefined) return `${kind} ${id}`;
  const other = /\/(lxc(?:\.payload)?[./][^/\n]+|machine\.slice\/machine-[^/\n]+?\.scope)/.exec(cgroup)?.[1];
  return other?.replace(/^lxc(\.payload)?[./]/, "lxc ").replace(/^machine\.slice\/machine-(.*)\.scope$/, "machine $1") ?? null;
}

/** The container of a process that is not in ours; null when it is where we are, or nothing tells. */
export function otherContainer(procfs: Procfs, pid: number): string | null {
  const [theirs, ours] = [containerOf(procfs.text(pid, "cgroup")), containerOf(procfs.text("self", "cgroup"))];
  if (theirs !== null && theirs !== ours) return theirs;
  return isInOtherNamespace(procfs, pid) ? "other process namespace" : null;
}

/** The namespace itself is as private as memory is; how deep a process stands in those inside of ours is for all to see. */
function isInOtherNamespace(procfs: Procfs, pid: number): boolean {
  const [theirs, ours] = [procfs.link(pid, "ns/pid"), procfs.link("self", "ns/pid")];
  if (theirs !== null && ours !== null) return theirs !== ours;
  const depth = (process: number | "self"): number => procfs.status(process).get("NSpid")?.split(/\s+/).length ?? 0;
  return depth(pid) > depth("self");
}

/**
 * The virtual or conda environment that a command line runs in; null for none, or when its place is private. Found as
 * Python itself does it: by what stands beside the interpreter that was named, before links are followed.
 */
export function virtualEnvironment(procfs: Procfs, pid: number, command: readonly string[]): string | null {
  const program = command[0] ?? "";
  const cwd = procfs.link(pid, "cwd") ?? "/";
  const places = program.includes("/") ? [path.resolve(cwd, path.dirname(program))] : searchPath(procfs, pid);
  const root = procfs.path(pid, "root");
  const found = places.find((folder) => fs.existsSync(path.join(root, folder, path.basename(program))));
  if (program === "" || found === undefined) return null;
  const prefix = path.dirname(found);
  const marks = [path.join(prefix, "pyvenv.cfg"), path.join(found, "pyvenv.cfg"), path.join(prefix, "conda-meta")];
  const mark = marks.find((file) => fs.existsSync(path.join(root, file)));
  return mark === undefined ? null : path.dirname(mark);
}

function searchPath(procfs: Procfs, pid: number): string[] {
  return (processEnvironment(pid, procfs).PATH ?? "").split(":").filter((folder) => folder !== "");
}

/** The environment that a process was started with; empty when that is private. */
export function processEnvironment(pid: number, procfs = new Procfs()): Record<string, string> {
  const entries = procfs.text(pid, "environ").split("\0").filter((entry) => entry.includes("="));
  return Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]));
}
