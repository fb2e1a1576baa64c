import { Option, type Command, type OptionValues } from "commander";
import { checkSamplingOptions, type RawSamplingOptions, type SamplingOptions } from "./options";
import { checkOutputOptions, exportFormats, type OutputOptions } from "./outputOptions";
import { sortKeys } from "./statsRows";

/** The options of `run` (`launches`) and `attach`. */
export function addSamplingOptions(command: Command, launches: boolean): void {
  command
    .optionsGroup("Sampling configuration:")
    .option("-r, --sampling-rate <rate>", "samples a second: 1000, 500hz, 10khz, 10k", "1khz")
    .option("-d, --duration <seconds>", "end sampling after so long; the program goes on");
  if (launches) command.option("--kill-after-duration", "end the program, too, when the duration is over");
  command
    .option("-a, --all-threads", "sample all threads, not the main thread alone")
    .option("--live", "watch it in the terminal while it runs; h there shows the keys")
    .option("--realtime-stats", "show how sampling goes, once a second")
    .option("--native", "show C functions by name, also what a stack waits in")
    .option("--no-gc", "do not show garbage collections")
    .option("--opcodes", "record which instruction each frame executes")
    .option("--async-aware", "sample asyncio tasks, each with all tasks that await it")
    .option("--subprocesses", "sample the Python programs that it starts, too")
    .option("--blocking", "hold all threads for each sample")
    .option("--exact", "hold the thread that runs while its own stack is read")
    .optionsGroup("Mode options:")
    .addOption(
      new Option("--mode <mode>", "threads that count: all, on a CPU, with the GIL, handling an exception")
        .choices(["wall", "cpu", "gil", "exception"])
        .default("wall"),
    )
    .addOption(
      new Option("--async-mode <mode>", "tasks that count: those that run (default), or all").choices(["running", "all"]),
    );
  addOutputOptions(command);
  command
    .optionsGroup("Output options:")
    .option("--record <file>", "keep a recording, whatever else is written")
    .addOption(new Option("--stream <socket>", "send the recording as it grows to an editor's socket").hideHelp())
    .addOption(new Option("--stream-patience <seconds>", "how long to wait for an editor that is gone").hideHelp());
}

/** The options of everything that writes a profile. */
export function addOutputOptions(command: Command): void {
  command.optionsGroup("Output formats (default: a table on the terminal):");
  for (const { option, needsBaseline, description } of exportFormats) {
    command.option(needsBaseline ? `${option} <baseline>` : option!, description);
  }
  command
    .optionsGroup("Output options:")
    .option("-o, --output <file>", "where to write; a name ending in .tachyon is a recording, a folder gets a file in it")
    .option("--browser", "open a page that was written in the browser")
    .addOption(
      new Option("--compression <kind>", "of --binary: auto is zstd where it can be had (default)").choices([
        "auto",
        "zstd",
        "none",
      ]),
    )
    .optionsGroup("Table options:")
    .addOption(new Option("--sort <key>", "order of the rows (default: nsamples)").choices(sortKeys))
    .option("-l, --limit <rows>", "how many rows (default: 15)")
    .option("--no-summary", "leave out the summary below the table");
}

/** What was given of `addSamplingOptions`, checked. Throws a `UserError` (exit code 2). */
export function readSamplingOptions(values: OptionValues): SamplingOptions {
  return checkSamplingOptions({ ...(values as RawSamplingOptions), ...formatsOf(values) });
}

/** What was given of `addOutputOptions`, checked. Throws a `UserError` (exit code 2). */
export function readOutputOptions(values: OptionValues): OutputOptions {
  return checkOutputOptions({ ...values, ...formatsOf(values) });
}

function formatsOf(values: OptionValues): { formats: string[]; baseline?: string } {
  const valueOf = (option: string): unknown => values[new Option(option).attributeName()];
  const asked = exportFormats.filter(({ option }) => valueOf(option!) !== undefined);
  const compared = asked.find(({ needsBaseline }) => needsBaseline);
  const formats = asked.map(({ id }) => id);
  return compared ? { formats, baseline: valueOf(compared.option!) as string } : { formats };
}
