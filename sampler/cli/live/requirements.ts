import { usage } from "../values";

/** Throws a `UserError` (exit code 2) where there is nothing that a picture could be drawn on, or keys come from. */
export function checkTerminal(): void {
  const missing = !process.stdout.isTTY ? "standard output" : !process.stdin.isTTY ? "standard input" : null;
  if (missing !== null) {
    throw usage(`--live needs a terminal, and ${missing} is none. Leave out --live, or do not redirect it.`);
  }
  if (process.env.TERM === "dumb") {
    throw usage("--live needs a terminal that can place text, and TERM is 'dumb'. Leave out --live, or set TERM.");
  }
}
