import { ProfileWriter } from "../profile";
import { ThreadStatus } from "../wire";
import { clampNumber, longestNs } from "./clampNumber";
import { damagedNote, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { parsePlace } from "./placeKeys";
import type { PprofLocation } from "./pprofMessages";
import { commentKeys, Label, ProfileField } from "./pprofSchema";
import { PprofTables } from "./pprofTables";
import { FieldSplitter } from "./protobufFields";
import { untimedNote } from "./untimed";

const largestLine = 2 ** 31 - 1;

/** Reads pprof's `profile.proto` (unpacked) of any tool that measures times or counts samples. */
export async function readPprof(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const tables = new PprofTables();
  const splitter = new FieldSplitter();
  for await (const field of splitter.split(chunks)) tables.add(field);
  return new PprofConversion(tables, new ProfileWriter(options), splitter.isCut).convert();
}

/** Makes a profile of a file's tables when all of them are there. */
class PprofConversion {
  private readonly threads = new Map<number, number>();
  private readonly threadRows = new Map<string, number>();
  private readonly time: number[] = [];

  constructor(
    private readonly tables: PprofTables,
    private readonly writer: ProfileWriter,
    /** Whether something is missing; what refers to rows that are not there says so too. */
    private isCut: boolean,
  ) {}

  convert(): ReadProfile {
    const { tables } = this;
    const notes: string[] = [];
    const measures = tables.measures();
    const stacks = this.convertStacks();
    let isSkewed = 0;
    for (const { stack, labelSet, values } of tables.samples) {
      const weight = Math.round((values[measures.time < 0 ? measures.count : measures.time] ?? 0) * measures.nsOfTime);
      const count = clampNumber(values[measures.count] ?? 1, 0, 2 ** 32 - 1);
      if (weight >= 0)
        this.addSample(this.thread(labelSet), stack < 0 ? -1 : stacks[stack], count, Math.min(weight, longestNs));
      else isSkewed++;
    }
    if (measures.time < 0) notes.push(untimedNote);
    if (isSkewed > 0) notes.push(`${isSkewed} samples were left out: they weigh less than nothing.`);
    if (tables.unreadable > 0) notes.push(`${tables.unreadable} parts of the file could not be understood.`);
    this.convertFacts();
    if (this.isCut) notes.push(damagedNote);
    return { profile: this.writer.finish(), notes };
  }

  /** The file does not tell when a sample was taken: those of a thread are taken to come one after the other. */
  private addSample(thread: number, stack: number, count: number, weight: number): void {
    const start = (this.time[thread] ??= 0);
    this.writer.addSamples(thread, stack, ThreadStatus.Unknown, start, count, weight);
    this.time[thread] += weight;
  }

  private convertStacks(): Int32Array {
    const { first: parents, second: places, length } = this.tables.stacks;
    const frames = this.tables.locationIds.map((id) => this.framesOf(id, this.tables.locations.get(id)));
    const rows = new Int32Array(length);
    for (let stack = 0; stack < length; stack++) {
      let row = parents[stack] < 0 ? -1 : rows[parents[stack]];
      for (const frame of frames[places[stack]]) row = this.writer.stack(row, frame);
      rows[stack] = row;
    }
    return rows;
  }

  /** Callers first. */
  private framesOf(id: number, location: PprofLocation | undefined): number[] {
    const lines = location?.lines ?? [];
    this.isCut ||= location === undefined;
    if (lines.length > 0) return lines.map((line) => this.frameOf(line)).reverse();
    const name = location && location.address > 0 ? `0x${location.address.toString(16)}` : `location ${id}`;
    return [this.writer.frame(this.writer.function(name, "~", 0), { line: 0 })];
  }

  private frameOf({ function: id, line, column }: PprofLocation["lines"][number]): number {
    const { tables, writer } = this;
    const found = tables.functions.get(id);
    const [name, file] = [this.text(found?.name ?? 0) || `function ${id}`, this.text(found?.file ?? 0)];
    const place = parsePlace(name, file);
    this.isCut ||= found === undefined;
    const row = writer.function(place.name, place.file, clampNumber(found?.firstLine ?? 0, 0, largestLine), place.kind);
    return writer.frame(row, {
      line: clampNumber(line, 0, largestLine),
      column: clampNumber(column, 0, largestLine) - 1,
    });
  }

  private text(number: number): string {
    this.isCut ||= number >= this.tables.strings.length;
    return this.tables.text(number);
  }

  private thread(labelSet: number): number {
    let row = this.threads.get(labelSet);
    if (row === undefined) this.threads.set(labelSet, (row = this.threadOf(labelSet)));
    return row;
  }

  /** Row of the thread that labels tell; those that differ in other labels are one. */
  private threadOf(labelSet: number): number {
    const labels = this.tables.labelSets[labelSet].map(({ key, text, number }) => {
      return [this.text(key).replaceAll("_", " "), this.text(text) || number] as const;
    });
    const find = (...keys: string[]) => labels.find(([key]) => keys.includes(key))?.[1];
    const numberOf = (...keys: string[]) => clampNumber(Number(find(...keys)), 0, Number.MAX_SAFE_INTEGER);
    const name = String(find(Label.ThreadName, "thread") ?? "");
    const thread = {
      process: numberOf(Label.Process, "pid"),
      tid: numberOf(Label.Thread, "tid"),
      interpreter: numberOf(Label.Interpreter),
      main: name === "MainThread",
      name,
    };
    const key = JSON.stringify(Object.values(thread));
    if (!this.threadRows.has(key)) this.threadRows.set(key, this.writer.thread(thread));
    return this.threadRows.get(key)!;
  }

  private convertFacts(): void {
    const { tables, writer } = this;
    const startedMs = tables.number(ProfileField.TimeNanos) / 1e6;
    const [duration, period] = [tables.number(ProfileField.DurationNanos), tables.number(ProfileField.Period)];
    if (tables.mainFile !== "") writer.setProperty("script", tables.mainFile);
    if (startedMs > 0 && startedMs < 8.64e15)
      writer.setProperty("startedAt", new Date(Math.round(startedMs)).toISOString());
    if (duration > 0) writer.setStatistics({ time: duration });
    if (period > 0) writer.setProperty("intervalNs", String(period));
    if (period > 0) writer.setProperty("rate", String(1e9 / period));
    for (const comment of tables.comments.map((number) => tables.text(number))) {
      const [key, ...value] = comment.split(": ");
      if (commentKeys.includes(key)) writer.setProperty(key, value.join(": "));
    }
  }
}
