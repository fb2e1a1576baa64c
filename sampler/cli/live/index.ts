import type { Printed } from "../../host/launch";
import type { SamplingOptions } from "../options";
import { LiveView, type LiveStart } from "./liveView";
import { ProgramOutput } from "./programOutput";

export type { LiveView } from "./liveView";

/** What the view is to know and may do, besides what was asked of sampling. */
export interface LiveOpening extends Pick<LiveStart, "pid" | "title" | "onLeave" | "onInterrupt"> {
  /** What the program prints, when it was started here; null for one that was attached to. */
  readonly printed: Printed | null;
}

/** Takes the terminal for the view of `--live`; `checkTerminal` has said that there is one. */
export function openLiveView({ intervalNs, view }: SamplingOptions, { printed, ...opening }: LiveOpening): LiveView {
  const output = printed && new ProgramOutput(printed.stdout, printed.stderr);
  return new LiveView({ ...opening, intervalNs, mode: view.mode, opcodes: view.opcodes, output });
}
