import type { Command } from "commander";
import * as fs from "node:fs";
import type { Exit } from "../host/launch";
import { complain } from "./messages";

/** Takes what a command does, and how that ends. */
export type Finish = (exit: Promise<Exit>) => Promise<void>;

const WIDEST_HELP = 100;

/** One way to speak and to end for all commands. */
export function configure(command: Command): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => void fs.writeSync(1, text),
    writeErr: (text) => void fs.writeSync(2, text),
    getOutHelpWidth: helpWidth,
    getErrHelpWidth: helpWidth,
    outputError: (text) => complain(`${text.replace(/^error: /, "").trim()}. See 'tachyon --help'.`),
  });
}

/** Long lines are hard to read on wide terminals, too. */
function helpWidth(): number {
  return Math.min(Number(process.env.COLUMNS) || process.stdout.columns || 80, WIDEST_HELP);
}
