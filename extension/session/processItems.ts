import type { PythonProcess } from "../../sampler/host/index";
import { processTitle } from "./processes";

/** A row of the process picker. */
export interface ProcessRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly process: PythonProcess;
}

/** Rows under a heading. */
export interface ProcessGroup {
  readonly heading: string;
  readonly rows: readonly ProcessRow[];
}

const states: readonly (readonly [PythonProcess["state"], string, string])[] = [
  ["ready", "Ready", "$(play-circle)"],
  ["needsRights", "Needs rights", "$(lock)"],
  ["unsupported", "Cannot be sampled", "$(circle-slash)"],
];

/** One group for each state that there is; in each the busiest first, and of those the newest. */
export function processGroups(processes: readonly PythonProcess[], now: Date): ProcessGroup[] {
  const sorted = [...processes].sort((a, b) => b.cpuPercent - a.cpuPercent || b.startedAt.localeCompare(a.startedAt));
  return states
    .map(([state, heading, icon]) => ({
      heading,
      rows: sorted.filter((process) => process.state === state).map((process) => processRow(process, icon, now)),
    }))
    .filter(({ rows }) => rows.length > 0);
}

function processRow(process: PythonProcess, icon: string, now: Date): ProcessRow {
  const { pid, version, virtualEnvironment, cpuPercent, user, container, reason, startedAt } = process;
  const facts = [
    String(pid),
    version === null ? "" : `Python ${version}`,
    `${cpuPercent} % CPU`,
    startedAt === "" ? "" : `since ${sinceText(new Date(startedAt), now)}`,
    user,
    container ?? "",
    virtualEnvironment ?? "",
  ];
  return {
    label: `${icon} ${rowTitle(process)}`,
    description: facts.filter((fact) => fact !== "").join(" · "),
    detail: [reasonText(reason, pid), commandText(process)].filter((text) => text !== "").join(" · "),
    process,
  };
}

/** The program; where the command line names none, the interpreter. */
function rowTitle(process: PythonProcess): string {
  const title = processTitle(process);
  const [python = ""] = process.command;
  return title === `process ${process.pid}` ? python.split("/").pop() || title : title;
}

/** A row has a line for the reason and the command: its first sentence without the process, which the row names already. */
function reasonText(reason: string, pid: number): string {
  const [first = ""] = reason.split(/(?<=\w|\))\.(?: |$)/);
  const what = first.replace(`Process ${pid} `, "");
  return what.charAt(0).toUpperCase() + what.slice(1);
}

/** Where the interpreter lies is seldom what tells two processes apart. */
function commandText({ command, executable }: PythonProcess): string {
  const [python = executable, ...rest] = command;
  return [python.split("/").pop(), ...rest].join(" ").replaceAll(/\s+/g, " ");
}

/** The time of day, with the date when that is not today. */
function sinceText(start: Date, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = `${two(start.getHours())}:${two(start.getMinutes())}`;
  const date = `${start.getFullYear()}-${two(start.getMonth() + 1)}-${two(start.getDate())}`;
  return start.toDateString() === now.toDateString() ? time : `${date} ${time}`;
}
