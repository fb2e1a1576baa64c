import type { DebugProtocol } from "@vscode/debugprotocol";
import * as path from "node:path";
import { CodeCategory, categoryOf, computeStackWeights, describeStatus, type Lane, type Profile, type StackWeights } from "../../sampler/profile";
import type { SourcePaths } from "../session/sourcePaths";
import { laneName } from "./laneName";

/** One line of a stack as the Call Stack view shows it. */
export interface SnapshotFrame {
  readonly lane: Lane;
  /** Row of the frame table; -1 where the thread had no Python frame. */
  readonly frame: number;
}

/** What every thread and task was doing at one moment. It stays as it is while sampling goes on. */
export class Snapshot {
  /** A frame's number for the protocol is its index plus 1. */
  private readonly frames: SnapshotFrame[] = [];
  private readonly framesOfLane = new Map<number, readonly DebugProtocol.StackFrame[]>();
  /** Of all lanes, up to this moment. */
  readonly samples: number;
  readonly weights: StackWeights;

  constructor(
    private readonly lanes: readonly Lane[],
    private readonly profile: Profile,
    private readonly paths: SourcePaths,
    private readonly projectRoots: readonly string[],
  ) {
    this.samples = profile.statistics.samples;
    this.weights = computeStackWeights(profile);
  }

  threads(): DebugProtocol.Thread[] {
    return this.lanes.map((lane) => ({ id: lane.id, name: laneName(this.profile, lane, true) }));
  }

  /** The lane to look at: `wanted` when it has frames, else the one that has the GIL, else the first that has frames. */
  focus(wanted: number | null): number {
    const seen = this.lanes.filter(({ stack, isCurrent }) => stack >= 0 && isCurrent);
    const busy = seen.find(({ status }) => describeStatus(status).includes("has the GIL"));
    return (seen.find(({ id }) => id === wanted) ?? busy ?? seen[0] ?? this.lanes[0]).id;
  }

  /** Frames of a lane, the leaf first. */
  stackTrace(laneId: number): readonly DebugProtocol.StackFrame[] {
    const known = this.framesOfLane.get(laneId);
    if (known !== undefined) return known;
    const lane = this.lanes.find(({ id }) => id === laneId);
    const made = lane === undefined ? [] : this.rowsOf(lane).map((frame) => this.add({ lane, frame }));
    this.framesOfLane.set(laneId, made);
    return made;
  }

  frame(id: number): SnapshotFrame | undefined {
    return this.frames[id - 1];
  }

  private rowsOf({ stack, isCurrent, task }: Lane): number[] {
    const { parent, frame } = this.profile.stacks;
    const rows: number[] = [];
    // Of a thread that is busy with its tasks, they have the frames.
    const isElsewhere = task === null && !isCurrent && this.lanes.some((lane) => lane.task !== null && lane.isCurrent);
    for (let node = isElsewhere ? -1 : stack; node >= 0; node = parent[node]) rows.push(frame[node]);
    return rows.length > 0 ? rows : [-1];
  }

  private add(frame: SnapshotFrame): DebugProtocol.StackFrame {
    const id = this.frames.push(frame);
    return frame.frame < 0 ? emptyFrame(id, frame.lane) : { id, column: 0, ...this.describe(frame.frame) };
  }

  private describe(row: number): Pick<DebugProtocol.StackFrame, "name" | "line" | "source" | "presentationHint"> {
    const { functions, frames, strings } = this.profile;
    const callee = frames.function[row];
    const name = strings[functions.name[callee]];
    const file = strings[functions.file[callee]];
    const category = categoryOf(file, functions.kind[callee], this.projectRoots);
    if (category === CodeCategory.Synthetic) return { name, line: 0, presentationHint: "label" };
    const isOwn = category === CodeCategory.Project;
    return {
      name,
      line: frames.line[row],
      source: this.source(file, isOwn),
      presentationHint: isOwn ? "normal" : "subtle",
    };
  }

  /** The editor opens the first frame whose source is not played down. */
  private source(file: string, isOwn: boolean): DebugProtocol.Source {
    const found = this.paths.resolve(file);
    const hint = isOwn ? {} : { presentationHint: "deemphasize" as const };
    return found === null ? { name: file, ...hint } : { name: path.basename(found), path: found, ...hint };
  }
}

function emptyFrame(id: number, lane: Lane): DebugProtocol.StackFrame {
  const name = lane.isCurrent ? "no Python frame" : lane.task === null && lane.stack >= 0 ? "busy with its tasks" : "not seen yet";
  return { id, name, line: 0, column: 0, presentationHint: "label" };
}
