import type { Command, Option } from "commander";

/** What can be typed on the command line, as completions need it. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What the first argument is; those after it are files. */
  readonly argument: ArgumentKind | null;
  /** Options after the first argument are the program's own. */
  readonly passesThrough: boolean;
}

export interface CompletedOption {
  /** With their dashes. */
  readonly short: string | null;
  readonly long: string | null;
  readonly description: string;
  readonly value: OptionValue | null;
  /** May be given several times. */
  readonly repeats: boolean;
}

export type ArgumentKind = "script" | "pid" | "file" | "shell";

export interface OptionValue {
  readonly name: string;
  /** `text`: nothing that could be completed. */
  readonly kind: "file" | "directory" | "text" | "choice";
  readonly choices: readonly string[];
}

/** Shells that there are completions for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const FILES = ["file", "exe", "baseline"];
const ARGUMENTS: Readonly<Record<string, ArgumentKind>> = {
  target: "script",
  pid: "pid",
  pids: "pid",
  file: "file",
  files: "file",
  shell: "shell",
};

/** The subcommands of a program with what each takes. */
export function describeCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: describeOptions(command),
    argument: ARGUMENTS[command.registeredArguments[0]?.name() ?? ""] ?? null,
    passesThrough: command.name() === "run",
  }));
}

function describeOptions(command: Command): CompletedOption[] {
  const shown = command.createHelp().visibleOptions(command);
  return [...shown, ...command.options.filter((option) => option.hidden && option.long === undefined)].map(describeOption);
}

function describeOption(option: Option): CompletedOption {
  const { short, long, description } = option;
  const value = /[<[](\w+)/.exec(option.flags)?.[1];
  return {
    short: short ?? null,
    long: long ?? null,
    description,
    value: value === undefined ? null : describeValue(value, option),
    repeats: long === undefined,
  };
}

function describeValue(name: string, { argChoices }: Option): OptionValue {
  if (argChoices) return { name, kind: "choice", choices: argChoices };
  const kind = FILES.includes(name) ? "file" : name === "dir" ? "directory" : "text";
  return { name, kind, choices: [] };
}
