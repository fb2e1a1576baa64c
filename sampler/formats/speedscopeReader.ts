import { ProfileWriter } from "../profile";
import { ThreadStatus } from "../wire";
import { longestNs } from "./clampNumber";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { readJsonFile } from "./jsonFile";
import { listIn, numberIn, recordOf, textIn } from "./jsonValues";
import { parseLane } from "./lanes";
import { parsePlace } from "./placeKeys";
import { untimedNote, untimedNs } from "./untimed";

const nsOfUnit: Readonly<Record<string, number | undefined>> = {
  nanoseconds: 1,
  microseconds: 1e3,
  milliseconds: 1e6,
  seconds: 1e9,
  none: untimedNs,
};

const pySpyLane = /^(?:process \d+:".*"|thread \([^)]*\)(?:: (.*))?)$/s;

/** Reads a file of speedscope's own format, whoever wrote it; both kinds of profiles, `sampled` and `evented`. */
export async function readSpeedscope(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { value, problem } = await readJsonFile(chunks);
  const file = recordOf(value);
  if (!Array.isArray(file.profiles)) throw new FormatError("It holds no profiles");
  const frames = listIn(recordOf(file.shared), "frames").map(recordOf);
  const reader = new SpeedscopeReader(
    new ProfileWriter(options),
    frames,
    textIn(file, "exporter").startsWith("py-spy@"),
  );
  for (const [index, lane] of listIn(file, "profiles").entries()) reader.readLane(recordOf(lane), index);
  if (problem !== null) reader.notes.add(problem);
  return reader.finish(file);
}

class SpeedscopeReader {
  readonly notes = new Set<string>();
  private readonly frameRows: readonly number[];
  /** Names of threads that are frames. */
  private readonly laneFrames = new Map<number, string>();
  private unreadable = 0;

  constructor(
    private readonly writer: ProfileWriter,
    frames: readonly Record<string, unknown>[],
    hasLaneFrames: boolean,
  ) {
    this.frameRows = frames.map((frame) => this.frameRow(frame));
    for (const [index, frame] of frames.entries()) {
      const match = pySpyLane.exec(textIn(frame, "name"));
      if (hasLaneFrames && match !== null && !frame.file) this.laneFrames.set(index, match[1] ?? "");
    }
  }

  readLane(lane: Record<string, unknown>, index: number): void {
    const unit = textIn(lane, "unit");
    const scale = nsOfUnit[unit];
    if (scale === undefined) {
      this.notes.add(`A profile in ${unit || "no unit"} was left out: it holds no times.`);
      return;
    }
    if (unit === "none") this.notes.add(untimedNote);
    const thread = this.writer.thread(parseLane(textIn(lane, "name"), index + 1));
    if (lane.type === "evented") this.readEvents(listIn(lane, "events"), thread, scale);
    else this.readSamples(listIn(lane, "samples"), listIn(lane, "weights"), thread, scale);
  }

  finish(file: Record<string, unknown>): ReadProfile {
    if (this.unreadable > 0)
      this.notes.add(`${this.unreadable} samples were left out: they name no frames of the file.`);
    const [name, exporter] = [textIn(file, "name"), textIn(file, "exporter")];
    if (name !== "") this.writer.setProperty("script", name);
    if (exporter !== "") this.writer.setProperty("tool", exporter);
    return { profile: this.writer.finish(), notes: [...this.notes] };
  }

  private frameRow(frame: Record<string, unknown>): number {
    const { name, file, kind } = parsePlace(textIn(frame, "name"), textIn(frame, "file"));
    const row = this.writer.function(name, file, 0, kind);
    return this.writer.frame(row, { line: numberIn(frame, "line", 0, 2 ** 31 - 1) });
  }

  private readSamples(samples: readonly unknown[], weights: readonly unknown[], thread: number, scale: number): void {
    let time = 0;
    for (let index = 0; index < Math.min(samples.length, weights.length); index++) {
      const weight = Math.min(Math.round(Number(weights[index]) * scale), longestNs);
      const frames = samples[index];
      const stack = Array.isArray(frames) ? this.stackRow(frames, thread) : null;
      if (stack === null || !(weight >= 0)) this.unreadable++;
      else this.writer.addSamples(thread, stack, ThreadStatus.Unknown, time, 1, weight);
      time += weight >= 0 ? weight : 0;
    }
    this.unreadable += Math.abs(samples.length - weights.length);
  }

  /** Null when a frame is none of the file's. */
  private stackRow(frames: readonly unknown[], thread: number): number | null {
    let stack = -1;
    for (const frame of frames) {
      if (this.skipLane(frame, thread)) continue;
      const row = this.rowOf(frame);
      if (row === undefined) return null;
      stack = this.writer.stack(stack, row);
    }
    return stack;
  }

  /** py-spy repeats the thread as a frame of each of its stacks; at first it may not know the thread's name. */
  private skipLane(frame: unknown, thread: number): boolean {
    const name = typeof frame === "number" ? this.laneFrames.get(frame) : undefined;
    if (name) this.writer.renameThread(thread, name);
    return name !== undefined;
  }

  private rowOf(frame: unknown): number | undefined {
    return typeof frame === "number" ? this.frameRows[frame] : undefined;
  }

  private readEvents(events: readonly unknown[], thread: number, scale: number): void {
    const stacks = [-1];
    let before: number | null = null;
    for (const event of events.map(recordOf)) {
      const at = Math.min(Math.round(Number(event.at) * scale), longestNs);
      const row = this.rowOf(event.frame);
      const stack = stacks[stacks.length - 1];
      if (!Number.isFinite(at) || row === undefined) {
        this.unreadable++;
        continue;
      }
      if (before !== null && at > before) {
        this.writer.addSamples(thread, stack, ThreadStatus.Unknown, before, 1, at - before);
      }
      before = Math.max(before ?? at, at);
      if (event.type === "O") stacks.push(this.writer.stack(stack, row));
      else if (stacks.length > 1) stacks.pop();
    }
  }
}
