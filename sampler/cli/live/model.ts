import type { Profile, Statistics } from "../../profile";
import { Figures } from "./figures";
import { FrameKeys } from "./frameKeys";
import { everything, isInLane, Lanes, type Lane } from "./lanes";
import { Tally } from "./tally";
import { PathNumbers } from "./treeList";

/** What the live view knows: a profile that grows, looked at from the last reset to the last refresh. */
export class LiveModel {
  readonly paths = new PathNumbers();
  lanes: Lanes;
  /** Of the latest refresh, and the one before it. */
  figures: Figures;
  before: Figures | null = null;
  private readonly lineKeys: FrameKeys;
  private firstRun = 0;
  private end = 0;
  private base: Statistics;
  private statistics: Statistics;
  private lane = everything;
  private tally: Tally;

  constructor(readonly profile: Profile) {
    this.lineKeys = new FrameKeys(profile);
    this.base = this.statistics = profile.statistics;
    this.lanes = new Lanes(profile, 0);
    this.tally = this.newTally();
    this.figures = this.newFigures();
  }

  /** Takes in what has come since the last time. */
  refresh(): void {
    this.end = this.profile.runs.length;
    this.statistics = this.profile.statistics;
    this.lanes.update(this.end);
    this.before = this.figures;
    this.tally.update(this.end);
    this.figures = this.newFigures();
  }

  /** Looks at other samples, of the same time. */
  look(lane: Lane): void {
    if (lane.process === this.lane.process && lane.thread === this.lane.thread) return;
    this.lane = lane;
    this.tally = this.newTally();
    this.tally.update(this.end);
    this.before = null;
    this.figures = this.newFigures();
  }

  /** Forgets everything up to now. */
  reset(): void {
    this.firstRun = this.end = this.profile.runs.length;
    this.base = this.statistics = this.profile.statistics;
    this.lane = everything;
    this.lanes = new Lanes(this.profile, this.firstRun);
    this.tally = this.newTally();
    this.before = null;
    this.figures = this.newFigures();
  }

  private newTally(): Tally {
    return new Tally(this.profile, (thread) => isInLane(this.profile, this.lane, thread), this.firstRun);
  }

  private newFigures(): Figures {
    return new Figures(this.profile, this.tally, this.lineKeys, this.base, this.statistics);
  }
}
