/** A whole number from `least` to `most`: the nearest; `least` for what is no number. */
export function clampNumber(value: number, least: number, most: number): number {
  return value >= least ? Math.min(Math.trunc(value), most) : least;
}
