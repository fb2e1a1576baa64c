import { shells, type ArgumentKind, type CompletedCommand, type CompletedOption, type OptionValue } from "./model";

/** Completions for zsh: as a file `_tachyon` in `fpath`, or to be evaluated. */
export function zshCompletions(commands: readonly CompletedCommand[]): string {
  return `#compdef tachyon
# zsh completions of tachyon: source <(tachyon completion zsh)
_tachyon() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
    '(-h --help)'{-h,--help}'[display help]' \\
    '(-V --version)'{-V,--version}'[output the version number]' \\
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command)
      local -a commands
      commands=(
${commands.map(({ name, description }) => `        ${quote(`${name}:${description}`)}`).join("\n")}
      )
      _describe command commands
      ;;
    argument)
      case $line[1] in
${commands.map(commandCase).join("\n")}
      esac
      ;;
  esac
}
if [[ $funcstack[1] == _tachyon ]]; then _tachyon "$@"; else compdef _tachyon tachyon; fi
`;
}

const ACTIONS: Readonly<Record<ArgumentKind, string>> = {
  script: "script:_files",
  pid: "process:_pids",
  file: "file:_files",
  shell: `shell:(${shells.join(" ")})`,
};

function commandCase({ name, options, argument, passesThrough }: CompletedCommand): string {
  const words = options.map(optionSpec);
  if (argument !== null) words.push(quote(`1:${ACTIONS[argument]}`), quote("*:argument:_files"));
  const own = passesThrough ? ` -A "-*"` : "";
  return `        ${name}) _arguments -s -S${own} ${words.map((word) => `\\\n          ${word}`).join(" ")} ;;`;
}

function optionSpec({ short, long, description, value, repeats }: CompletedOption): string {
  const tail = quote(`[${escape(description)}]${value === null ? "" : valueSpec(value)}`);
  const [shortName, longName] = [short && short + (value ? "+" : ""), long && long + (value ? "=" : "")];
  if (shortName && longName) return `'(${short} ${long})'{${shortName},${longName}}${tail}`;
  return `${repeats ? "'*'" : ""}${shortName ?? longName}${tail}`;
}

function valueSpec({ name, kind, choices }: OptionValue): string {
  const action = { file: "_files", directory: "_files -/", text: " ", choice: `(${choices.join(" ")})` }[kind];
  return `:${name}:${action}`;
}

function escape(text: string): string {
  return text.replace(/[[\]:\\]/g, "\\$&");
}

function quote(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
