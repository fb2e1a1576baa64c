import type { Sink } from "../host/sink";
import type { SamplingOptions } from "./options";

/** What the view in the terminal (`--live`) is told when it opens. */
export interface LiveStart {
  readonly pid: number;
  /** What people call the program. */
  readonly title: string;
  readonly sampling: SamplingOptions;
  /** To be called when the person leaves while sampling goes on: it ends then, and a launched program with it. */
  readonly onQuit: () => void;
}

/**
 * Opens the view: a sink that gets the recording as it grows and owns the terminal. Its `close` is called when sampling
 * is over; it resolves when the person has left, with the terminal as it was before.
 */
export type OpenLiveView = (start: LiveStart) => Sink;
