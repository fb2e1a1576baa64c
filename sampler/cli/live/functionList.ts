import { shortFileName, type KeyTotals, type Profile } from "../../profile";
import { ColumnLayout, measuresOf, sortValue, type Measures } from "./columns";
import type { Figures } from "./figures";
import { plain, type Style } from "./line";
import type { List, Subject } from "./list";
import type { SortKey, ViewState } from "./state";

/** Functions, or lines of functions, with their keys' totals now and at the refresh before. */
interface Source {
  readonly now: KeyTotals;
  readonly before: KeyTotals | null;
  readonly functionOf: (key: number) => number;
  readonly lineOf: (key: number) => number;
}

/** The table of functions, or of the lines that they were at. */
export function functionList(figures: Figures, before: Figures | null, state: ViewState, columns: number): List {
  const source = state.view === "lines" ? linesOf(figures, before) : functionsOf(figures, before);
  const { profile } = figures;
  const rows = chooseRows(profile, source, state);
  const layout = new ColumnLayout(columns, state.sort);
  return {
    header: layout.header(),
    length: rows.length,
    key: (row) => `${state.view}:${rows[row]}`,
    subject: (row) => subjectOf(profile, source, rows[row], state.view === "lines"),
    line: (row) => {
      const key = rows[row];
      const measures = measuresOf(source.now, key);
      const name = profile.strings[profile.functions.name[source.functionOf(key)]];
      const place = placeOf(profile, source.functionOf(key), source.lineOf(key));
      const wasSeen = source.before !== null && (source.before.totalSamples[key] ?? 0) > 0;
      const styleOf = (column: SortKey): Style => {
        if (!state.trends || !wasSeen) return plain;
        const old = measuresOf(source.before, key);
        return trendStyles[layout.trend(column, measures, old, figures.totalSamples, before!.totalSamples)];
      };
      return layout.row(measures, figures.totalSamples, name, place, styleOf);
    },
  };
}

/** "asyncio/events.py:88"; nothing for what has no file. */
export function placeOf(profile: Profile, row: number, line: number): string {
  const { functions, strings, properties } = profile;
  const cwd = properties.get("cwd");
  const file = strings[functions.file[row]];
  if (functions.firstLine[row] === 0) return "";
  return `${shortFileName(file, cwd ? [cwd] : [])}:${line}`;
}

/** Whether a function's name, file or both joined by ":" hold the text, in any case. */
export function matchesFilter({ functions, strings }: Profile, row: number, filter: string): boolean {
  const text = `${strings[functions.file[row]]}:${strings[functions.name[row]]}`;
  return text.toLowerCase().includes(filter.toLowerCase());
}

function subjectOf({ frames, functions, strings }: Profile, source: Source, key: number, lineOnly: boolean): Subject {
  const [wanted, line] = [source.functionOf(key), source.lineOf(key)];
  return {
    name: strings[functions.name[wanted]],
    matches: (frame) => frames.function[frame] === wanted && (!lineOnly || frames.line[frame] === line),
  };
}

const trendStyles: Readonly<Record<"up" | "down" | "stable", Style>> = {
  up: { colour: "green", bold: true },
  down: { colour: "red", bold: true },
  stable: plain,
};

function functionsOf({ functions, profile }: Figures, before: Figures | null): Source {
  const lineOf = (key: number): number => profile.functions.firstLine[key];
  return { now: functions, before: before?.has("functions") ? before.functions : null, functionOf: (key) => key, lineOf };
}

function linesOf(figures: Figures, before: Figures | null): Source {
  return {
    now: figures.lines,
    before: before?.has("lines") ? before.lines : null,
    functionOf: (key) => figures.functionOfLine(key),
    lineOf: (key) => figures.lineOfLine(key),
  };
}

function chooseRows(profile: Profile, { now, functionOf }: Source, { filter, sort }: ViewState): number[] {
  const rows: number[] = [];
  for (let key = 0; key < now.totalSamples.length; key++) {
    if (now.totalSamples[key] > 0 && (filter === "" || matchesFilter(profile, functionOf(key), filter))) rows.push(key);
  }
  const values = new Map(rows.map((key): [number, [number, number]] => [key, order(sort, measuresOf(now, key))]));
  return rows.sort((a, b) => compare(values.get(a)!, values.get(b)!) || a - b);
}

/** Heaviest first; those that never ran themselves by what they called. */
function order(sort: SortKey, measures: Measures): [number, number] {
  return [sortValue(sort, measures), measures.total];
}

function compare(a: [number, number], b: [number, number]): number {
  return b[0] - a[0] || b[1] - a[1];
}
