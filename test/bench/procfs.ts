import * as fs from "node:fs";

/** CPU time of all living threads of a process, in ns. */
export function readCpuNs(pid: number): number {
  return readTasks(pid, "schedstat").reduce((sum, text) => sum + Number(text.split(" ")[0]), 0);
}

/** How long the threads of a process have been ready to run while something else did, in ns. */
export function readWaitNs(pid: number): number {
  return readTasks(pid, "schedstat").reduce((sum, text) => sum + Number(text.split(" ")[1]), 0);
}

/** How many threads a process has. */
export function countThreads(pid: number): number {
  return fs.readdirSync(`/proc/${pid}/task`).length;
}

/** Whether a thread of the process is held by a signal or a tracer. */
export function isHeld(pid: number): boolean {
  return readTasks(pid, "stat").some((text) => /^[tT]$/.test(text.slice(text.lastIndexOf(")") + 2).charAt(0)));
}

/** Memory of a process, in bytes. */
export function readMemory(pid: number): { resident: number; peak: number } {
  const text = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  const figure = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) * 1024;
  return { resident: figure("VmRSS"), peak: figure("VmHWM") };
}

/** A file of every thread; one that has just ended is left out. */
function readTasks(pid: number, file: string): string[] {
  return fs.readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
    try {
      return [fs.readFileSync(`/proc/${pid}/task/${tid}/${file}`, "utf8")];
    } catch {
      return [];
    }
  });
}
