import type { Paint } from "./colours";
import type { StatsRow } from "./statsRows";
import { formatPercent, formatPlace } from "./statsText";

/** How many functions each part names. */
const MOST_FUNCTIONS = 3;

interface Part {
  readonly title: string;
  readonly value: (row: StatsRow) => number;
  /** What is said of a function; null when it does not belong here. */
  readonly say: (row: StatsRow, samples: number) => string | null;
}

const PARTS: readonly Part[] = [
  {
    title: "Functions with Highest Direct/Cumulative Ratio (Hot Spots)",
    value: ({ direct, cumulative }) => direct / cumulative,
    say: ({ direct, cumulative }, samples) =>
      direct > 0
        ? `${(direct / cumulative).toFixed(3)} direct/cumulative ratio, ${formatPercent(direct, samples)}% direct samples`
        : null,
  },
  {
    title: "Functions with Highest Call Frequency (Indirect Calls)",
    value: indirect,
    say: (row, samples) =>
      indirect(row) > 0
        ? `${indirect(row)} indirect calls, ${formatPercent(row.cumulative, samples)}% total stack presence`
        : null,
  },
  {
    title: "Functions with Highest Call Magnification (Cumulative/Direct)",
    value: ({ direct, cumulative }) => (direct > 0 ? cumulative / direct : 0),
    say: (row) =>
      row.direct > 0 && indirect(row) > 0
        ? `${(row.cumulative / row.direct).toFixed(1)}x call magnification, ` +
          `${indirect(row)} indirect calls from ${row.direct} direct`
        : null,
  },
];

/**
 * The closing part of the table: functions that stand out in one way or another. The reference adds up their lines, and
 * so counts a sample with two of them twice.
 */
export function formatStatsSummary(functions: readonly StatsRow[], samples: number, paint: Paint): string[] {
  const parts = PARTS.map(({ title, value, say }) => {
    const first = [...functions].sort((a, b) => value(b) - value(a) || b.direct - a.direct).slice(0, MOST_FUNCTIONS);
    const said = first.map((row) => [say(row, samples), formatPlace(row, "", paint)]);
    const lines = said.filter(([text]) => text !== null).map(([text, place]) => `  ${text}: ${place}`);
    return ["", paint("heading", `${title}:`), ...lines];
  });
  return ["", paint("heading", "Summary of Interesting Functions:"), ...parts.flat()];
}

function indirect({ direct, cumulative }: StatsRow): number {
  return cumulative - direct;
}
