import type { Command, Option } from "commander";

/**
 * The command line with long options written out, where they were cut short and only one begins so: Python's own parser
 * takes them. What follows the first plain word of a command that passes options through is the program's own.
 * Complains through the command when several begin so.
 */
export function writeOut(program: Command, words: readonly string[]): string[] {
  const [name, ...rest] = words;
  const command = program.commands.find((some) => some.name() === name);
  if (command === undefined) return [...words];
  return [name, ...writeOutOptions(command, rest, name === "run")];
}

function writeOutOptions(command: Command, words: readonly string[], passesThrough: boolean): string[] {
  const whole: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--" || (passesThrough && !word.startsWith("-"))) return [...whole, ...words.slice(at)];
    const [cut, value] = word.startsWith("--") ? splitAtEquals(word) : [word, null];
    const option = command.options.find(({ short, long }) => short === cut || long === cut) ?? onlyOne(command, cut);
    const flag = option?.long && cut.startsWith("--") ? option.long : cut;
    whole.push(value === null ? flag : `${flag}=${value}`);
    if (option?.required && value === null && at + 1 < words.length) whole.push(words[++at]);
  }
  return whole;
}

function splitAtEquals(word: string): [string, string | null] {
  const at = word.indexOf("=");
  return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)];
}

function onlyOne(command: Command, cut: string): Option | undefined {
  if (!/^--./.test(cut)) return undefined;
  const meant = command.options.filter(({ long, hidden }) => !hidden && long?.startsWith(cut));
  if (meant.length > 1) command.error(`error: option '${cut}' is ambiguous: ${meant.map(({ long }) => long).join(", ")}`);
  return meant[0];
}
