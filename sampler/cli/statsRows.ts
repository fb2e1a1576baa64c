import { computePstatsRows, type PstatsRowKind } from "../formats";
import type { Profile } from "../profile";

/** What `--sort` can name. */
export const sortKeys = ["nsamples", "tottime", "cumtime", "sample-pct", "cumul-pct", "nsamples-cumul", "name"] as const;
export type SortKey = (typeof sortKeys)[number];

/** One row of the table: a line of a function, or a function. Times are nanoseconds. */
export interface StatsRow {
  /** The last part of the file's path, as `pstats` strips it. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly direct: number;
  readonly cumulative: number;
  readonly selfNs: number;
  readonly totalNs: number;
}

/** All rows of a profile, in no order; those that differ in their file's folder alone are one. */
export function computeStatsRows(profile: Profile, kind: PstatsRowKind): StatsRow[] {
  const rows = new Map<string, StatsRow>();
  for (const place of computePstatsRows(profile, kind)) {
    const file = baseName(place.file);
    const key = `${file}\0${place.line}\0${place.name}`;
    const same = rows.get(key);
    rows.set(key, {
      file,
      line: place.line,
      name: place.name,
      direct: place.direct + (same?.direct ?? 0),
      cumulative: place.cumulative + (same?.cumulative ?? 0),
      selfNs: place.directNs + (same?.selfNs ?? 0),
      totalNs: place.cumulativeNs + (same?.totalNs ?? 0),
    });
  }
  return [...rows.values()];
}

/** A sorted copy: the greatest first, names from A to Z. */
export function sortStatsRows(rows: readonly StatsRow[], key: SortKey): StatsRow[] {
  const byName = (a: StatsRow, b: StatsRow): number => compareTexts(nameKey(a), nameKey(b));
  if (key === "name") return [...rows].sort(byName);
  const value = SORT_VALUES[key];
  return [...rows].sort((a, b) => value(b) - value(a) || b.cumulative - a.cumulative || byName(a, b));
}

const SORT_VALUES: Readonly<Record<Exclude<SortKey, "name">, (row: StatsRow) => number>> = {
  nsamples: ({ direct }) => direct,
  tottime: ({ selfNs }) => selfNs,
  cumtime: ({ totalNs }) => totalNs,
  "sample-pct": ({ direct }) => direct,
  "cumul-pct": ({ cumulative }) => cumulative,
  "nsamples-cumul": ({ cumulative }) => cumulative,
};

/** As Python writes the tuple that the reference sorts by, numbers as text. */
function nameKey({ file, line, name }: StatsRow): string {
  return `('${file}', ${line}, '${name}')`;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), /^([A-Za-z]:|\\\\)/.test(file) ? file.lastIndexOf("\\") : -1) + 1);
}
