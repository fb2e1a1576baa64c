import type { ProfileWriter } from "../profile";
import { clampNumber } from "./clampNumber";
import { pathOfUrl } from "./fileUrl";
import { listIn, recordOf, textIn } from "./jsonValues";
import { isLaneName, parseLane } from "./lanes";
import { parsePlace } from "./placeKeys";

/** Samples without a stack, as V8 calls them. */
const empty = new Set(["(root)", "(idle)"]);
const largestLine = 2 ** 31 - 1;

/** A node of a `.cpuprofile` file as a stack of ours. */
export interface StackNode {
  /** -1: the file does not tell, as that of the root. */
  readonly thread: number;
  /** -1 for none. */
  readonly stack: number;
  readonly hits: number;
  /** The stack once for each line at which its function was seen, with the samples that saw it there. */
  readonly lines: { readonly stack: number; ticks: number }[];
}

/** Makes stacks of the nodes of a file that is not trusted: they may be given in any order, and go round in circles. */
export class CpuprofileNodes {
  private readonly byId = new Map<unknown, Record<string, unknown>>();
  private readonly parents = new Map<unknown, unknown>();
  private readonly made = new Map<unknown, StackNode>();
  private mainThread = -1;

  constructor(
    private readonly writer: ProfileWriter,
    nodes: readonly Record<string, unknown>[],
  ) {
    for (const node of nodes.filter(({ id }) => typeof id === "number")) {
      this.byId.set(node.id, node);
      if (node.parent !== undefined) this.parents.set(node.id, node.parent);
      for (const child of listIn(node, "children")) this.parents.set(child, node.id);
    }
  }

  ids(): Iterable<unknown> {
    return this.byId.keys();
  }

  /** Null when there is no such node. */
  find(id: unknown): StackNode | null {
    const chain: unknown[] = [];
    for (let at = id; this.byId.has(at) && !this.made.has(at); at = this.parents.get(at)) {
      if (chain.push(at) > this.byId.size) return null;
    }
    for (const each of chain.reverse()) this.made.set(each, this.make(each));
    return this.made.get(id) ?? null;
  }

  private make(id: unknown): StackNode {
    const node = this.byId.get(id)!;
    const frame = recordOf(node.callFrame);
    const [name, url] = [textIn(frame, "functionName"), textIn(frame, "url")];
    const hits = clampNumber(Number(node.hitCount), 0, 2 ** 32 - 1);
    const caller = this.made.get(this.parents.get(id));
    if (empty.has(name) && url === "") return this.bare(caller === undefined ? -1 : this.threadOf(caller), hits);
    if (caller?.stack === -1 && url === "" && isLaneName(name))
      return this.bare(this.writer.thread(parseLane(name, 0)), hits);
    const place = parsePlace(name || "(anonymous)", pathOfUrl(url));
    const firstLine = clampNumber(Number(frame.lineNumber) + 1, 0, largestLine);
    const functionRow = this.writer.function(place.name, place.file, firstLine, place.kind);
    const lines = ticksOf(node, firstLine).map(({ line, ticks }) => {
      return { stack: this.writer.stack(caller?.stack ?? -1, this.writer.frame(functionRow, { line })), ticks };
    });
    return { thread: this.threadOf(caller), stack: lines[0].stack, hits, lines };
  }

  private bare(thread: number, hits: number): StackNode {
    return { thread, stack: -1, hits, lines: [{ stack: -1, ticks: hits }] };
  }

  private threadOf(caller: StackNode | undefined): number {
    if (caller !== undefined && caller.thread >= 0) return caller.thread;
    if (this.mainThread < 0) this.mainThread = this.writer.thread(parseLane("", 0));
    return this.mainThread;
  }
}

/** At least one line; the function's own where the file tells none. */
function ticksOf(node: Record<string, unknown>, firstLine: number): { line: number; ticks: number }[] {
  const told = listIn(node, "positionTicks").map((tick) => {
    const { line, ticks } = recordOf(tick);
    return { line: clampNumber(Number(line), 0, largestLine), ticks: clampNumber(Number(ticks), 0, 2 ** 32 - 1) };
  });
  const lines = told.filter(({ line }) => line > 0);
  return lines.length > 0 ? lines : [{ line: firstLine, ticks: 0 }];
}
