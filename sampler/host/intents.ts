/** What the editor may ask of a running helper over the stream's socket, one JSON object a line. */
export type Intent =
  /** End sampling. A launched program goes on; the helper waits for it and passes its exit code on. */
  | { readonly intent: "stop" }
  /** End sampling and ask the launched program to end (SIGTERM). */
  | { readonly intent: "terminate" };

/** Far above any intent; a peer that sends more without a line end is not an editor. */
const MAX_LINE_LENGTH = 4096;

/** An intent as the line to send. */
export function encodeIntent(intent: Intent): string {
  return `${JSON.stringify(intent)}\n`;
}

/** Cuts received text into intents, wherever the pieces were cut. Lines that are no known intent are passed over. */
export class IntentReader {
  private rest = "";

  /** Takes the next piece of text; returns the intents completed by it. */
  push(text: string): Intent[] {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    if (this.rest.length > MAX_LINE_LENGTH) this.rest = "";
    return lines.map(parseIntent).filter((intent) => intent !== null);
  }
}

function parseIntent(line: string): Intent | null {
  try {
    const name = (JSON.parse(line) as { intent?: unknown } | null)?.intent;
    return name === "stop" || name === "terminate" ? { intent: name } : null;
  } catch {
    return null;
  }
}
