import { ProfileWriter, type Thread } from "../profile";
import { ThreadStatus } from "../wire";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { isRawThread, processRawThread } from "./geckoRaw";
import { GeckoStates, type Span } from "./geckoSpans";
import { GeckoThreadStacks, noStack } from "./geckoThread";
import { shownProperties } from "./geckoWrite";
import { readJsonFile } from "./jsonFile";
import { listIn, recordOf, textIn } from "./jsonValues";
import { sampleWeightNs } from "./sampleTimes";

type Table = Record<string, unknown>;

/** Of processed profiles; later ones may have moved what we look for. */
const newestKnown = 70;
const nsPerMs = 1e6;

/** Reads what the Firefox Profiler opens: Firefox's own profiles (raw, processed), CPython's, samply's, ours. */
export async function readGecko(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { value, problem } = await readJsonFile(chunks);
  const file = recordOf(value);
  if (!Array.isArray(file.threads)) throw new FormatError("It holds no threads");
  const reader = new GeckoReader(new ProfileWriter(options), recordOf(file.meta));
  reader.readProcess(file);
  if (problem !== null) reader.notes.add(problem);
  return reader.finish();
}

class GeckoReader {
  readonly notes = new Set<string>();
  private readonly intervalUs: number;
  private readonly facts: ReadonlyMap<string, string>;
  private unreadable = 0;

  constructor(
    private readonly writer: ProfileWriter,
    meta: Table,
  ) {
    const interval = Number(meta.interval);
    this.intervalUs = interval > 0 ? Math.max(1, Math.round(interval * 1000)) : 1000;
    this.facts = factsOf(meta);
    const version = Number(meta.preprocessedProfileVersion ?? 0);
    if (version > newestKnown) this.notes.add(`Its format (${version}) is newer than what is known (${newestKnown}): parts may be missing.`);
  }

  /** Firefox's raw profiles have those of other processes within them. */
  readProcess(file: Table): void {
    const shared = recordOf(file.shared);
    listIn(file, "threads").map(recordOf).forEach((thread, index) => {
      this.readThread(isRawThread(thread) ? processRawThread(thread) : thread, shared, index);
    });
    for (const process of listIn(file, "processes")) this.readProcess(recordOf(process));
  }

  finish(): ReadProfile {
    if (this.unreadable > 0) this.notes.add(`${this.unreadable} samples were left out: their stacks or times are damaged.`);
    for (const [key, value] of this.facts) this.writer.setProperty(key, value);
    this.writer.setProperty("intervalNs", String(this.intervalUs * 1000));
    return { profile: this.writer.finish(), notes: [...this.notes] };
  }

  private readThread(thread: Table, shared: Table, index: number): void {
    const samples = recordOf(thread.samples);
    const unit = textIn(samples, "weightType") || "samples";
    if (unit !== "samples" && unit !== "tracing-ms") {
      this.notes.add(`A thread that counts ${unit} was left out: it holds no times.`);
      return;
    }
    if (listIn(samples, "stack").length === 0) return;
    const stacks = new GeckoThreadStacks(thread, shared, this.writer);
    const states = new GeckoStates(recordOf(thread.markers), (row) => stacks.text(row));
    this.readSamples(samples, stacks, states, threadOf(thread, index), unit === "tracing-ms");
  }

  private readSamples(samples: Table, stacks: GeckoThreadStacks, states: GeckoStates, thread: Thread, isWeighed: boolean): void {
    const row = this.writer.thread(thread);
    const main = thread.main ? ThreadStatus.MainThread : 0;
    const weights = listIn(samples, "weight");
    const times = timesOf(samples);
    let beforeUs = -1;
    listIn(samples, "stack").forEach((value, sample) => {
      const ms = times[sample];
      const stack = this.stackAt(value, ms, stacks, states);
      const weight = weights.length === 0 ? 1 : Number(weights[sample]);
      if (stack === noStack || !Number.isFinite(ms) || !(weight >= 0)) {
        this.unreadable++;
        return;
      }
      const timeUs = Math.round(ms * 1000);
      const measured = this.weigh(beforeUs < 0 ? -1 : timeUs - beforeUs);
      const [count, ns] = isWeighed ? [1, weight * nsPerMs] : [Math.round(weight), measured];
      if (count > 0) this.writer.addSamples(row, stack, states.statusAt(ms) | main, Math.max(0, timeUs) * 1000, count, Math.round(ns));
      beforeUs = timeUs;
    });
  }

  /** Others leave samples out of threads that do nothing: a gap is no time of the next sample's. */
  private weigh(deltaUs: number): number {
    return sampleWeightNs(deltaUs, this.intervalUs, this.facts.get("mode") ?? "cpu");
  }

  private stackAt(value: unknown, ms: number, stacks: GeckoThreadStacks, states: GeckoStates): number {
    if (value === null || value === undefined) return -1;
    const row = typeof value === "number" ? (stacks.rows[value] ?? noStack) : noStack;
    const opcode = states.opcodes.at(ms);
    const leaf = row < 0 ? null : stacks.leaf(Number(value));
    if (leaf === null || opcode === null || opcode.data.line !== leaf.place.line) return row;
    return this.writer.stack(leaf.parent, this.writer.frame(leaf.func, { ...leaf.place, opcode: this.opcodeOf(opcode) }));
  }

  private opcodeOf({ data }: Span): number {
    const base = textIn(data, "base_opname");
    const name = textIn(data, "opname").replace(` (${base})`, "");
    return this.writer.opcode(name, base || name, data.is_specialized === true);
  }
}

/** Milliseconds, absolute or each since the one before it. */
function timesOf(samples: Table): number[] {
  const times = listIn(samples, "time");
  if (times.length > 0) return times.map((time) => Number(time ?? NaN));
  let time = 0;
  return listIn(samples, "timeDeltas").map((delta) => (time += Number(delta)));
}

function threadOf(thread: Table, index: number): Thread {
  const tid = Number.parseInt(String(thread.tid), 10);
  const process = Number.parseInt(String(thread.pid), 10);
  const name = textIn(thread, "name");
  return {
    process: process >= 0 ? process : 0,
    tid: tid >= 0 && Number.isSafeInteger(tid) ? tid : index + 1,
    interpreter: 0,
    main: thread.isMainThread === true,
    name: name === `Thread-${tid}` ? "" : name,
  };
}

/** Properties that our writer put among the facts that the Firefox Profiler shows, and what others tell. */
function factsOf(meta: Table): Map<string, string> {
  const entries = listIn(recordOf(listIn(meta, "extra")[0]), "entries").map(recordOf);
  const own = entries.filter((entry) => shownProperties.includes(textIn(entry, "label")));
  const facts = new Map(own.map((entry) => [textIn(entry, "label"), textIn(entry, "value")]));
  const product = textIn(meta, "product");
  if (!facts.has("script") && product !== "") facts.set("script", product);
  return facts;
}
