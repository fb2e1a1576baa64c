import { USAGE_EXIT, UserError } from "../host/userError";

const RATE_PATTERN = /^(\d+(?:\.\d+)?)(hz|khz|k)?$/i;
const HIGHEST_RATE_HZ = 1e6;
const LONGEST_INTERVAL_S = 60;
const LONGEST_DURATION_S = 2_000_000;
const NS_PER_S = 1e9;

/** "10khz" → the planned ns between ticks. Throws a `UserError` (exit code 2). */
export function parseRate(text: string): number {
  const match = RATE_PATTERN.exec(text.trim());
  if (!match) {
    throw usage(
      `Invalid sampling rate format: ${text}. ` +
        "Expected: number followed by optional suffix (hz, khz, k) with no spaces (e.g., 10khz).",
    );
  }
  const hz = Number(match[1]) * (match[2]?.toLowerCase().startsWith("k") ? 1000 : 1);
  if (hz <= 0) throw usage(`Sampling rate must be positive: ${text}. Give a rate such as 1khz.`);
  if (hz > HIGHEST_RATE_HZ) throw usage(`Sampling rate too high: ${text}. The highest is 1000khz.`);
  if (hz * LONGEST_INTERVAL_S < 1) {
    throw usage(`Sampling rate too low: ${text}. The lowest is one sample in ${LONGEST_INTERVAL_S} seconds (0.017hz).`);
  }
  return Math.round(NS_PER_S / hz);
}

/** "2.5" (seconds) → ns. Throws a `UserError` (exit code 2). */
export function parseDuration(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (seconds <= LONGEST_DURATION_S) return seconds * NS_PER_S;
  throw usage(
    `Invalid duration: ${text}. Give the seconds to sample, 0 to ${LONGEST_DURATION_S}; ` +
      "leave -d out to sample until the program ends.",
  );
}

/** A process id from the command line. Throws a `UserError` (exit code 2). */
export function parsePid(text: string): number {
  const pid = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (pid >= 1 && pid < 2 ** 31) return pid;
  throw usage(`Invalid process id: ${text}. Give the number that 'ps' or 'pgrep python' shows.`);
}

/** How many rows a table may have. Throws a `UserError` (exit code 2). */
export function parseLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`Invalid limit: ${text}. Give a whole number of rows, such as 15.`);
}

/** "-X dev -W 'ignore::UserWarning'" → its words, as a shell would cut them. Throws a `UserError` (exit code 2). */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const match = /^(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/s.exec(rest);
    if (!match) throw usage(`A quote in '${text}' has no end. Close it, or put a \\ before it.`);
    words.push(unquote(match[0]));
    rest = rest.slice(match[0].length).trimStart();
  }
  return words;
}

/** A wrong command line. */
export function usage(message: string): UserError {
  return new UserError(message, USAGE_EXIT);
}

function unquote(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs, (_, raw?: string, quoted?: string, escaped?: string) => {
    return raw ?? quoted?.replace(/\\(["\\])/g, "$1") ?? escaped!;
  });
}
