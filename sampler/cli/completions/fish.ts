import { shells, type ArgumentKind, type CompletedCommand, type CompletedOption, type OptionValue } from "./model";

/** Completions for fish, to be sourced. */
export function fishCompletions(commands: readonly CompletedCommand[]): string {
  const lines = [
    "# fish completions of tachyon: tachyon completion fish | source",
    "complete -c tachyon -f",
    "complete -c tachyon -n __fish_use_subcommand -s h -l help -d 'display help'",
    "complete -c tachyon -n __fish_use_subcommand -s V -l version -d 'output the version number'",
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join("\n")}\n`;
}

const ARGUMENTS: Readonly<Record<ArgumentKind, string>> = {
  script: "-F",
  file: "-F",
  pid: "-a '(__fish_complete_pids)'",
  shell: `-a '${shells.join(" ")}'`,
};

function commandLines({ name, description, options, argument }: CompletedCommand): string[] {
  const within = `complete -c tachyon -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c tachyon -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ...(argument === null ? [] : [`${within} ${ARGUMENTS[argument]}`]),
    ...options.map((option) => `${within} ${optionWords(option).join(" ")}`),
  ];
}

function optionWords({ short, long, description, value }: CompletedOption): string[] {
  const names = [...(short ? [`-s ${short.slice(1)}`] : []), ...(long ? [`-l ${long.slice(2)}`] : [])];
  return [...names, ...(value === null ? [] : [valueWord(value)]), `-d ${quote(description)}`];
}

function valueWord({ kind, choices }: OptionValue): string {
  if (kind === "file") return "-r -F";
  if (kind === "directory") return "-x -a '(__fish_complete_directories)'";
  return kind === "choice" ? `-x -a '${choices.join(" ")}'` : "-x";
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
