import type { KeyTotals } from "../../profile";
import { fitEnd, fitLeft, fitRight } from "./cells";
import { span, type Line, type Span, type Style } from "./line";
import type { SortKey } from "./state";

/** What the numbers of a row are made of. Weights are nanoseconds. */
export interface Measures {
  readonly selfSamples: number;
  readonly totalSamples: number;
  readonly self: number;
  readonly total: number;
}

interface Column {
  readonly key: SortKey;
  readonly title: string;
  readonly width: number;
  /** Columns of the terminal from which on there is room for it. */
  readonly from: number;
  readonly text: (row: Measures, wholeSamples: number) => string;
  readonly value: (row: Measures) => number;
}

const gap = "  ";
const nsPerS = 1e9;
const narrowestName = 10;
const widestName = 40;

/** The reference's columns, widths and thresholds. */
const columns: readonly Column[] = [
  {
    ...{ key: "nsamples", title: "nsamples", width: 13, from: 0, value: (row) => row.selfSamples },
    text: ({ selfSamples, totalSamples }) => `${selfSamples}/${totalSamples}`,
  },
  {
    ...{ key: "sample_pct", title: "%", width: 5, from: 80, value: (row) => row.selfSamples },
    text: ({ selfSamples }, whole) => percent(selfSamples, whole),
  },
  {
    ...{ key: "tottime", title: "tottime", width: 10, from: 100, value: (row) => row.self },
    text: ({ self }) => (self / nsPerS).toFixed(3),
  },
  {
    ...{ key: "cumul_pct", title: "%", width: 5, from: 120, value: (row) => row.totalSamples },
    text: ({ totalSamples }, whole) => percent(totalSamples, whole),
  },
  {
    ...{ key: "cumtime", title: "cumtime", width: 10, from: 140, value: (row) => row.total },
    text: ({ total }) => (total / nsPerS).toFixed(3),
  },
];

/** The number that a row is sorted by. */
export function sortValue(key: SortKey, row: Measures): number {
  return columns.find((column) => column.key === key)!.value(row);
}

/** Measures of one key. */
export function measuresOf(totals: KeyTotals, key: number): Measures {
  return {
    selfSamples: totals.selfSamples[key] ?? 0,
    totalSamples: totals.totalSamples[key] ?? 0,
    self: totals.self[key] ?? 0,
    total: totals.total[key] ?? 0,
  };
}

/** Which columns there is room for, and how wide names may be; what is sorted by always has room. */
export class ColumnLayout {
  private readonly shown: readonly Column[];
  private readonly nameWidth: number;
  private readonly placeWidth: number;

  /** `nameShare`: how much of the room that numbers leave names take. */
  constructor(
    width: number,
    private readonly sort: SortKey,
    nameShare: { readonly of: number; readonly most: number } = { of: 1 / 2, most: widestName },
  ) {
    this.shown = columns.filter(({ key, from }) => width >= from || key === sort);
    const room = width - this.shown.reduce((sum, column) => sum + column.width + gap.length, 0);
    this.nameWidth = Math.min(nameShare.most, Math.max(narrowestName, Math.floor(room * nameShare.of)));
    this.placeWidth = Math.max(0, room - this.nameWidth - gap.length);
  }

  header(): Line {
    const titles = this.shown.map(({ key, title, width }): Span => {
      const isSorted = key === this.sort;
      const style = { inverse: true, bold: true, underline: isSorted, colour: isSorted ? "yellow" : "cyan" } as const;
      return span(fitRight(isSorted ? `▼${title}` : title, width) + gap, style);
    });
    const names = fitLeft("function", this.nameWidth) + gap + fitLeft("file:line", this.placeWidth);
    return [...titles, span(names, { inverse: true, bold: true, colour: "cyan" })];
  }

  /** `styleOf` says how a number looks. */
  row(measures: Measures, whole: number, name: string, place: string, styleOf: (key: SortKey) => Style): Line {
    return [
      ...this.shown.map(({ key, width, text }) => span(fitRight(text(measures, whole), width) + gap, styleOf(key))),
      span(fitLeft(name, this.nameWidth) + gap, { colour: "cyan" }),
      span(fitEnd(place, this.placeWidth), { colour: "green" }),
    ];
  }

  /** Of two refreshes: how the number of a column has moved. */
  trend(key: SortKey, now: Measures, before: Measures, whole: number, wholeBefore: number): "up" | "down" | "stable" {
    const { value } = columns.find((column) => column.key === key)!;
    const isShare = key === "sample_pct" || key === "cumul_pct";
    const moved = isShare ? share(value(now), whole) - share(value(before), wholeBefore) : value(now) - value(before);
    const threshold = isShare ? 0.0005 : 0;
    return moved > threshold ? "up" : moved < -threshold ? "down" : "stable";
  }
}

function percent(part: number, whole: number): string {
  return (100 * share(part, whole)).toFixed(1);
}

function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
