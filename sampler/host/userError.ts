/** Exit codes of the command for what the user can put right: a wrong command line, and everything else. */
export const USAGE_EXIT = 2;
export const FAILURE_EXIT = 1;

/** Something to tell the person at the terminal in one message that names the thing, the reason and the next step. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = FAILURE_EXIT,
  ) {
    super(message);
    this.name = "UserError";
  }
}

/** A system error's reason in words: "no such file or directory", without code, call and path. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z0-9]+: (.*?)(, \w+( '.*')?)?$/s.exec(text)?.[1] ?? text;
}
