import { PairTable } from "../profile";
import type { Profile } from "../profile";
import { readCpuprofile } from "./cpuprofileReader";
import { fileUrl } from "./fileUrl";
import type { Format } from "./format";
import { headText } from "./jsonFile";
import { laneName } from "./lanes";
import { lostDetails } from "./losses";
import { lanesOf, MergedStacks, type Lane } from "./mergedStacks";
import { joined, separated } from "./pieces";
import { numberPlaces, type ShownPlace } from "./placeKeys";

export const cpuprofileFormat: Format = {
  id: "cpuprofile",
  option: "--cpuprofile",
  extension: "cpuprofile",
  description: "V8's CPU profile, for VS Code's own viewer and Chrome's: threads one after the other",
  defaultName: (pid) => `profile_${pid}.cpuprofile`,
  needsTimeline: true,
  write: (profile) => joined(cpuprofileParts(profile)),
  loses: (profile) => {
    const threads = new Set(profile.runs.thread.subarray(0, profile.runs.length)).size;
    return [...lostDetails(profile), ...(threads > 1 ? ["what threads did at the same time"] : [])];
  },
  recognises: (head) => {
    const text = headText(head);
    return /^\{\s*"(nodes|startTime|endTime|head)":/.test(text) && text.includes('"callFrame"');
  },
  read: readCpuprofile,
};

/** What a node shows: a place in the code, or a thread that has it below. */
interface Shown {
  readonly callFrame: object;
  /** 1-based; 0 for none. */
  readonly line: number;
}

/** The tree that such a file is. Its nodes have ids from 1, the root's; `key` numbers what they show. */
class NodeTree {
  readonly nodes = [{ key: -1, children: [] as number[], hits: 0 }];
  private readonly pairs = new PairTable();

  /** Id of the node that `key` has below another. */
  child(parent: number, key: number): number {
    const id = this.pairs.intern(parent, key) + 2;
    if (id > this.nodes.length) {
      this.nodes.push({ key, children: [], hits: 0 });
      this.nodes[parent - 1].children.push(id);
    }
    return id;
  }
}

/**
 * With several threads each has a node below the root, and its samples stand behind those of the thread before.
 * V8 takes a sample's time to last until the next one, so an empty one ends the file.
 */
function* cpuprofileParts(profile: Profile): Iterable<string> {
  const { places, keyOfFrame } = numberPlaces(profile);
  const stacks = new MergedStacks(profile, keyOfFrame);
  const lanes = lanesOf(profile, stacks);
  const tree = new NodeTree();
  const ids = lanes.map((lane, index) =>
    addLane(tree, stacks, lane, lanes.length > 1 ? tree.child(1, places.length + index) : 1),
  );
  const threads = lanes.map(({ thread }) => ({ callFrame: bareFrame(laneName(profile.threads[thread])), line: 0 }));
  yield '{"nodes":[\n';
  yield* separated(nodeTexts(tree, [...places.map(shownPlace), ...threads]), ",\n");
  const total = lanes.reduce((sum, { weight }) => weight.reduce((before, each) => before + each, sum), 0);
  yield `\n],\n"startTime":0,"endTime":${microseconds(total)},\n"samples":[`;
  for (const laneIds of ids) for (const id of laneIds) yield `${id},`;
  yield '1],\n"timeDeltas":[0';
  for (const { weight } of lanes) for (const each of weight) yield `,${microseconds(each)}`;
  yield "]}\n";
}

/** Ids of the nodes that a lane's samples saw, below `top`. */
function addLane(tree: NodeTree, stacks: MergedStacks, lane: Lane, top: number): number[] {
  const ids = new Map<number, number>();
  return lane.node.map((node, run) => {
    let id = ids.get(node);
    if (id === undefined) ids.set(node, (id = stacks.path(node).reduce((parent, key) => tree.child(parent, key), top)));
    tree.nodes[id - 1].hits += lane.count[run];
    return id;
  });
}

function* nodeTexts({ nodes }: NodeTree, shown: readonly Shown[]): Iterable<string> {
  for (const [index, { key, children, hits }] of nodes.entries()) {
    const { callFrame, line } = shown[key] ?? { callFrame: bareFrame("(root)"), line: 0 };
    // A line without hits tells where a caller was: V8 has no other place for that.
    const positionTicks = line > 0 ? { positionTicks: [{ line, ticks: hits }] } : {};
    yield JSON.stringify({ id: index + 1, callFrame, hitCount: hits, children, ...positionTicks });
  }
}

function shownPlace({ name, file, firstLine, line }: ShownPlace): Shown {
  return { callFrame: { ...bareFrame(name), url: fileUrl(file), lineNumber: firstLine - 1 }, line };
}

function bareFrame(functionName: string): object {
  return { functionName, scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 };
}

/** Exact: thousandths of a microsecond are nanoseconds. */
function microseconds(ns: number): number {
  return ns / 1000;
}
