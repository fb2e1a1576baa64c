import type { Profile } from "../profile";
import type { Paint } from "./colours";
import type { TableOptions } from "./outputOptions";
import { computeStatsRows, sortStatsRows, type StatsRow } from "./statsRows";
import { formatStatsSummary } from "./statsSummary";
import { formatPercent, formatPlace } from "./statsText";

const NS_PER_S = 1e9;
const COLUMN_GAP = "  ";
const COUNT_WIDTH = 15;
const SHARE_WIDTH = 8;
const TIME_WIDTH = 12;

const LEGEND: readonly [string, string][] = [
  ["nsamples", "Direct/Cumulative samples (direct executing / on call stack)"],
  ["sample%", "Percentage of total samples this function was directly executing"],
  ["tottime", "Estimated total time spent directly in this function"],
  ["cumul%", "Percentage of total samples when this function was on the call stack"],
  ["cumtime", "Estimated cumulative time (including time in called functions)"],
  ["filename:lineno(function)", "Function location and name"],
];

interface Unit {
  readonly name: string;
  readonly perSecond: number;
}

/** The table that CPython 3.15's profiler prints; its summary is made of all rows, not of those shown alone. */
export function formatStatsTable(profile: Profile, { sort, limit, summary }: TableOptions, paint: Paint): string[] {
  const all = sortStatsRows(computeStatsRows(profile, "line"), sort);
  const samples = all.reduce((sum, row) => sum + row.direct, 0);
  const lines = [
    paint("heading", "Profile Stats:"),
    ...formatRows(all.slice(0, limit), samples, paint),
    "",
    paint("heading", "Legend:"),
    ...LEGEND.map(([word, meaning]) => `  ${paint("line", word)}: ${meaning}`),
  ];
  if (!summary || all.length === 0) return lines;
  return [...lines, ...formatStatsSummary(computeStatsRows(profile, "function"), samples, paint)];
}

function formatRows(rows: readonly StatsRow[], samples: number, paint: Paint): string[] {
  const selfUnit = bestUnit(rows.map(({ selfNs }) => selfNs));
  const totalUnit = bestUnit(rows.map(({ totalNs }) => totalNs));
  const heads = [
    "nsamples".padStart(COUNT_WIDTH),
    "sample%".padStart(SHARE_WIDTH),
    `tottime (${selfUnit.name})`.padStart(TIME_WIDTH),
    "cumul%".padStart(SHARE_WIDTH),
    `cumtime (${totalUnit.name})`.padStart(TIME_WIDTH),
    "filename:lineno(function)",
  ];
  const cells = rows.map((row) => [
    `${row.direct}/${row.cumulative}`.padStart(COUNT_WIDTH),
    formatPercent(row.direct, samples).padStart(SHARE_WIDTH),
    formatTime(row.selfNs, selfUnit),
    formatPercent(row.cumulative, samples).padStart(SHARE_WIDTH),
    formatTime(row.totalNs, totalUnit),
    formatPlace(row, row.line, paint),
  ]);
  return [heads.map((head) => paint("heading", head)), ...cells].map((row) => row.join(COLUMN_GAP));
}

function formatTime(ns: number, unit: Unit): string {
  return ((ns / NS_PER_S) * unit.perSecond).toFixed(3).padStart(TIME_WIDTH);
}

function bestUnit(timesNs: readonly number[]): Unit {
  const seconds = timesNs.reduce((most, ns) => Math.max(most, ns), 0) / NS_PER_S;
  if (seconds >= 1) return { name: "s", perSecond: 1 };
  return seconds >= 0.001 ? { name: "ms", perSecond: 1e3 } : { name: "μs", perSecond: 1e6 };
}
