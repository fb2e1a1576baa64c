import { Option, type Command } from "commander";
import { splitWords } from "./values";

/** Python's own options that mean nothing else here; as in `python -O -X dev script.py`. */
const WITH_VALUE: readonly [string, string][] = [
  ["X", "python -X: dev, faulthandler, importtime, …"],
  ["W", "python -W: what warnings do"],
];
const WITHOUT_VALUE = ["O", "B", "E", "I", "P", "s", "S", "u", "b", "v"];

/** Adds Python's own options; returns those that were given, as they are to be passed on, once parsing is done. */
export function addPythonFlags(command: Command): () => string[] {
  const given: string[] = [];
  command
    .optionsGroup("Python:")
    .option("--python <exe>", "the interpreter (default: python3 or python on PATH)")
    .option("--python-args <words>", 'options for the interpreter, such as "-X dev -O"')
    .option("--cwd <dir>", "directory to run in (default: the current one)");
  for (const [letter, description] of WITH_VALUE) {
    command.option(`-${letter} <value>`, description);
    command.on(`option:${letter}`, (value: string) => given.push(`-${letter}`, value));
  }
  for (const letter of WITHOUT_VALUE) {
    const option = new Option(`-${letter}`, `python -${letter}; so do -${WITHOUT_VALUE.slice(1).join(", -")}`);
    command.addOption(letter === WITHOUT_VALUE[0] ? option : option.hideHelp());
    command.on(`option:${letter}`, () => given.push(`-${letter}`));
  }
  command.on("option:python-args", (words: string) => given.push(...splitWords(words)));
  return () => given;
}
