import type { Profile } from "../profile";
import type { Format, WriteContext } from "./format";
import { programTitle } from "./lanes";
import { lostDetails } from "./losses";
import { lanesOf, MergedStacks, type Lane } from "./mergedStacks";
import { joined, separated } from "./pieces";
import { shownFunction } from "./placeKeys";

export const chromeTraceFormat: Format = {
  id: "chrome-trace",
  option: "--chrome-trace",
  extension: "trace.json",
  description: "Chrome's trace events, for Perfetto (https://ui.perfetto.dev) and chrome://tracing: a track a thread",
  defaultName: (pid) => `profile_${pid}.trace.json`,
  needsTimeline: true,
  write: (profile, context) => joined(traceParts(profile, context)),
  loses: (profile) => [...lostDetails(profile), "lines", "numbers of samples"],
};

/** Functions are slices that last as long as samples in a row have them, whatever their lines. */
function* traceParts(profile: Profile, { title }: WriteContext): Iterable<string> {
  const stacks = new MergedStacks(profile, profile.frames.function);
  const functions = Array.from({ length: profile.functions.length }, (_, row) => functionText(profile, row));
  yield '{"displayTimeUnit":"ns","traceEvents":[\n';
  yield* separated(events(profile, title, stacks, functions), ",\n");
  yield "\n]}\n";
}

function* events(
  profile: Profile,
  title: string,
  stacks: MergedStacks,
  functions: readonly string[],
): Iterable<string> {
  const lanes = lanesOf(profile, stacks, true);
  for (const process of new Set(lanes.map(({ thread }) => profile.threads[thread].process))) {
    yield JSON.stringify({
      ph: "M",
      name: "process_name",
      pid: process,
      tid: 0,
      args: { name: programTitle(profile, title) },
    });
  }
  for (const lane of lanes) {
    const { process: pid, tid, name } = profile.threads[lane.thread];
    if (name !== "") yield JSON.stringify({ ph: "M", name: "thread_name", pid, tid, args: { name } });
    yield* laneEvents(lane, stacks, functions, `"pid":${pid},"tid":${tid}`);
  }
}

/** Slices' ends and beginnings, in the order of time. A thread's samples follow each other. */
function* laneEvents(lane: Lane, stacks: MergedStacks, functions: readonly string[], track: string): Iterable<string> {
  const open: number[] = [];
  let now = lane.start;
  for (const [run, node] of lane.node.entries()) {
    const path = stacks.path(node);
    const shared = sharedLength(open, path);
    while (open.length > shared) yield `{"ph":"E",${functions[open.pop()!]},"ts":${now / 1000},${track}}`;
    for (const key of path.slice(shared)) {
      open.push(key);
      yield `{"ph":"B",${functions[key]},"ts":${now / 1000},${track}}`;
    }
    now += lane.weight[run];
  }
  while (open.length > 0) yield `{"ph":"E",${functions[open.pop()!]},"ts":${now / 1000},${track}}`;
}

function sharedLength(one: readonly number[], other: readonly number[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length++;
  return length;
}

/** What a function's slices say of it. */
function functionText(profile: Profile, row: number): string {
  const { name, file } = shownFunction(profile, row);
  const line = profile.functions.firstLine[row];
  const args = { ...(file && { file }), ...(line > 0 && { line }) };
  return JSON.stringify({ name, cat: "python", ...(Object.keys(args).length > 0 && { args }) }).slice(1, -1);
}
