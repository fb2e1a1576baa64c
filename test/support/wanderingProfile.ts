import { ProfileWriter, type Profile } from "../../sampler/profile";
import { ThreadStatus } from "../../sampler/wire";

/** How large a made-up profile is. */
export interface ProfileShape {
  readonly samples: number;
  readonly stacks: number;
  readonly threads: number;
}

const functions = 2_000;
const maxDepth = 60;
const intervalNs = 1e6;

/** Threads that wander through a tree of stacks: they stay, return, call. */
export function wanderingProfile({ samples, stacks, threads }: ProfileShape): Profile {
  const random = randomFrom(1);
  const writer = new ProfileWriter({ timeline: true });
  const tree = growTree(writer, stacks, random);
  const places = Array.from({ length: threads }, (_, row) => {
    writer.thread({ process: 1000, tid: 1000 + row, interpreter: 0, main: row === 0, name: "" });
    return 0;
  });
  for (let sample = 0; sample < samples; sample++) {
    const thread = sample % threads;
    if (random() > 0.3) places[thread] = step(tree, places[thread], random);
    const status = thread === 0 ? ThreadStatus.HasGil | ThreadStatus.MainThread : ThreadStatus.Unknown;
    writer.addSamples(thread, places[thread], status, Math.floor(sample / threads) * intervalNs, 1, intervalNs);
  }
  writer.setProperty("intervalNs", String(intervalNs));
  writer.setProperty("mode", "wall");
  return writer.finish();
}

interface Tree {
  readonly parent: number[];
  readonly children: number[][];
}

function growTree(writer: ProfileWriter, stacks: number, random: () => number): Tree {
  const tree: Tree = { parent: [], children: [] };
  const depth: number[] = [];
  while (tree.parent.length < stacks) {
    const above = tree.parent.length < 1 ? -1 : Math.floor(random() ** 0.5 * tree.parent.length);
    if (above >= 0 && depth[above] >= maxDepth) continue;
    const row = writer.stack(above, frameOf(writer, Math.floor(random() * functions), 1 + Math.floor(random() * 5)));
    if (row < tree.parent.length) continue;
    tree.parent.push(above);
    tree.children.push([]);
    depth.push(above < 0 ? 1 : depth[above] + 1);
    if (above >= 0) tree.children[above].push(row);
  }
  return tree;
}

function frameOf(writer: ProfileWriter, number: number, line: number): number {
  const row = writer.function(`package.module_${number % 200}.function_${number}`, `/srv/app/module_${number % 200}.py`, 0);
  return writer.frame(row, { line: number + line, endLine: number + line, column: 4, endColumn: 20 });
}

function step({ parent, children }: Tree, place: number, random: () => number): number {
  const below = children[place];
  if (below.length === 0 || (random() < 0.35 && parent[place] >= 0)) return parent[place];
  return below[Math.floor(random() * below.length)];
}

/** The same numbers of 0 … 1 each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
