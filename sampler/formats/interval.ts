import type { Profile } from "../profile";

/** Of a profile that does not say how often it was taken. */
const usualIntervalUs = 1000;

/** How often samples were asked for, in whole µs, as CPython's profiler has it. */
export function intervalUsOf({ properties }: Profile): number {
  const ns = Number(properties.get("intervalNs"));
  const hz = Number(properties.get("rate"));
  const us = ns > 0 ? ns / 1000 : hz > 0 ? 1e6 / hz : usualIntervalUs;
  return Number.isFinite(us) ? Math.max(1, Math.round(us)) : usualIntervalUs;
}
