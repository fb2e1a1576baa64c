import { spawn } from "node:child_process";

/**
 * Starts the bundled command, run by `node`, with no terminal, in a process group of its own: it outlives a reload of the window.
 * What it has to say comes through its stream. `ended` is told once when it is over.
 */
export function runInBackground(
  node: string,
  command: readonly string[],
  ended: (exitCode: number | undefined) => void,
): void {
  const helper = spawn(node, command, {
    detached: true,
    stdio: "ignore",
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  helper.once("error", () => ended(undefined));
  helper.once("exit", (exitCode) => ended(exitCode ?? undefined));
  helper.unref();
}
