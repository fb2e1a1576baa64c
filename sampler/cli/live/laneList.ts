import type { Profile } from "../../profile";
import { fitLeft, fitRight } from "./cells";
import { placeOf } from "./functionList";
import { historyLength, isInLane, threadName, type Lane, type LaneFacts, type Lanes } from "./lanes";
import { span, type Line } from "./line";
import type { List } from "./list";
import type { ViewState } from "./state";

export interface LaneList extends List {
  readonly lanes: readonly Lane[];
}

const sparks = "▁▂▃▄▅▆▇█";
const nameWidth = 30;
const numbers = ["samples", "cpu %", "gil %", "wait %"] as const;
const numberWidths = [9, 6, 6, 6];
const narrow = 100;

/** A row a process when there are several, and a row a thread: what each does, and has been doing. */
export function laneList(profile: Profile, lanes: Lanes, state: ViewState, columns: number): LaneList {
  const rows = chooseLanes(profile, lanes, state.filter);
  const wide = columns >= narrow;
  const titles = numbers.map((title, index) => fitRight(title, numberWidths[index])).join(" ");
  const header = `${fitLeft("thread", nameWidth)} ${titles} ${wide ? fitLeft("on a processor", historyLength) + " " : ""}now in`;
  return {
    lanes: rows,
    header: [span(fitLeft(header, columns), { inverse: true, bold: true, colour: "cyan" })],
    length: rows.length,
    key: (row) => keyOf(rows[row]),
    line: (row) => lineOf(profile, lanes, rows[row], wide, columns),
  };
}

function chooseLanes(profile: Profile, lanes: Lanes, filter: string): Lane[] {
  const { threads, processes } = lanes;
  return processes.flatMap((process) => {
    const own = threads.filter((row) => profile.threads[row].process === process);
    const shown = own.filter((row) => threadName(profile.threads[row]).toLowerCase().includes(filter.toLowerCase()));
    const head: Lane[] = processes.length > 1 && shown.length > 0 ? [{ process, thread: null }] : [];
    return [...head, ...shown.map((thread) => ({ process, thread }))];
  });
}

function keyOf({ process, thread }: Lane): string {
  return `threads:${thread ?? `process ${process}`}`;
}

function lineOf(profile: Profile, lanes: Lanes, lane: Lane, wide: boolean, columns: number): Line {
  const facts = sumFacts(lanes.threads.filter((row) => isInLane(profile, lane, row)).map((row) => lanes.of(row)!));
  const isProcess = lane.thread === null;
  const indent = lanes.processes.length > 1 && !isProcess ? "  " : "";
  const name = isProcess ? `process ${lane.process}` : indent + threadName(profile.threads[lane.thread]);
  const shares = [facts.onCpu, facts.hasGil, facts.gilRequested].map((part) => ((100 * part) / facts.samples).toFixed(1));
  const figures = [String(facts.samples), ...shares].map((text, index) => fitRight(text, numberWidths[index])).join(" ");
  const head = [
    span(`${fitLeft(name, nameWidth)} `, isProcess ? { bold: true } : { colour: "cyan" }),
    span(`${figures} `),
    ...(wide ? [span(`${sparkline(facts.history)} `, { colour: "green" })] : []),
  ];
  const used = nameWidth + 1 + figures.length + 1 + (wide ? historyLength + 1 : 0);
  return [...head, span(fitLeft(isProcess ? "" : whereNow(profile, facts.lastStack), columns - used), { colour: "yellow" })];
}

function sumFacts(all: readonly LaneFacts[]): LaneFacts {
  const sum = (pick: (facts: LaneFacts) => number): number => all.reduce((total, facts) => total + pick(facts), 0);
  return {
    samples: sum((facts) => facts.samples),
    onCpu: sum((facts) => facts.onCpu),
    hasGil: sum((facts) => facts.hasGil),
    gilRequested: sum((facts) => facts.gilRequested),
    lastStack: all.length === 1 ? all[0].lastStack : -1,
    // Threads of a process share no tick that could be added up: the busiest one tells.
    history: Array.from({ length: historyLength }, (_, age) =>
      Math.max(-1, ...all.map(({ history }) => history[history.length - historyLength + age] ?? -1)),
    ),
  };
}

function sparkline(history: readonly number[]): string {
  const shown = history.map((share) => (share < 0 ? " " : sparks[Math.min(sparks.length - 1, Math.floor(share * sparks.length))]));
  return shown.join("").padStart(historyLength);
}

function whereNow(profile: Profile, stack: number): string {
  if (stack < 0) return "";
  const frame = profile.stacks.frame[stack];
  const row = profile.frames.function[frame];
  const place = placeOf(profile, row, profile.frames.line[frame]);
  return profile.strings[profile.functions.name[row]] + (place === "" ? "" : `  ${place}`);
}
