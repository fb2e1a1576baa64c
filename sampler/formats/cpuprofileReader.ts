import { ProfileWriter } from "../profile";
import { ThreadStatus } from "../wire";
import { clampNumber, longestNs } from "./clampNumber";
import { CpuprofileNodes, type StackNode } from "./cpuprofileNodes";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import type { ListFor } from "./jsonBuilder";
import { readJsonFile } from "./jsonFile";
import { recordOf } from "./jsonValues";
import { numbersIn, PackedNumbers } from "./packedNumbers";
import { untimedNote, untimedNs } from "./untimed";

const listFor: ListFor = (owner, key) =>
  owner === "" && (key === "samples" || key === "timeDeltas") ? new PackedNumbers() : null;

/** Reads V8's CPU profiles: ours, those of Node.js, of Chrome and of VS Code. */
export async function readCpuprofile(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { value, problem } = await readJsonFile(chunks, listFor);
  const file = recordOf(value);
  if (!Array.isArray(file.nodes)) throw new FormatError("It holds no list of nodes");
  const writer = new ProfileWriter(options);
  const nodes = new CpuprofileNodes(writer, file.nodes.map(recordOf));
  const notes = problem === null ? [] : [problem];
  if (numbersIn(file, "timeDeltas").length > 0) notes.push(...readSamples(writer, nodes, file));
  else notes.push(...readHits(writer, nodes));
  return { profile: writer.finish(), notes };
}

/** When a sample was taken: ns since the recording's start, never going back. */
class SampleClock {
  private now = 0;
  private time = 0;

  /** `deltaUs` as the file has it. */
  advance(deltaUs: number | null): number {
    this.now += clampNumber(Math.round(Number(deltaUs) * 1000) || 0, -longestNs, longestNs);
    return (this.time = Math.max(this.now, this.time));
  }

  /** When the recording ended. */
  finish({ startTime, endTime }: Record<string, unknown>): number {
    return Math.max(this.time, clampNumber(Math.round((Number(endTime) - Number(startTime)) * 1000), 0, longestNs));
  }
}

/** A node that samples name. */
interface SampledNode {
  readonly node: StackNode | null;
  /** How often the file's list of samples names it. */
  listed: number;
  isSeen: boolean;
}

/** A sample lasts until the next one. */
function readSamples(writer: ProfileWriter, nodes: CpuprofileNodes, file: Record<string, unknown>): string[] {
  const [samples, deltas] = [numbersIn(file, "samples"), numbersIn(file, "timeDeltas")];
  const sampled = countSamples(nodes, samples);
  const starts = new Map<number, number>();
  const clock = new SampleClock();
  const timed = Math.min(samples.length, deltas.length);
  let unreadable = samples.length - timed;
  let time = clock.advance(deltas.at(0));
  for (let index = 0; index < timed; index++) {
    const next = index + 1 < deltas.length ? clock.advance(deltas.at(index + 1)) : clock.finish(file);
    const entry = sampled.get(samples.at(index))!;
    const { node } = entry;
    if (node === null) {
      unreadable++;
    } else if (node.thread >= 0) {
      // Samples that the node has beyond those that are listed were merged with the first of these.
      const count = entry.isSeen ? 1 : Math.max(node.hits - entry.listed + 1, 1);
      if (!starts.has(node.thread)) starts.set(node.thread, time);
      const start = time - starts.get(node.thread)!;
      writer.addSamples(node.thread, takeLine(node, count), ThreadStatus.Unknown, start, count, next - time);
    }
    entry.isSeen = true;
    time = next;
  }
  return unreadable > 0
    ? [`${unreadable} samples were left out: the file does not tell their stack or their time.`]
    : [];
}

/** By the nodes' ids. */
function countSamples(nodes: CpuprofileNodes, samples: PackedNumbers): Map<number | null, SampledNode> {
  const sampled = new Map<number | null, SampledNode>();
  for (let index = 0; index < samples.length; index++) {
    const id = samples.at(index);
    const known = sampled.get(id);
    if (known !== undefined) known.listed++;
    else sampled.set(id, { node: nodes.find(id), listed: 1, isSeen: false });
  }
  return sampled;
}

/** The stack at the next line that still has samples. Which of a function's samples saw which line, no file tells. */
function takeLine({ lines, stack }: StackNode, count: number): number {
  const line = lines.find(({ ticks }) => ticks > 0);
  if (line === undefined) return stack;
  line.ticks -= Math.min(count, line.ticks);
  return line.stack;
}

/** Of files without times. */
function readHits(writer: ProfileWriter, nodes: CpuprofileNodes): string[] {
  for (const id of nodes.ids()) {
    const { thread, stack, hits } = nodes.find(id) ?? { thread: 0, stack: -1, hits: 0 };
    if (hits > 0 && stack >= 0) writer.addSamples(thread, stack, ThreadStatus.Unknown, 0, hits, hits * untimedNs);
  }
  return [untimedNote];
}
