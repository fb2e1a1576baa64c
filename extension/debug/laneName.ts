import { describeStatus, describeStatusBriefly, listProcesses, type Lane, type Profile } from "../../sampler/profile";

/** A thread's or task's name in the Call Stack view; with its process where there are several, and what it does if asked. */
export function laneName(profile: Profile, lane: Lane, withStatus: boolean): string {
  const thread = profile.threads[lane.thread];
  const threadName = thread.name === "" ? `Thread ${thread.tid}` : thread.name;
  const parts = [
    ...(listProcesses(profile).length > 1 ? [`pid ${thread.process}`] : []),
    ...(thread.interpreter > 0 ? [`interpreter ${thread.interpreter}`] : []),
    lane.task === null ? threadName : `${lane.task} (task of ${threadName})`,
    ...(withStatus && lane.task === null ? [laneStatus(lane, describeStatusBriefly)] : []),
  ];
  return parts.join(" · ");
}

/** What a lane does, in words; all that is known unless `describe` says less. */
export function laneStatus(lane: Lane, describe = describeStatus): string {
  return lane.isCurrent ? describe(lane.status) : lane.task === null ? "does not count now" : "over";
}
