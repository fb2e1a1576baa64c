import type { ProcessList, PythonProcess } from "./processList";
import type { Procfs } from "./procfs";

const POLL_MS = 200;

/**
 * Waits until there are Python processes with `text` in their command line that can be sampled, or could with more rights.
 * Those that another one of them started, such as workers, are left out. Gives up with none when `asker`, our parent, ends.
 */
export async function waitForCommand(
  list: ProcessList,
  procfs: Procfs,
  text: string,
  asker: number,
): Promise<PythonProcess[]> {
  while (process.ppid === asker) {
    const pids = procfs.list().filter((pid) => procfs.commandLine(pid).join(" ").includes(text));
    // One that has just started is no Python yet.
    const found = pids.length === 0 ? [] : (await list.list(pids)).filter(({ state }) => state !== "unsupported");
    const topmost = found.filter((one) => !found.some(({ pid }) => pid === one.parent));
    if (topmost.length > 0) return topmost;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return [];
}
