import { CommanderError } from "commander";
import type { Exit } from "../host/launch";
import { exitLike } from "../host/signals";
import { FAILURE_EXIT, USAGE_EXIT, UserError } from "../host/userError";
import { writeOut } from "./abbreviations";
import { buildProgram } from "./commands";
import { complain } from "./messages";

void main(process.argv).then(exitLike);

async function main(argv: readonly string[]): Promise<Exit> {
  let exit: Exit = { code: 0 };
  try {
    const program = buildProgram(async (end) => void (exit = await end));
    await program.parseAsync(writeOut(program, argv.slice(2)), { from: "user" });
    return exit;
  } catch (error) {
    // Help, or a complaint, that commander has written already.
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : USAGE_EXIT };
    complain(error instanceof UserError ? error.message : ((error as Error).message ?? String(error)));
    return { code: error instanceof UserError ? error.exitCode : FAILURE_EXIT };
  }
}
