import type { Command } from "commander";
import type { Exit } from "../host/launch";
import { complain, print } from "./messages";

/** Takes what a command does, and how that ends. */
export type Finish = (exit: Promise<Exit>) => Promise<void>;

const WIDEST_HELP = 100;

/** One way to speak and to end for all commands. */
export function configure(command: Command): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => print([text.trimEnd()], false),
    writeErr: (text) => print([text.trimEnd()], true),
    getOutHelpWidth: helpWidth,
    getErrHelpWidth: helpWidth,
    outputError: (text) => complain(`${sentence(text)} See '${nameOf(command)} --help'.`),
  });
}

/** Of commander's complaints, some have a second line, and some a full stop. */
function sentence(text: string): string {
  return `${text.replace(/^error: /, "").replace(/\s+/g, " ").trim().replace(/\.$/, "")}.`;
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** Long lines are hard to read on wide terminals, too. */
function helpWidth(): number {
  return Math.min(Number(process.env.COLUMNS) || process.stdout.columns || 80, WIDEST_HELP);
}
