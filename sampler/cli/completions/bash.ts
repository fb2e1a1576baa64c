import { shells, type CompletedCommand, type CompletedOption } from "./model";

/** Completions for bash, to be sourced. Files are left to readline, which knows how to quote them. */
export function bashCompletions(commands: readonly CompletedCommand[]): string {
  return `# bash completions of tachyon: source <(tachyon completion bash)
_tachyon_value() {
  case "$1 $2" in
${commands.flatMap(valueCases).join("\n")}
  esac
}

_tachyon_options() {
  case "$1" in
${commands.map((command) => `    ${command.name}) echo "${optionNames(command).join(" ")}" ;;`).join("\n")}
    *) echo "--help --version" ;;
  esac
}

_tachyon() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" command="" kind="" count=0 i word
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ $word == "=" ]]; then continue
    elif [[ -n $kind ]]; then kind=""
    elif [[ $word == -* ]]; then kind="$(_tachyon_value "$command" "$word")"
    elif [[ -z $command ]]; then command="$word"
    else count=$((count + 1))
    fi
  done
  if [[ $cur == "=" ]]; then cur=""; fi
  COMPREPLY=()
  if [[ -z $kind && $cur == -* ]] && ! [[ ${passThrough(commands)} && $count -gt 0 ]]; then
    kind="words $(_tachyon_options "$command")"
  elif [[ -z $kind && -z $command ]]; then
    kind="words ${commands.map(({ name }) => name).join(" ")}"
  elif [[ -z $kind ]]; then
    case "$command" in
${commands.map(argumentCase).join("\n")}
    esac
  fi
  case "$kind" in
    words\\ *) COMPREPLY=($(compgen -W "\${kind#words }" -- "$cur")) ;;
    directory) compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -d -- "$cur")) ;;
    file) compopt -o bashdefault -o default 2>/dev/null ;;
  esac
}
complete -F _tachyon tachyon
`;
}

function passThrough(commands: readonly CompletedCommand[]): string {
  const names = commands.filter(({ passesThrough }) => passesThrough).map(({ name }) => name);
  return `$command == @(${names.join("|")})`;
}

function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap((option) => {
    if (option.value === null) return [];
    const { kind, choices } = option.value;
    const patterns = namesOf(option).map((word) => `"${name} ${word}"`);
    return [`    ${patterns.join("|")}) echo "${kind === "choice" ? `words ${choices.join(" ")}` : kind}" ;;`];
  });
}

function optionNames({ options }: CompletedCommand): string[] {
  return options.flatMap(namesOf);
}

function namesOf({ short, long }: CompletedOption): string[] {
  return [short, long].filter((name) => name !== null);
}

function argumentCase({ name, argument }: CompletedCommand): string {
  const kinds = {
    script: "file",
    file: "file",
    pid: "words $(pgrep -f python 2>/dev/null | tr '\\n' ' ')",
    shell: `words ${shells.join(" ")}`,
  };
  return `      ${name}) kind="${argument === null ? "" : kinds[argument]}" ;;`;
}
