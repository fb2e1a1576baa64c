import { ProfileWriter } from "../profile";
import { ThreadStatus } from "../wire";
import { longestNs } from "./clampNumber";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { readJsonFile } from "./jsonFile";
import { listIn, numberIn, recordOf, textIn } from "./jsonValues";
import { parseLane } from "./lanes";
import { numbersIn, type PackedNumbers } from "./packedNumbers";
import { parsePlace } from "./placeKeys";
import { FrameEvents, SampledStacks, speedscopeListFor } from "./speedscopeLists";
import { untimedNote, untimedNs } from "./untimed";

const nsOfUnit: Readonly<Record<string, number | undefined>> = {
  nanoseconds: 1,
  microseconds: 1e3,
  milliseconds: 1e6,
  seconds: 1e9,
  none: untimedNs,
};

/** A stack of the file as the profile has it; null when a frame is none of the file's. */
interface LaneStack {
  readonly row: number | null;
  /** The thread's name, where the stack tells it. */
  readonly lane: string;
}

const bareStack: LaneStack = { row: -1, lane: "" };
const unusableStack: LaneStack = { row: null, lane: "" };

const pySpyLane = /^(?:process \d+:".*"|thread \([^)]*\)(?:: (.*))?)$/s;

/** Reads a file of speedscope's own format, whoever wrote it; both kinds of profiles, `sampled` and `evented`. */
export async function readSpeedscope(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { value, problem } = await readJsonFile(chunks, speedscopeListFor);
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
    const { events, samples } = lane;
    if (lane.type === "evented") {
      if (events instanceof FrameEvents) this.readEvents(events, thread, scale);
    } else if (samples instanceof SampledStacks) {
      this.readSamples(samples, numbersIn(lane, "weights"), thread, scale);
    }
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

  private readSamples(samples: SampledStacks, weights: PackedNumbers, thread: number, scale: number): void {
    const stacks = samples.map<LaneStack>((caller = bareStack, frame) => this.stackOf(caller, frame));
    let time = 0;
    for (let index = 0; index < Math.min(samples.length, weights.length); index++) {
      const weight = Math.min(Math.round(Number(weights.at(index)) * scale), longestNs);
      const number = samples.at(index);
      const { row, lane } = number === null ? unusableStack : (stacks[number] ?? bareStack);
      if (lane !== "") this.writer.renameThread(thread, lane);
      if (row === null || !(weight >= 0)) this.unreadable++;
      else this.writer.addSamples(thread, row, ThreadStatus.Unknown, time, 1, weight);
      time += weight >= 0 ? weight : 0;
    }
    this.unreadable += Math.abs(samples.length - weights.length);
  }

  /** py-spy repeats the thread as a frame of each of its stacks; at first it may not know the thread's name. */
  private stackOf(caller: LaneStack, frame: number): LaneStack {
    const lane = this.laneFrames.get(frame);
    if (lane !== undefined) return { row: caller.row, lane: lane || caller.lane };
    const row = this.frameRows[frame];
    const isUsable = row !== undefined && caller.row !== null;
    return { row: isUsable ? this.writer.stack(caller.row, row) : null, lane: caller.lane };
  }

  private readEvents(events: FrameEvents, thread: number, scale: number): void {
    const stacks = [-1];
    let before: number | null = null;
    for (let index = 0; index < events.length; index++) {
      const event = events.event(index);
      const at = Math.min(Math.round((event.at ?? NaN) * scale), longestNs);
      const row = event.frame === null ? undefined : this.frameRows[event.frame];
      const stack = stacks[stacks.length - 1];
      if (!Number.isFinite(at) || row === undefined) {
        this.unreadable++;
        continue;
      }
      if (before !== null && at > before) {
        this.writer.addSamples(thread, stack, ThreadStatus.Unknown, before, 1, at - before);
      }
      before = Math.max(before ?? at, at);
      if (event.isOpen) stacks.push(this.writer.stack(stack, row));
      else if (stacks.length > 1) stacks.pop();
    }
  }
}
