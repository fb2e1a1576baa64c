/** No time that a file tells is taken to be longer: what is more than this cannot be exact. */
export const longestNs = Number.MAX_SAFE_INTEGER;

/** A whole number from `least` to `most`: the nearest; `least` for what is no number. */
export function clampNumber(value: number, least: number, most: number): number {
  return value >= least ? Math.min(Math.trunc(value), most) : least;
}
