import { damagedNote, FormatError, type Chunks } from "./format";

/** A JavaScript string holds some 500 million characters. */
const longestJson = 400_000_000;

/** The beginning of a text file. */
export function headText(head: Uint8Array): string {
  return new TextDecoder().decode(head).replace(/^\uFEFF?\s*/, "");
}

/**
 * The value of a JSON file, which is one text. A damaged one is read up to its last whole value before the damage.
 * Throws a `FormatError` when it is too long, or is no JSON at all.
 */
export async function readJsonFile(
  chunks: Chunks,
  longest = longestJson,
): Promise<{ value: unknown; problem: string | null }> {
  const text = await readText(chunks, longest);
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    try {
      return { value: JSON.parse(closeCutJson(text.slice(0, wordsEnd(text)))), problem: damagedNote };
    } catch {
      throw new FormatError(`It is no JSON: ${(error as Error).message}`);
    }
  }
}

async function readText(chunks: Chunks, longest: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longest) {
      throw new FormatError(
        `It is longer than ${longest / 1e6} million characters, which is as much JSON as is read at once; ` +
          "the same profile as .tachyon or pprof may be of any size",
      );
    }
  }
  return text + decoder.decode();
}

/** Ends a JSON text behind its last whole element, with the brackets that are open there. */
export function closeCutJson(text: string): string {
  let whole = 0;
  for (const { character, at } of structureOf(text)) whole = character === "," ? at : at + 1;
  const open: string[] = [];
  for (const { character } of structureOf(text.slice(0, whole))) {
    if (character === "{") open.push("}");
    else if (character === "[") open.push("]");
    else if (character !== ",") open.pop();
  }
  return text.slice(0, whole) + open.reverse().join("");
}

/** Up to where a text is made of JSON's words and signs alone. */
function wordsEnd(text: string): number {
  const word = /\s*(?:"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/y;
  let end = 0;
  while (word.test(text)) end = word.lastIndex;
  return end;
}

/** Brackets and commas outside strings. */
function* structureOf(text: string): Iterable<{ character: string; at: number }> {
  const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\],]/gs;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    if (!match[0].startsWith('"')) yield { character: match[0], at: match.index };
  }
}
