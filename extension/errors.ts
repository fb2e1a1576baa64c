import * as vscode from "vscode";
import { log } from "./log";
import { GivenUp, toProblem } from "./session/problem";

const showLog = "Show Log";
const selectInterpreter = "Select Interpreter";

/** Shows one message with what, why and the next step, and keeps the details in the log. */
export async function showError(error: unknown, what: string): Promise<void> {
  const problem = toProblem(error, what);
  log().error(problem.message, error instanceof Error && error !== problem ? (error.stack ?? "") : "");
  const buttons = [showLog];
  if (/interpreter|Python version|CPython/i.test(problem.message) && hasPythonExtension())
    buttons.unshift(selectInterpreter);
  const choice = await vscode.window.showErrorMessage(problem.message, ...buttons);
  if (choice === showLog) log().show();
  if (choice === selectInterpreter) await vscode.commands.executeCommand("python.setInterpreter");
}

/** A command's handler whose errors are shown instead of thrown; it gives nothing then. */
export function guarded<A extends unknown[], R>(
  what: string,
  run: (...args: A) => R | Promise<R>,
): (...args: A) => Promise<R | undefined> {
  return async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      if (!(error instanceof GivenUp)) void showError(error, what);
      return undefined;
    }
  };
}

function hasPythonExtension(): boolean {
  return vscode.extensions.getExtension("ms-python.python") !== undefined;
}
