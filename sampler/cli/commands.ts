import { Argument, Command } from "commander";
import * as path from "node:path";
import type { Exit } from "../host/launch";
import { packageVersion } from "../host/packageRoot";
import { UserError } from "../host/userError";
import { addOutputOptions, addSamplingOptions, readOutputOptions, readSamplingOptions } from "./flags";
import { configure, type Finish } from "./configure";
import { shells, type Shell } from "./completions/model";
import { complain, print } from "./messages";
import { warnings, type RawSamplingOptions, type SamplingOptions } from "./options";
import { dumpCommand, psCommand } from "./processCommands";
import { addPythonFlags } from "./pythonFlags";
import { parsePid } from "./values";

interface RawRunOptions extends RawSamplingOptions {
  readonly module?: boolean;
  readonly python?: string;
  readonly cwd?: string;
}

const EXAMPLES = {
  tachyon: `
Examples:
  tachyon run script.py --its-own=arguments
  tachyon attach 4711
  tachyon replay profile.tachyon --flamegraph -o profile.html

See 'tachyon <command> --help' for the options of a command.`,
  run: `
Examples:
  tachyon run -m http.server 8000
  tachyon run --flamegraph -o profile.html --browser script.py
  tachyon run -r 5khz -d 30 -a script.py
  tachyon run --python .venv/bin/python -X dev script.py --its-own=arguments`,
  attach: `
Examples:
  tachyon attach -a --sort tottime 4711
  tachyon attach -d 10 --collapsed -o stacks.txt 4711`,
  replay: `
Examples:
  tachyon replay profile.bin
  tachyon replay --flamegraph -o profile.html profile.tachyon
  tachyon replay -o profile.tachyon profile.bin`,
  completion: `
Examples (put them where your shell starts):
  source <(tachyon completion bash)
  source <(tachyon completion zsh)
  tachyon completion fish | source`,
};

/** The whole command line; what the chosen command does is handed to `finish`. */
export function buildProgram(finish: Finish): Command {
  const program = new Command("tachyon")
    .description("See where a Python program spends its time, from outside, while it runs.")
    .version(packageVersion())
    .enablePositionalOptions()
    .addHelpText("after", EXAMPLES.tachyon);
  configure(program);
  const made = [runCommand, attachCommand, dumpCommand, replayCommand, psCommand].map((make) => make(finish));
  for (const command of [...made, completionCommand(program)]) program.addCommand(command);
  return program;
}

function runCommand(finish: Finish): Command {
  const command = new Command("run")
    .description("Start a Python program and sample it.")
    .argument("<target>", "script, or module with -m")
    .argument("[args...]", "the program's own arguments, options included")
    .passThroughOptions()
    .option("-m, --module", "the target is a module, as with python -m")
    .addHelpText("after", EXAMPLES.run);
  const pythonFlags = addPythonFlags(command);
  addSamplingOptions(configure(command), true);
  return command.action(async (target: string, args: string[], raw: RawRunOptions) => {
    const { module = false, python } = raw;
    const cwd = path.resolve(raw.cwd ?? ".");
    const start = async (): Promise<Exit> => {
      const sampling = readAndWarn(raw);
      const { run } = await import(/* webpackMode: "eager" */ "./run");
      return run({ sampling, module, target, args, python, flags: pythonFlags(), cwd });
    };
    await finish(tellingEditor(raw, start));
  });
}

function attachCommand(finish: Finish): Command {
  const command = new Command("attach")
    .description("Sample a Python program that is running already.")
    .argument("<pid>", "process id")
    .addHelpText("after", EXAMPLES.attach);
  addSamplingOptions(configure(command), false);
  return command.action(async (pid: string, raw: RawSamplingOptions) => {
    const start = async (): Promise<Exit> => {
      const sampling = readAndWarn(raw);
      const { attach } = await import(/* webpackMode: "eager" */ "./attach");
      return attach(parsePid(pid), sampling);
    };
    await finish(tellingEditor(raw, start));
  });
}

function replayCommand(finish: Finish): Command {
  const command = new Command("replay")
    .description("Write a profile from a file in another format, or show its table.")
    .argument("<file>", "a recording, or a profile of another tool")
    .addHelpText("after", EXAMPLES.replay);
  addOutputOptions(configure(command));
  return command.action(async (file: string, raw: RawSamplingOptions) => {
    const options = readOutputOptions(raw);
    const { replay } = await import(/* webpackMode: "eager" */ "./replay");
    await finish(replay(file, options));
  });
}

function completionCommand(program: Command): Command {
  return configure(new Command("completion"))
    .description("Print what a shell needs to complete tachyon's options.")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .addHelpText("after", EXAMPLES.completion)
    .action(async (shell: Shell) => {
      const { completionScript } = await import(/* webpackMode: "eager" */ "./completions");
      print([completionScript(shell, program).trimEnd()], false);
    });
}

function readAndWarn(raw: RawSamplingOptions): SamplingOptions {
  const sampling = readSamplingOptions(raw);
  warnings(sampling).forEach(complain);
  return sampling;
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
