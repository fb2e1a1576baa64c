import * as tty from "node:tty";

/** Paints pieces of text for a terminal, or leaves them as they are. */
export type Paint = (colour: Colour, text: string) => string;

export type Colour = keyof typeof CODES;

const CODES = { heading: "1;34", file: "32", line: "33", name: "36", good: "32", bad: "31", note: "35" };

/** How to paint what goes to a descriptor: `NO_COLOR` and `FORCE_COLOR` decide, else whether it is a terminal. */
export function choosePaint(descriptor: number, env: NodeJS.ProcessEnv = process.env): Paint {
  if (env.NO_COLOR) return plain;
  if (env.FORCE_COLOR) return coloured;
  return tty.isatty(descriptor) && env.TERM !== "dumb" ? coloured : plain;
}

/** No colours at all. */
export const plain: Paint = (_, text) => text;

function coloured(colour: Colour, text: string): string {
  return `\x1b[${CODES[colour]}m${text}\x1b[0m`;
}
