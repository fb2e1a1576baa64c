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
