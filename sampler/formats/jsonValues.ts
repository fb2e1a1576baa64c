/** Values of a JSON file that is not trusted: what is not of the kind asked for is as if it were not there. */
export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function listIn(record: Record<string, unknown>, key: string): readonly unknown[] {
  const value = record[key];
  return Array.isArray(value) ? value : [];
}

export function textIn(record: Record<string, unknown>, key: string): string {
  const value = record[key];
  return typeof value === "string" ? value : "";
}

/** A whole number from `least` to `most`, or `least`. */
export function numberIn(record: Record<string, unknown>, key: string, least: number, most: number): number {
  const value = record[key];
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? (value as number) : least;
}
