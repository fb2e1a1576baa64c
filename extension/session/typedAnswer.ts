import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { joinWords } from "../../sampler/host/index";
import { Problem } from "./problem";
import { typeIntoTerminal } from "./typedCommand";

const lookAgainMs = 300;

/**
 * What a command prints that is typed into a terminal, and run there by the user: one JSON value. Its output goes into a file
 * of ours; errors and questions stay in the terminal. Throws a `Problem` when the user gives up.
 */
export async function answerFromTerminal(command: string, title: string): Promise<unknown> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-"));
  const file = path.join(folder, "answer.json");
  const end = new vscode.CancellationTokenSource();
  const terminal = typeIntoTerminal(`${command} > ${joinWords([file])}`, () => end.cancel());
  try {
    const location = vscode.ProgressLocation.Notification;
    return await vscode.window.withProgress({ location, title, cancellable: true }, (_, cancelled) => {
      cancelled.onCancellationRequested(() => end.cancel());
      return answerIn(file, end.token);
    });
  } finally {
    terminal.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function answerIn(file: string, end: vscode.CancellationToken): Promise<unknown> {
  for (;;) {
    const found = wholeValue(file);
    if (found !== undefined) return found;
    if (end.isCancellationRequested) throw new Problem("No stacks were read.", "The command in the terminal was not run to its end.");
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

/** Undefined while there is none, or it is still being written. */
function wholeValue(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
