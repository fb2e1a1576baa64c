import { loadAddon } from "../host/addon";
import type { Exit } from "../host/launch";
import { packageRoot } from "../host/packageRoot";
import { ProcessList, type PythonProcess } from "../host/processList";
import { waitForCommand } from "../host/processWait";
import { Procfs } from "../host/procfs";
import { UserError } from "../host/userError";
import { print } from "./messages";

export interface PsOptions {
  /** For programs. */
  readonly json?: boolean;
  /** Wait until there is a process with this in its command line. */
  readonly waitFor?: string;
}

const STATES: Readonly<Record<PythonProcess["state"], string>> = {
  ready: "ready",
  needsRights: "needs rights",
  unsupported: "unsupported",
};

const MS_PER_DAY = 86_400_000;

/** Lists Python processes: those of `pids`, those that were waited for, or all. Throws a `UserError` where there is no way to find them. */
export async function ps(pids: readonly number[], { json = false, waitFor }: PsOptions): Promise<Exit> {
  // Before anything slow: once it has ended there is another one.
  const asker = process.ppid;
  const procfs = new Procfs();
  if (process.platform !== "linux") {
    throw new UserError("Processes cannot be listed on this system. Give 'tachyon attach' a process id.");
  }
  const list = new ProcessList(loadAddon(packageRoot()), procfs);
  const processes = await (waitFor === undefined
    ? list.list(pids.length > 0 ? pids : undefined)
    : waitForCommand(list, procfs, waitFor, asker));
  if (json) print([JSON.stringify(processes)], false);
  else print(formatProcesses(processes, new Date(), process.stdout.columns ?? Infinity), false);
  return { code: 0 };
}

/** A table; what is not ready says why on a line of its own. `width` cuts command lines off. */
function formatProcesses(processes: readonly PythonProcess[], now: Date, width: number): string[] {
  if (processes.length === 0) return ["No Python processes found."];
  const head = ["PID", "USER", "%CPU", "START", "PYTHON", "STATE", "COMMAND"];
  const rows = processes.map((process) => [
    String(process.pid),
    process.user,
    String(process.cpuPercent),
    formatStart(process.startedAt, now),
    process.version ?? "?",
    STATES[process.state],
    describeCommand(process),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd();
  return [
    line(head),
    ...rows.flatMap((row, at) => {
      const reason = processes[at].reason === "" ? [] : [`${" ".repeat(widths[0])}  ${processes[at].reason}`];
      return [cut(line(row), width), ...reason];
    }),
  ];
}

function describeCommand({ command, executable, container, virtualEnvironment }: PythonProcess): string {
  const text = (command.length > 0 ? command.join(" ") : executable).replaceAll(/\s+/g, " ");
  const places = [virtualEnvironment, container].filter((place) => place !== null);
  return places.length === 0 ? text : `${text}  [${places.join(", ")}]`;
}

/** The time of day for what started in the last day, else the date. */
function formatStart(startedAt: string, now: Date): string {
  if (startedAt === "") return "?";
  const start = new Date(startedAt);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (now.getTime() - start.getTime() < MS_PER_DAY) return `${two(start.getHours())}:${two(start.getMinutes())}`;
  return `${start.getFullYear()}-${two(start.getMonth() + 1)}-${two(start.getDate())}`;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
