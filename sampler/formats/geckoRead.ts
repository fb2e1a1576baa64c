import { ProfileWriter, type Thread } from "../profile";
import { ThreadStatus } from "../wire";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { geckoListFor } from "./geckoLists";
import { isRawThread, processRawThread } from "./geckoRaw";
import { GeckoStates } from "./geckoSpans";
import { GeckoThreadStacks, noStack } from "./geckoThread";
import { shownProperties } from "./geckoWrite";
import { readJsonFile } from "./jsonFile";
import { listIn, recordOf, textIn } from "./jsonValues";
import { numbersIn, type PackedNumbers } from "./packedNumbers";
import { sampleWeightNs } from "./sampleTimes";

type Table = Record<string, unknown>;

/** Of processed profiles; later ones may have moved what we look for. */
const newestKnown = 70;
const nsPerMs = 1e6;

/** Reads what the Firefox Profiler opens: Firefox's own profiles (raw, processed), CPython's, samply's, ours. */
export async function readGecko(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { value, problem } = await readJsonFile(chunks, geckoListFor);
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
    if (numbersIn(samples, "stack").length === 0) return;
    const stacks = new GeckoThreadStacks(thread, shared, this.writer);
    const states = new GeckoStates(recordOf(thread.markers), (row) => stacks.text(row));
    this.readSamples(samples, stacks, states, threadOf(thread, index), unit === "tracing-ms");
  }

  private readSamples(samples: Table, stacks: GeckoThreadStacks, states: GeckoStates, thread: Thread, isWeighed: boolean): void {
    const row = this.writer.thread(thread);
    const main = thread.main ? ThreadStatus.MainThread : 0;
    const [rows, weights] = [numbersIn(samples, "stack"), numbersIn(samples, "weight")];
    const clock = new SampleClock(samples);
    let beforeUs = -1;
    for (let sample = 0; sample < rows.length; sample++) {
      const ms = clock.at(sample);
      const stack = this.stackAt(rows.at(sample), ms, stacks, states);
      const weight = weights.length === 0 ? 1 : Number(weights.at(sample));
      if (stack === noStack || !Number.isFinite(ms) || !(weight >= 0)) {
        this.unreadable++;
        continue;
      }
      const timeUs = Math.round(ms * 1000);
      const measured = this.weigh(beforeUs < 0 ? -1 : timeUs - beforeUs);
      const [count, ns] = isWeighed ? [1, weight * nsPerMs] : [Math.round(weight), measured];
      if (count > 0) this.writer.addSamples(row, stack, states.statusAt(ms) | main, Math.max(0, timeUs) * 1000, count, Math.round(ns));
      beforeUs = timeUs;
    }
  }

  /** Others leave samples out of threads that do nothing: a gap is no time of the next sample's. */
  private weigh(deltaUs: number): number {
    return sampleWeightNs(deltaUs, this.intervalUs, this.facts.get("mode") ?? "cpu");
  }

  private stackAt(value: number | null, ms: number, stacks: GeckoThreadStacks, states: GeckoStates): number {
    if (value === null) return -1;
    const row = stacks.rows[value] ?? noStack;
    const instruction = states.instructionAt(ms);
    const leaf = row < 0 ? null : stacks.leaf(value);
    if (leaf === null || instruction === null || instruction.line !== leaf.place.line) return row;
    const opcode = this.writer.opcode(instruction.name, instruction.base, instruction.isSpecialized);
    return this.writer.stack(leaf.parent, this.writer.frame(leaf.func, { ...leaf.place, opcode }));
  }
}

/** When samples were taken, asked for one after the other: the file has times, or each one's since the one before it. */
class SampleClock {
  private readonly times: PackedNumbers;
  private readonly deltas: PackedNumbers;
  private now = 0;

  constructor(samples: Table) {
    this.times = numbersIn(samples, "time");
    this.deltas = numbersIn(samples, "timeDeltas");
  }

  /** In ms; NaN when the file does not tell. */
  at(sample: number): number {
    if (this.times.length > 0) return this.times.at(sample) ?? NaN;
    return sample < this.deltas.length ? (this.now += Number(this.deltas.at(sample))) : NaN;
  }
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
