import { damagedNote, FormatError, type Chunks } from "./format";
import { JsonBuilder, JsonDamage, type ListFor } from "./jsonBuilder";
import { JsonTokens } from "./jsonTokens";

/** The beginning of a text file. */
export function headText(head: Uint8Array): string {
  return new TextDecoder().decode(head).replace(/^\uFEFF?\s*/, "");
}

/**
 * The value of a JSON file of any length, but for the lists that `listFor` gives another place. A damaged one is read up
 * to its last whole value before the damage. Throws a `FormatError` when it is no JSON at all.
 */
export async function readJsonFile(
  chunks: Chunks,
  listFor: ListFor = () => null,
): Promise<{ value: unknown; problem: string | null }> {
  const builder = new JsonBuilder(listFor);
  const isWhole = await build(new JsonTokens(builder), chunks);
  if (builder.root === undefined) throw new FormatError("It is no JSON: it does not begin as a value does");
  return { value: builder.root, problem: isWhole ? null : damagedNote };
}

async function build(tokens: JsonTokens, chunks: Chunks): Promise<boolean> {
  try {
    for await (const chunk of chunks) tokens.push(chunk);
    return tokens.finish();
  } catch (error) {
    if (error instanceof JsonDamage) return false;
    throw error;
  }
}
