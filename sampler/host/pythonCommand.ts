/** What the command line of a Python says: its own options, then what it runs. */
export interface PythonCommand {
  /** As it was called: a path, or a name on PATH. */
  readonly python: string;
  /** Python's own, such as `-u` or `-X dev`. */
  readonly options: readonly string[];
  readonly kind: "script" | "module" | "other";
  /** The script's path or the module's name; empty for all else: code given with -c, standard input, a prompt. */
  readonly target: string;
  readonly args: readonly string[];
}

/** Long options of Python that take their value as the next word. */
const LONG_WITH_VALUE = ["--check-hash-based-pycs"];

/** Reads a command line as Python itself does. */
export function parsePythonCommand([python = "", ...words]: readonly string[]): PythonCommand {
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const before = { python, options: words.slice(0, at) };
    if (!word.startsWith("-")) return { ...before, kind: "script", target: word, args: words.slice(at + 1) };
    if (word === "-") break;
    if (word.startsWith("--")) at += LONG_WITH_VALUE.includes(word) ? 1 : 0;
    else {
      const { letter, value } = valueOf(word);
      if (letter === "c") break;
      if (letter === "m") return moduleOf(before, word, value, words.slice(at + 1));
      if (letter !== "" && value === "") at++;
    }
  }
  return { python, options: [], kind: "other", target: "", args: [] };
}

/** The option with a value in a word such as `-uX` or `-Xdev`; that value, unless it is the next word. */
function valueOf(word: string): { letter: string; value: string } {
  const [, letter = "", value = ""] = /^-[^cmWX]*([cmWX])(.*)$/s.exec(word) ?? [];
  return { letter, value };
}

function moduleOf(
  before: Pick<PythonCommand, "python" | "options">,
  word: string,
  value: string,
  rest: readonly string[],
): PythonCommand {
  const flags = word.slice(0, word.indexOf("m"));
  const options = flags === "-" ? before.options : [...before.options, flags];
  const [target = "", ...args] = value === "" ? rest : [value, ...rest];
  return { ...before, options, kind: target === "" ? "other" : "module", target, args };
}
