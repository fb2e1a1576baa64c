import { PbfWriter } from "pbf";
import { isWhole, PairTable, StringInterner } from "../profile";
import type { Profile, Thread } from "../profile";
import { programTitle } from "./lanes";
import { MergedStacks } from "./mergedStacks";
import { shownFunction } from "./placeKeys";
import { commentKeys, Label, ProfileField } from "./pprofSchema";

const samplesOfPiece = 1000;

/** What was seen alike: a thread and a node of `stacks`, with all that its samples weigh. */
interface Totals {
  readonly keys: PairTable;
  readonly counts: number[];
  readonly weights: number[];
}

/** The profile as pprof's `profile.proto`, not yet packed. Samples come first; strings, which they number, last. */
export function* writePprof(profile: Profile, title: string): Iterable<Uint8Array> {
  const places = numberLocations(profile);
  const stacks = new MergedStacks(profile, places.keyOfFrame);
  const tables = new PprofOutput(profile, places.frameOfKey);
  const { keys, counts, weights } = sumSamples(profile, stacks);
  yield tables.head(title);
  for (let row = 0; row < keys.length; row++) {
    tables.sample(profile.threads[keys.first[row]], stacks.path(keys.second[row]).reverse(), [
      counts[row],
      weights[row],
    ]);
    if (row % samplesOfPiece === samplesOfPiece - 1) yield tables.take();
  }
  yield tables.take();
  yield tables.strings();
}

/** Frames that differ only in their instruction are at one location. */
function numberLocations({ frames }: Profile): { keyOfFrame: Int32Array; frameOfKey: number[] } {
  const [places, locations] = [new PairTable(), new PairTable()];
  const frameOfKey: number[] = [];
  const keyOfFrame = Int32Array.from({ length: frames.length }, (_, frame) => {
    const key = locations.intern(frames.function[frame], places.intern(frames.line[frame], frames.column[frame]));
    frameOfKey[key] ??= frame;
    return key;
  });
  return { keyOfFrame, frameOfKey };
}

function sumSamples(profile: Profile, stacks: MergedStacks): Totals {
  const totals: Totals = { keys: new PairTable(), counts: [], weights: [] };
  const { thread, stack, status, count, weight, length } = profile.runs;
  for (let run = 0; run < length; run++) {
    if (!isWhole(status[run], stack[run])) continue;
    const row = totals.keys.intern(thread[run], stacks.nodeOf[stack[run]]);
    totals.counts[row] = (totals.counts[row] ?? 0) + count[run];
    totals.weights[row] = (totals.weights[row] ?? 0) + weight[run];
  }
  return totals;
}

/** Writes functions and locations when samples first refer to them; equal ones are one. */
class PprofOutput {
  private out = new PbfWriter();
  private readonly texts = new StringInterner();
  private readonly functions = new Map<number, number>();
  private readonly locations = new Map<number, number>();

  constructor(
    private readonly profile: Profile,
    private readonly frameOfKey: readonly number[],
  ) {
    this.texts.intern("");
  }

  /** What is said of the profile as a whole. */
  head(title: string): Uint8Array {
    const { properties, statistics } = this.profile;
    const [mode, startedAt] = [properties.get("mode"), Date.parse(properties.get("startedAt") ?? "")];
    const time = mode === "cpu" ? "cpu" : "wall";
    this.valueType(ProfileField.SampleType, "samples", "count");
    this.valueType(ProfileField.SampleType, time, "nanoseconds");
    this.out.writeMessage(
      ProfileField.Mapping,
      (name: string, out) => this.writeMapping(name, out),
      programTitle(this.profile, title),
    );
    if (startedAt > 0) this.out.writeVarintField(ProfileField.TimeNanos, startedAt * 1e6);
    if (statistics.time > 0) this.out.writeVarintField(ProfileField.DurationNanos, statistics.time);
    const intervalNs = Number(properties.get("intervalNs"));
    if (intervalNs > 0) {
      this.valueType(ProfileField.PeriodType, time, "nanoseconds");
      this.out.writeVarintField(ProfileField.Period, intervalNs);
    }
    for (const key of commentKeys.filter((known) => properties.has(known))) {
      this.out.writeVarintField(ProfileField.Comment, this.texts.intern(`${key}: ${properties.get(key)}`));
    }
    this.out.writeVarintField(ProfileField.DefaultSampleType, this.texts.intern(time));
    return this.take();
  }

  /** `keys` of locations, the leaf's first. */
  sample(thread: Thread, keys: readonly number[], values: number[]): void {
    const locations = keys.map((key) => this.location(key));
    const write = (_: null, out: PbfWriter): void => {
      out.writePackedVarint(1, locations);
      out.writePackedVarint(2, values);
      this.label(out, Label.Process, thread.process);
      this.label(out, Label.Thread, thread.tid);
      if (thread.interpreter > 0) this.label(out, Label.Interpreter, thread.interpreter);
      if (thread.name !== "") this.label(out, Label.ThreadName, thread.name);
    };
    this.out.writeMessage(ProfileField.Sample, write, null);
  }

  /** What was written since the last time. */
  take(): Uint8Array {
    const bytes = this.out.finish();
    this.out = new PbfWriter();
    return bytes;
  }

  strings(): Uint8Array {
    for (const text of this.texts.values) this.out.writeStringField(ProfileField.StringTable, text);
    return this.take();
  }

  /** Ids are greater than zero. */
  private location(key: number): number {
    const known = this.locations.get(key);
    if (known !== undefined) return known;
    const id = this.locations.size + 1;
    this.locations.set(key, id);
    const frame = this.frameOfKey[key];
    const functionId = this.function(this.profile.frames.function[frame]);
    const write = (_: null, out: PbfWriter): void => {
      out.writeVarintField(1, id);
      out.writeVarintField(2, 1);
      out.writeMessage(4, (__: null, line: PbfWriter) => this.writeLine(functionId, frame, line), null);
    };
    this.out.writeMessage(ProfileField.Location, write, null);
    return id;
  }

  private writeLine(functionId: number, frame: number, out: PbfWriter): void {
    const [line, column] = [this.profile.frames.line[frame], this.profile.frames.column[frame] + 1];
    out.writeVarintField(1, functionId);
    if (line > 0) out.writeVarintField(2, line);
    if (column > 0) out.writeVarintField(3, column);
  }

  private function(row: number): number {
    const known = this.functions.get(row);
    if (known !== undefined) return known;
    const id = this.functions.size + 1;
    this.functions.set(row, id);
    const { name, file } = shownFunction(this.profile, row);
    const [nameText, fileText] = [this.texts.intern(name), this.texts.intern(file)];
    const write = (_: null, out: PbfWriter): void => {
      out.writeVarintField(1, id);
      out.writeVarintField(2, nameText);
      out.writeVarintField(3, nameText);
      out.writeVarintField(4, fileText);
      out.writeVarintField(5, this.profile.functions.firstLine[row]);
    };
    this.out.writeMessage(ProfileField.Function, write, null);
    return id;
  }

  private label(out: PbfWriter, key: string, value: string | number): void {
    const write = (_: null, label: PbfWriter): void => {
      label.writeVarintField(1, this.texts.intern(key));
      if (typeof value === "string") label.writeVarintField(2, this.texts.intern(value));
      else label.writeVarintField(3, value);
    };
    out.writeMessage(3, write, null);
  }

  private valueType(field: ProfileField, type: string, unit: string): void {
    const write = (_: null, out: PbfWriter): void => {
      out.writeVarintField(1, this.texts.intern(type));
      out.writeVarintField(2, this.texts.intern(unit));
    };
    this.out.writeMessage(field, write, null);
  }

  /** pprof shows its name as the program's; that it says what it has keeps tools from looking symbols up. */
  private writeMapping(name: string, out: PbfWriter): void {
    out.writeVarintField(1, 1);
    out.writeVarintField(5, this.texts.intern(name));
    for (const has of [7, 8, 9]) out.writeBooleanField(has, true);
  }
}
