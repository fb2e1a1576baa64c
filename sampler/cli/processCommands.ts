import { Command, Option } from "commander";
import { configure, type Finish } from "./configure";
import type { RawDumpOptions } from "./dump";
import type { PsOptions } from "./ps";
import { parsePid } from "./values";

const DUMP_EXAMPLES = `
Examples:
  tachyon dump 4711
  tachyon dump -a --native 4711`;

/** `tachyon dump` */
export function dumpCommand(finish: Finish): Command {
  return configure(new Command("dump"))
    .description("Print what a running Python program does at this moment.")
    .argument("<pid>", "process id")
    .addHelpText("after", DUMP_EXAMPLES)
    .option("-a, --all-threads", "all threads, not the main thread only")
    .option("--native", "show C functions by name")
    .option("--no-gc", "do not show garbage collections")
    .option("--opcodes", "show which instruction each frame executes")
    .option("--async-aware", "stacks of asyncio tasks, under all tasks that await them")
    .addOption(new Option("--async-mode <mode>", "tasks: those that run, or all (default: all)").choices(["running", "all"]))
    .option("--blocking", "stop all threads while they are read")
    .option("--json", "for programs")
    .action(async (pid: string, raw: RawDumpOptions) => {
      const { dump } = await import(/* webpackMode: "eager" */ "./dump");
      await finish(dump(parsePid(pid), raw));
    });
}

/** `tachyon ps` */
export function psCommand(finish: Finish): Command {
  return configure(new Command("ps"))
    .description("List the Python processes, and whether each can be sampled.")
    .argument("[pids...]", "only these processes (default: all)")
    .option("--json", "for programs: all that is known, as one array")
    .option("--wait-for <text>", "wait until a process has this in its command line, and list that")
    .action(async (pids: string[], options: PsOptions) => {
      const { ps } = await import(/* webpackMode: "eager" */ "./ps");
      await finish(ps(pids.map(parsePid), options));
    });
}
