import { ProfileWriter } from "../profile";
import { ThreadStatus } from "../wire";
import { clampNumber, longestNs } from "./clampNumber";
import { CpuprofileNodes, type StackNode } from "./cpuprofileNodes";
import { FormatError, type Chunks, type ReadOptions, type ReadProfile } from "./format";
import { readJsonFile } from "./jsonFile";
import { listIn, recordOf } from "./jsonValues";
import { untimedNote, untimedNs } from "./untimed";

/** Reads V8's CPU profiles: ours, those of Node.js, of Chrome and of VS Code. */
export async function readCpuprofile(chunks: Chunks, options: ReadOptions): Promise<ReadProfile> {
  const { value, problem } = await readJsonFile(chunks);
  const file = recordOf(value);
  if (!Array.isArray(file.nodes)) throw new FormatError("It holds no list of nodes");
  const writer = new ProfileWriter(options);
  const nodes = new CpuprofileNodes(writer, file.nodes.map(recordOf));
  const notes = problem === null ? [] : [problem];
  const samples = listIn(file, "samples");
  const deltas = listIn(file, "timeDeltas");
  if (deltas.length > 0) notes.push(...readSamples(writer, nodes, samples, timesOf(file, deltas)));
  else notes.push(...readHits(writer, nodes));
  return { profile: writer.finish(), notes };
}

/** When each sample was taken, and last when the recording ended: ns since its start, never going back. */
function timesOf(file: Record<string, unknown>, deltas: readonly unknown[]): number[] {
  const times: number[] = [];
  let now = 0;
  for (const delta of deltas) {
    now += clampNumber(Math.round(Number(delta) * 1000) || 0, -longestNs, longestNs);
    times.push(Math.max(now, times[times.length - 1] ?? 0));
  }
  const end = clampNumber(Math.round((Number(file.endTime) - Number(file.startTime)) * 1000), 0, longestNs);
  times.push(Math.max(times[times.length - 1], end));
  return times;
}

/** A sample lasts until the next one. */
function readSamples(
  writer: ProfileWriter,
  nodes: CpuprofileNodes,
  samples: readonly unknown[],
  times: readonly number[],
): string[] {
  const listed = new Map<unknown, number>();
  for (const id of samples) listed.set(id, (listed.get(id) ?? 0) + 1);
  const starts = new Map<number, number>();
  const seen = new Set<unknown>();
  let unreadable = Math.max(samples.length - (times.length - 1), 0);
  for (const [index, id] of samples.slice(0, times.length - 1).entries()) {
    const node = nodes.find(id);
    const weight = times[index + 1] - times[index];
    if (node === null) {
      unreadable++;
    } else if (node.thread >= 0) {
      // Samples that the node has beyond those that are listed were merged with the first of these.
      const count = seen.has(id) ? 1 : Math.max(node.hits - listed.get(id)! + 1, 1);
      if (!starts.has(node.thread)) starts.set(node.thread, times[index]);
      const start = times[index] - starts.get(node.thread)!;
      writer.addSamples(node.thread, takeLine(node, count), ThreadStatus.Unknown, start, count, weight);
    }
    seen.add(id);
  }
  return unreadable > 0
    ? [`${unreadable} samples were left out: the file does not tell their stack or their time.`]
    : [];
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
