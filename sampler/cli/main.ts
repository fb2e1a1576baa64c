import { Command, CommanderError, Option, type OptionValues } from "commander";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Exit } from "../host/launch";
import { packageVersion } from "../host/packageRoot";
import { exitLike } from "../host/signals";
import { FAILURE_EXIT, USAGE_EXIT, UserError } from "../host/userError";
import type { RawDumpOptions } from "./dump";
import { complain } from "./messages";
import { checkSamplingOptions, exportFormats, parsePid, type RawSamplingOptions, type SamplingOptions } from "./options";
import type { PsOptions } from "./ps";

interface RawRunOptions extends RawSamplingOptions {
  readonly module?: boolean;
  readonly python?: string;
  readonly cwd?: string;
}

const EXAMPLES = `
Examples:
  tachyon run script.py --its-own=arguments
  tachyon run -a --opcodes --flamegraph -o profile.html -m http.server
  tachyon attach -d 10 -r 5khz --collapsed 4711`;

void main(process.argv).then(exitLike);

async function main(argv: readonly string[]): Promise<Exit> {
  try {
    return await parse(argv);
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : USAGE_EXIT };
    complain(error instanceof UserError ? error.message : ((error as Error).message ?? String(error)));
    return { code: error instanceof UserError ? error.exitCode : FAILURE_EXIT };
  }
}

/** Parses the command line and does what it asks. Throws a `CommanderError` after help and after a complaint. */
async function parse(argv: readonly string[]): Promise<Exit> {
  let exit: Exit = { code: 0 };
  const program = new Command("tachyon")
    .description("See where a Python program spends its time, from outside, while it runs.")
    .version(packageVersion())
    .enablePositionalOptions()
    .addHelpText("after", EXAMPLES);
  configure(program);
  program.addCommand(runCommand(async (start) => void (exit = await start)));
  program.addCommand(attachCommand(async (start) => void (exit = await start)));
  program.addCommand(dumpCommand(async (start) => void (exit = await start)));
  program.addCommand(psCommand(async (start) => void (exit = await start)));
  await program.parseAsync(argv);
  return exit;
}

type Finish = (exit: Promise<Exit>) => Promise<void>;

function runCommand(finish: Finish): Command {
  const command = new Command("run")
    .description("Start a Python program and sample it")
    .argument("<target>", "Script, or module with -m")
    .argument("[args...]", "The program's own arguments, options included")
    .passThroughOptions()
    .option("-m, --module", "Target is a module, as with python -m")
    .option("--python <exe>", "Interpreter (default: python3 or python on PATH)")
    .option("--cwd <dir>", "Directory to run in (default: the current one)");
  addSamplingOptions(configure(command));
  return command.action(async (target: string, args: string[], raw: RawRunOptions) => {
    const { run } = await import(/* webpackMode: "eager" */ "./run");
    const cwd = path.resolve(raw.cwd ?? ".");
    const { module = false, python } = raw;
    const start = (): Promise<Exit> => run({ sampling: readSamplingOptions(raw), module, target, args, python, cwd });
    await finish(tellingEditor(raw, start));
  });
}

function attachCommand(finish: Finish): Command {
  const command = new Command("attach")
    .description("Sample a Python program that is running already")
    .argument("<pid>", "Process id");
  addSamplingOptions(configure(command));
  return command.action(async (pid: string, raw: RawSamplingOptions) => {
    const { attach } = await import(/* webpackMode: "eager" */ "./attach");
    await finish(tellingEditor(raw, () => attach(parsePid(pid), readSamplingOptions(raw))));
  });
}

function dumpCommand(finish: Finish): Command {
  return configure(new Command("dump"))
    .description("Print what a running Python program does at this moment")
    .argument("<pid>", "Process id")
    .option("-a, --all-threads", "All threads, not the main thread only")
    .option("--native", "Show C functions by name")
    .option("--no-gc", "Do not show garbage collections")
    .option("--opcodes", "Show which instruction each frame executes")
    .option("--async-aware", "Stacks of asyncio tasks, under all tasks that await them")
    .addOption(new Option("--async-mode <mode>", "Tasks: those that run, or all (default: all)").choices(["running", "all"]))
    .option("--blocking", "Stop all threads while they are read")
    .option("--json", "For programs")
    .action(async (pid: string, raw: RawDumpOptions) => {
      const { dump } = await import(/* webpackMode: "eager" */ "./dump");
      await finish(dump(parsePid(pid), raw));
    });
}

function psCommand(finish: Finish): Command {
  return configure(new Command("ps"))
    .description("List the Python processes, and whether each can be sampled")
    .argument("[pids...]", "Only these processes (default: all)")
    .option("--json", "For programs: all that is known, as one array")
    .action(async (pids: string[], options: PsOptions) => {
      const { ps } = await import(/* webpackMode: "eager" */ "./ps");
      await finish(ps(pids.map(parsePid), options));
    });
}

/** What is refused before the editor was connected is told to it as well: it does not read the terminal. */
async function tellingEditor({ stream }: RawSamplingOptions, start: () => Promise<Exit>): Promise<Exit> {
  try {
    return await start();
  } catch (error) {
    if (stream !== undefined && error instanceof UserError) {
      const { sendRefusal } = await import(/* webpackMode: "eager" */ "../host/refusal");
      await sendRefusal(stream, error.message);
    }
    throw error;
  }
}

function addSamplingOptions(command: Command): void {
  command
    .option("-r, --sampling-rate <rate>", "Samples a second: 1000, 500hz, 10khz, 10k; at most 1000khz", "1khz")
    .option("-d, --duration <seconds>", "End sampling after so long; a launched program goes on")
    .option("-a, --all-threads", "Sample all threads, not the main thread only")
    .option("--subprocesses", "Sample the Python programs that it starts as well, each in a lane of its own")
    .addOption(
      new Option("--mode <mode>", "Which threads count: all, on a processor, with the GIL, handling an exception")
        .choices(["wall", "cpu", "gil", "exception"])
        .default("wall"),
    )
    .option("--native", "Show C functions by name: between Python functions, and what a stack is waiting in")
    .option("--no-gc", "Do not show garbage collections")
    .option("--async-aware", "Sample asyncio tasks: each one's stack with those of all tasks that await it")
    .addOption(
      new Option("--async-mode <mode>", "Tasks to sample: those that run, or all (default: running)").choices([
        "running",
        "all",
      ]),
    )
    .option("--exact", "Hold a thread for some microseconds when its stack moved while it was read: true to the last call")
    .option("--blocking", "Hold all threads that can move for each sample")
    .option("--opcodes", "Record which instruction each frame executes")
    .option("-o, --output <file>", "File to write; a name ending in .tachyon is a recording; a directory gets a name in it")
    .option("--record <file>", "Write a recording too, whatever else is written")
    .addOption(new Option("--stream <socket>", "Send the recording as it grows to an editor's socket").hideHelp());
  for (const { option, description, id, extension } of exportFormats) {
    command.option(option!, `${description} (default: ${id}_PID.${extension})`);
  }
}

function readSamplingOptions(values: OptionValues): SamplingOptions {
  const asked = exportFormats.filter(({ option }) => values[new Option(option!).attributeName()]);
  return checkSamplingOptions({ ...(values as RawSamplingOptions), formats: asked.map(({ id }) => id) });
}

/** One way to speak and to end for all commands. */
function configure(command: Command): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => void fs.writeSync(1, text),
    writeErr: (text) => void fs.writeSync(2, text),
    outputError: (text) => complain(`${text.replace(/^error: /, "").trim()}. See 'tachyon --help'.`),
  });
}
