/** Nanoseconds for people, two or three significant digits: `870 ns`, `3.1 ms`, `12 s`, `2 min 5 s`, `3 h 12 min`. */
export function formatDuration(ns: number): string {
  if (ns < 0) {
    return `-${formatDuration(-ns)}`;
  }
  const units: [number, string][] = [
    [1, "ns"],
    [1e3, "µs"],
    [1e6, "ms"],
    [1e9, "s"],
  ];
  for (const [scale, unit] of units) {
    const limit = unit === "s" ? 99.95 : 999.5;
    if (ns / scale < limit) {
      return `${brief(ns / scale)} ${unit}`;
    }
  }
  return longDuration(Math.round(ns / 1e9));
}

/** A share of 0 … 1 for people: `62 %`, `4.2 %`, `0.3 %`, `<0.1 %`, `0 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (!(percent > 0)) {
    return "0 %";
  }
  return percent < 0.1 ? "<0.1 %" : `${brief(percent)} %`;
}

/** A whole number with grouped digits: `3,120`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Samples a second for people: `998 Hz`, `1 kHz`, `12.5 kHz`, `1.2 MHz`. */
export function formatRate(hz: number): string {
  const [scale, unit] = hz >= 999_500 ? [1e6, "MHz"] : hz >= 999.5 ? [1e3, "kHz"] : [1, "Hz"];
  return `${Number((hz / scale).toPrecision(3))} ${unit}`;
}

function brief(value: number): string {
  return String(value >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10);
}

function longDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${formatCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
