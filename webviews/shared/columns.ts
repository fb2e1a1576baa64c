const COLUMN_TYPES = { Int32Array, Uint32Array, Uint8Array, Float64Array } as const;

/**
 * Turns `{type: "Int32Array", base64: "…"}` back into typed arrays, anywhere inside a value from JSON. Bytes are
 * little-endian, as on every machine that runs a browser. Throws RangeError for a length that does not fit its type.
 */
export function reviveColumns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reviveColumns);
  if (typeof value !== "object" || value === null) return value;
  const { type, base64 } = value as { type?: unknown; base64?: unknown };
  if (typeof type === "string" && typeof base64 === "string" && type in COLUMN_TYPES) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new COLUMN_TYPES[type as keyof typeof COLUMN_TYPES](bytes.buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reviveColumns(inner)]));
}

/** Reads the JSON text of a page's data. Throws with a message for people when it is damaged. */
export function readData(text: string): unknown {
  try {
    return reviveColumns(JSON.parse(text));
  } catch (error) {
    throw new Error(`The data of this page is damaged (${(error as Error).message}). Export it again.`);
  }
}
