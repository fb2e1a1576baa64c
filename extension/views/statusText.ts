import { formatCount, type Profile } from "../../sampler/profile";
import type { SessionState } from "../session/sessionState";
import { warnings } from "../session/shownProfile";

/** What the status bar says about a run. */
export interface StatusFacts {
  readonly state: SessionState;
  readonly title: string;
  readonly elapsedMs: number;
  readonly rateHz: number;
  readonly profile: Profile;
}

/** A run without samples for longer than this owes the user a reason. */
const patienceMs = 5000;

/** Such as "$(flame) 0:12 · 3.1k samples · 998/1,000 Hz". */
export function statusText(facts: StatusFacts): string {
  const { samples } = facts.profile.statistics;
  switch (facts.state) {
    case "starting":
      return facts.elapsedMs < patienceMs
        ? `$(loading~spin) Starting ${facts.title}`
        : `$(warning) ${clock(facts.elapsedMs)} · no samples yet`;
    case "stopping":
      return `$(loading~spin) Stopping · ${shortCount(samples)} samples`;
    default:
      return `$(flame) ${clock(facts.elapsedMs)} · ${shortCount(samples)} samples · ${rateText(facts)}`;
  }
}

/** The same in whole sentences, with what went less than well. Lines of Markdown. */
export function statusDetails(facts: StatusFacts): string[] {
  const { statistics, threads } = facts.profile;
  if (statistics.samples === 0) return [waitingReason(facts)];
  const all = statistics.samples + statistics.torn + statistics.failed;
  const share = (count: number): string => `${formatCount(count)} (${((count / all) * 100).toFixed(2)} %)`;
  const processes = new Set(threads.map((thread) => thread.process)).size;
  return [
    `${formatCount(statistics.samples)} samples of ${threads.length} ${threads.length === 1 ? "thread" : "threads"} in ${clock(facts.elapsedMs)}`,
    `Rate: ${rateText(facts)}`,
    `Missed ticks: ${formatCount(statistics.missed)}`,
    `Torn: ${share(statistics.torn)}, failed: ${share(statistics.failed)}`,
    ...(processes > 1 ? [`Processes: ${processes}`] : []),
    ...warnings(facts.profile),
  ];
}

function waitingReason(facts: StatusFacts): string {
  const told = warnings(facts.profile).at(-1);
  if (told !== undefined) return told;
  return facts.profile.threads.length > 0
    ? `No samples yet: ${facts.title} runs no Python code that can be read.`
    : `No samples yet: waiting for Python to start in ${facts.title}.`;
}

/** Ticks taken a second, against those asked for. */
export function rateText({ profile, rateHz }: Pick<StatusFacts, "profile" | "rateHz">): string {
  const { ticks, time } = profile.statistics;
  const reached = time > 0 ? Math.round(ticks / (time / 1e9)) : 0;
  return `${formatCount(reached)}/${formatCount(rateHz)} Hz`;
}

/** Minutes and seconds, such as "0:12". */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Such as "873", "3.1k", "1.2M". */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`;
  return `${(count / 1e6).toFixed(1)}M`;
}
