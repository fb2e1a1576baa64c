import type { Mode } from "../../host/addon";
import { shorten } from "./cells";
import type { Figures } from "./figures";
import { bar, bold, dim, fullLine, joinParts, span, widthOfLine, type Line, type Style } from "./line";

/** What the lines above the table tell besides the figures. */
export interface HeaderFacts {
  readonly pid: number;
  /** What people call the program. */
  readonly title: string;
  /** "ALL", or whose samples are looked at. */
  readonly lane: string;
  /** Children that were sampled; their number is told when there are any. */
  readonly processes: number;
  readonly process: string;
  /** The time of day. */
  readonly time: string;
  readonly intervalNs: number;
  readonly refreshMs: number;
  readonly mode: Mode;
  /** Rows of the list. */
  readonly shown: number;
  /** Why sampling is over; null while it goes on. */
  readonly finished: string | null;
}

const nsPerS = 1e9;
const nsPerUs = 1000;
const narrowestBar = 10;
const widestRateBar = 30;
const widestEfficiencyBar = 60;
const topCount = 3;
const labelWidth = 11;

/** Lines that may be left out in a low terminal, first the ones that are missed least. */
const leastMissed = ["title", "functions", "efficiency", "top", "threads"] as const;

/** The lines above the table: as many of them as fit into `rows`, the most telling ones. */
export function header(figures: Figures, facts: HeaderFacts, columns: number, rows: number): Line[] {
  const lines = new Map<string, Line[]>([
    ["title", [titleLine(facts, columns)]],
    ["facts", [factsLine(figures, facts, columns)]],
    ["samples", [samplesLine(figures, facts, columns)]],
    ["efficiency", [efficiencyLine(figures, columns)]],
    ["threads", [threadsLine(figures, facts, columns)]],
    ["functions", [functionsLine(figures, facts, columns)]],
    ["top", [topLine(figures, columns)]],
    ["finished", facts.finished === null ? [] : [banner(facts.finished, columns)]],
  ]);
  const height = (): number => [...lines.values()].reduce((sum, part) => sum + part.length, 1);
  for (const name of leastMissed) {
    if (height() > rows) lines.delete(name);
  }
  return [...[...lines.values()].flat(), [span("─".repeat(columns), dim)]];
}

function titleLine({ title }: HeaderFacts, columns: number): Line {
  return [span("Tachyon Profiler", { ...bold, colour: "cyan" }), span(`  ${shorten(title, columns - 18)}`, dim)];
}

function factsLine(figures: Figures, facts: HeaderFacts, columns: number): Line {
  const part = (label: string, value: string, colour: Style["colour"]): Line => [
    span(`${label}: `, bold),
    span(value, { ...bold, colour }),
  ];
  const { pid, processes, process, lane, time, intervalNs, refreshMs } = facts;
  const several: Line[] = processes > 1 ? [part("Process", `${process} (of ${processes})`, "magenta")] : [];
  return joinParts(
    [],
    [
      part("PID", String(pid), "cyan"),
      ...several,
      part("Thread", lane, lane === "ALL" ? "green" : "magenta"),
      part("Uptime", uptime(figures.elapsedNs), "green"),
      part("Time", time, "yellow"),
      part("Interval", `${Math.round(intervalNs / nsPerUs)}µs`, "magenta"),
      part("Display", `${(1000 / refreshMs).toFixed(1)}Hz`, "cyan"),
    ],
    columns,
  );
}

function samplesLine(figures: Figures, { intervalNs }: HeaderFacts, columns: number): Line {
  const seconds = figures.elapsedNs / nsPerS;
  const rate = seconds > 0 ? figures.ticks / seconds : 0;
  const target = nsPerS / intervalNs;
  const reached = Math.min(1, rate / target);
  const percent = reached >= 0.995 ? "100%" : `${(100 * reached).toFixed(1)}%`;
  const label = rate > 0 ? ` ${rateText(rate)}/${rateText(target)} (${percent})` : ` target: ${rateText(target)}`;
  const head = [
    span("Samples: ", bold),
    span(String(figures.ticks).padStart(8), { ...bold, colour: "cyan" }),
    span(` total (${rate.toFixed(1).padStart(7)}/s) `),
  ];
  return withBar(head, [[reached, "green"]], label, columns, widestRateBar);
}

function efficiencyLine({ status }: Figures, columns: number): Line {
  const { total, torn, failed } = status;
  const all = total + torn + failed;
  const percent = (part: number): string => ((100 * part) / Math.max(1, all)).toFixed(2).padStart(5);
  const label = ` ${percent(total)}% good, ${percent(torn)}% torn, ${percent(failed)}% failed`;
  const good = all > 0 ? total / all : 1;
  return withBar([span("Efficiency:", bold)], [[good, "green"], [1, "red"]], label, columns, widestEfficiencyBar);
}

/** A bar between head and label where there is room for both; each stretch goes up to its share. */
function withBar(
  head: Line,
  stretches: readonly (readonly [number, Style["colour"]])[],
  label: string,
  columns: number,
  widest: number,
): Line {
  const width = Math.min(widest, columns - widthOfLine(head) - label.length - 2);
  if (width < narrowestBar) return joinParts([], [[...head, span(label, dim)]], columns);
  const spans: Line[number][] = [];
  let done = 0;
  for (const [share, colour] of stretches) {
    const filled = Math.floor(share * width) - done;
    spans.push(span("█".repeat(Math.max(0, filled)), { colour }));
    done += filled;
  }
  return [...head, span("["), ...spans, span(bar(0, width - done)), span("]"), span(label, dim)];
}

function threadsLine(figures: Figures, { mode }: HeaderFacts, columns: number): Line {
  const { total, hasGil, gilRequested, hasException } = figures.status;
  const share = (part: number): number => part / Math.max(1, total);
  const onGil = share(hasGil);
  const part = (value: number, label: string, colour: Style["colour"]): Line => [
    span((100 * value).toFixed(1).padStart(4), { ...bold, colour }),
    span(`% ${label}`),
  ];
  // With --mode=gil only threads that have it are sampled.
  const gil = [
    part(onGil, "on gil", "green"),
    part(1 - onGil, "off gil", "red"),
    part(share(gilRequested), "waiting for gil", "yellow"),
  ];
  const parts = [
    ...(mode === "gil" ? [] : gil),
    part(share(hasException), "exc", "red"),
    part(figures.gcShare, "GC", "magenta"),
  ];
  return joinParts([span("Threads:".padEnd(labelWidth), bold)], parts, columns);
}

function functionsLine(figures: Figures, { shown }: HeaderFacts, columns: number): Line {
  const { selfSamples, totalSamples } = figures.functions;
  const total = totalSamples.reduce((count, samples) => count + Number(samples > 0), 0);
  const executing = selfSamples.reduce((count, samples) => count + Number(samples > 0), 0);
  const part = (count: number, label: string, colour: Style["colour"]): Line => [
    span(String(count).padStart(5), { ...bold, colour }),
    span(` ${label}`),
  ];
  const parts = [
    part(total, "total", "cyan"),
    part(executing, "exec", "green"),
    part(total - executing, "stack", "yellow"),
    part(shown, "shown", "magenta"),
  ];
  return joinParts([span("Functions:".padEnd(labelWidth), bold)], parts, columns);
}

function topLine(figures: Figures, columns: number): Line {
  const { selfSamples } = figures.functions;
  const { functions, strings } = figures.profile;
  const head = [span(`Top ${topCount}:`.padEnd(labelWidth), bold)];
  const rows = [...selfSamples.keys()].filter((row) => selfSamples[row] > 0);
  const top = rows.sort((a, b) => selfSamples[b] - selfSamples[a]).slice(0, topCount);
  if (top.length === 0) return [...head, span("(collecting samples...)", dim)];
  const colours = ["red", "yellow", "green"] as const;
  const parts = top.map((row, place): Line => {
    const name = shorten(strings[functions.name[row]], 25);
    const share = ((100 * selfSamples[row]) / figures.totalSamples).toFixed(1);
    return [span(`${place + 1}. ${name}`, { ...bold, colour: colours[place] }), span(` (${share}%)`, dim)];
  });
  return joinParts(head, parts, columns);
}

function banner(message: string, columns: number): Line {
  const text = shorten(`✓ ${message}`, columns);
  const left = Math.max(0, Math.floor((columns - text.length) / 2));
  return fullLine(" ".repeat(left) + text, columns, { inverse: true, bold: true, colour: "green" });
}

function uptime(ns: number): string {
  const seconds = Math.floor(ns / nsPerS);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const two = (count: number): string => String(count).padStart(2, "0");
  return hours > 0 ? `${hours}h${two(minutes)}m${two(rest)}s` : `${minutes}m${two(rest)}s`;
}

function rateText(hz: number): string {
  if (hz >= 1e6) return `${(hz / 1e6).toFixed(1)}MHz`;
  return hz >= 1000 ? `${(hz / 1000).toFixed(1)}KHz` : `${hz.toFixed(1)}Hz`;
}
