const UNITS: readonly [factor: number, unit: string][] = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
];

/** Nanoseconds for people, three significant digits: `1.24 s`, `312 ms`, `2 min 05 s`. */
export function formatDuration(ns: number): string {
  if (ns >= 59.95e9) {
    const seconds = Math.round(ns / 1e9);
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  }
  if (ns <= 0) return "0 s";
  const [factor, unit] = UNITS.find(([step]) => ns >= step * 0.9995) ?? [1, "ns"];
  const value = ns / factor;
  return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${unit}`;
}

/** A share (0 … 1) in per cent, one digit after the point: `34.5 %`; `< 0.1 %` for what is there but tiny. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return "< 0.1 %";
  return `${(share * 100).toFixed(1)} %`;
}

/** A count with commas between thousands, as everywhere in the editor. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A rate such as `998 Hz` or `12.5 kHz`. */
export function formatRate(hz: number): string {
  if (hz < 9995 && (hz < 1000 || hz % 1000 !== 0)) return `${formatCount(hz)} Hz`;
  return `${(hz / 1000).toFixed(hz < 99_950 && hz % 1000 !== 0 ? 1 : 0)} kHz`;
}
