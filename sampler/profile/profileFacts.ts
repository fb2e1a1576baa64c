import { EventKind } from "../wire";
import { listProcesses } from "./processes";
import type { Profile, Thread } from "./profile";
import { computeSampleTotals, isWhole } from "./selection";
import { formatShare } from "./units";

/** Facts for a flame graph's header; the same shape as `FlameFacts` in the webviews' protocol. */
export interface ProfileFacts {
  readonly title: string;
  readonly subtitle: string;
  readonly elapsedNs: number;
  readonly samples: number;
  readonly askedHz: number;
  readonly reachedHz: number;
  readonly tornShare: number;
  readonly failedShare: number;
  readonly missedShare: number;
  readonly live: boolean;
  readonly notes: readonly string[];
}

/** A thread with whole samples; the same shape as `ThreadChoice` in the webviews' protocol. */
export interface ThreadWithSamples {
  /** Row of the thread table. */
  readonly thread: number;
  readonly label: string;
  readonly weight: number;
  readonly samples: number;
}

const doubtfulShare = 0.05;

/**
 * What a recording says about itself. `notes` are put before those that the recording itself gives rise to;
 * an empty title becomes the program's name.
 */
export function computeProfileFacts(
  profile: Profile,
  given: { readonly title: string; readonly live: boolean; readonly notes?: readonly string[] },
): ProfileFacts {
  const { whole, empty, torn, failed } = computeSampleTotals(profile);
  const all = whole.samples + empty.samples + torn.samples + failed.samples;
  const elapsedNs = elapsed(profile);
  const facts = {
    title: given.title || programName(profile),
    subtitle: subtitle(profile),
    elapsedNs,
    samples: whole.samples,
    askedHz: Number(profile.properties.get("rate") ?? 0) || 0,
    reachedHz: elapsedNs > 0 ? (profile.statistics.ticks / elapsedNs) * 1e9 : 0,
    tornShare: all > 0 ? torn.samples / all : 0,
    failedShare: all > 0 ? failed.samples / all : 0,
    missedShare: missedShare(profile),
    live: given.live,
  };
  return { ...facts, notes: [...new Set([...(given.notes ?? []), ...doubts(facts), ...eventNotes(profile)])] };
}

/** The threads that have whole samples, heaviest first. */
export function computeThreadsWithSamples(profile: Profile): ThreadWithSamples[] {
  const isOneProcess = listProcesses(profile).length === 1;
  const threads = profile.threads.map((row, thread) => {
    return { thread, label: isOneProcess ? threadLabel(row) : processLabel(row), weight: 0, samples: 0 };
  });
  const { thread, stack, status, count, weight, length } = profile.runs;
  for (let run = 0; run < length; run++) {
    if (isWhole(status[run], stack[run])) {
      threads[thread[run]].weight += weight[run];
      threads[thread[run]].samples += count[run];
    }
  }
  return threads.filter((row) => row.samples > 0).sort((a, b) => b.weight - a.weight || a.thread - b.thread);
}

function threadLabel({ name, tid, interpreter }: Thread): string {
  const where = interpreter === 0 ? "" : ` · interpreter ${interpreter}`;
  return `${name === "" ? `Thread ${tid}` : `${name} (${tid})`}${where}`;
}

/** Of a thread among those of other processes. A process's first thread has its number. */
function processLabel(thread: Thread): string {
  const { process, tid, name, interpreter } = thread;
  const isPlain = tid === process && name !== "" && interpreter === 0;
  return `pid ${process} · ${isPlain ? name : threadLabel(thread)}`;
}

function elapsed(profile: Profile): number {
  const { start, weight, length } = profile.runs;
  const lastRun = length > 0 ? start[length - 1] + weight[length - 1] : 0;
  return profile.statistics.time > 0 ? profile.statistics.time : lastRun;
}

function programName(profile: Profile): string {
  const script = profile.properties.get("script") ?? "";
  return (script.startsWith("-m ") ? script : script.split(/[\\/]/).pop()) || "Python program";
}

function subtitle(profile: Profile): string {
  const { properties } = profile;
  const python = properties.get("python");
  const pid = properties.get("pid");
  return [python ? `CPython ${python}` : "", pid ? `pid ${pid}` : ""].filter(Boolean).join(" · ");
}

function missedShare({ statistics: { ticks, missed } }: Profile): number {
  return ticks + missed > 0 ? missed / (ticks + missed) : 0;
}

type Shares = Pick<ProfileFacts, "tornShare" | "failedShare" | "missedShare">;

function doubts({ tornShare, failedShare, missedShare }: Shares): string[] {
  const notes: [number, string][] = [
    [tornShare, "of all samples were torn: the stack changed while it was read. They are left out"],
    [failedShare, "of all samples could not be read. They are left out"],
    [missedShare, "of all ticks were missed: this rate is more than the machine keeps up with"],
  ];
  return notes.filter(([share]) => share > doubtfulShare).map(([share, text]) => `${formatShare(share)} ${text}.`);
}

function eventNotes(profile: Profile): string[] {
  const isNote = (kind: EventKind) => kind === EventKind.Error || kind === EventKind.Note;
  return profile.events.filter(({ kind, text }) => isNote(kind) && text !== "").map(({ text }) => text);
}
