const pieceLength = 1 << 16;

/** The same text in pieces that are worth a write each. */
export function* joined(parts: Iterable<string>): Iterable<string> {
  let text = "";
  for (const part of parts) {
    text += part;
    if (text.length >= pieceLength) {
      yield text;
      text = "";
    }
  }
  if (text !== "") yield text;
}

/** Items with a separator between them. */
export function* separated(items: Iterable<string>, separator: string): Iterable<string> {
  let before = "";
  for (const item of items) {
    yield before + item;
    before = separator;
  }
}
