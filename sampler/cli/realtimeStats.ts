import type { Sink } from "../host/sink";
import type { Profile, Statistics } from "../profile";
import type { Paint } from "./colours";

const NS_PER_S = 1e9;
const US_PER_S = 1e6;
const BYTES_PER_KB = 1024;
const CLEAR_LINE = "\r\x1b[K";

/** What the line shows: the rates of all batches since the last line. */
interface Rates {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

/** `--realtime-stats`: a line a second about sampling itself, in the reference's form, and an account at the end. */
export class RealtimeStats implements Sink {
  private lastBatch: Statistics;
  private lastLine: Statistics;
  private rates: number[] = [];
  private hasLine = false;

  /** Follows `profile`, which another sink before this one makes grow; `say` writes to the terminal. */
  constructor(
    private readonly profile: Profile,
    private readonly say: (text: string) => void,
    private readonly paint: Paint,
  ) {
    this.lastBatch = this.lastLine = profile.statistics;
  }

  write(): void {
    const now = this.profile.statistics;
    if (now.time <= this.lastBatch.time) return;
    this.rates.push(rateBetween(this.lastBatch, now));
    this.lastBatch = now;
    if (now.time - this.lastLine.time >= NS_PER_S) this.sayLine(now);
  }

  async close(): Promise<void> {}

  /** Ends the line; tells what sampling cost. */
  finish(): void {
    const lines = formatSamplerStatistics(this.profile.statistics, this.paint);
    this.say(`${this.hasLine ? "\n" : ""}${lines.join("\n")}\n`);
  }

  private sayLine(now: Statistics): void {
    const rates = { mean: rateBetween(this.lastLine, now), lowest: Math.min(...this.rates), highest: Math.max(...this.rates) };
    this.say(CLEAR_LINE + formatRates(rates, now.ticks, this.paint));
    this.hasLine = true;
    this.lastLine = now;
    this.rates = [];
  }
}

/** The line that is shown anew each second. */
function formatRates({ mean, lowest, highest }: Rates, ticks: number, paint: Paint): string {
  const period = mean > 0 ? US_PER_S / mean : 0;
  return [
    paint("heading", "Stats:"),
    paint("line", `${mean.toFixed(1)}Hz (${period.toFixed(1)}µs)`),
    paint("good", `Min: ${lowest.toFixed(1)}Hz`),
    paint("bad", `Max: ${highest.toFixed(1)}Hz`),
    paint("name", `N=${ticks}`),
  ].join(" ");
}

/** What sampling did and cost, after its end. */
function formatSamplerStatistics(statistics: Statistics, paint: Paint): string[] {
  const { samples, torn, failed, retries, late, missed, reads, bytesRead, cpu, time, stops, stopped } = statistics;
  const share = time > 0 ? ((100 * cpu) / time).toFixed(1) : "0.0";
  const rows: [string, string][] = [
    ["Whole samples:", `${samples}`],
    ["Torn, failed:", `${torn}, ${failed}`],
    ["Read again:", `${retries}`],
    ["Late, missed:", `${late}, ${missed}`],
    ["Read operations:", `${reads} (${(bytesRead / BYTES_PER_KB).toFixed(1)} KB)`],
    ["Threads held:", `${stops} times, ${(stopped / 1e6).toFixed(1)} ms`],
    ["Own CPU time:", `${(cpu / 1e6).toFixed(1)} ms (${share}%)`],
  ];
  const rule = paint("heading", "=".repeat(50));
  return ["", rule, paint("heading", "Sampler Statistics:"), ...rows.map(([name, value]) => `  ${name.padEnd(18)}${value}`)];
}

function rateBetween(from: Statistics, to: Statistics): number {
  return to.time > from.time ? ((to.ticks - from.ticks) * NS_PER_S) / (to.time - from.time) : 0;
}
