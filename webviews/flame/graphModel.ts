import { BoxRows } from "../gl/boxRows";
import { Category, type FlameGraph } from "../protocol";
import type { Span } from "../shared/viewport";

/** Place in the source that a box leads to. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

/** A flame graph with the questions a view asks of it. Boxes are indices; -1 means none. */
export class GraphModel {
  readonly rows: BoxRows;
  private functions: Int32Array | null = null;

  constructor(readonly graph: FlameGraph) {
    this.rows = new BoxRows(graph);
  }

  /** The heaviest box of a function, or -1. `file` is empty for synthetic frames. */
  heaviestOf(name: string, file: string, firstLine: number): number {
    const { graph } = this;
    let best = -1;
    for (let box = 0; box < graph.length; box++) {
      const same = this.name(box) === name && this.text(graph.file[box]) === file && graph.firstLine[box] === firstLine;
      if (same && (best < 0 || graph.weight[box] > graph.weight[best])) best = box;
    }
    return best;
  }

  /** A number that boxes of one function have in common. */
  functionOf(box: number): number {
    this.functions ??= numberFunctions(this.graph);
    return this.functions[box];
  }

  text(index: number): string {
    return this.graph.strings[index] ?? "";
  }

  name(box: number): string {
    return this.text(this.graph.name[box]);
  }

  /** What stands in the box: the name, and for a module's own code, which all have one name, its file. */
  label(box: number): string {
    const file = this.text(this.graph.shortFile[box]);
    return this.name(box) === "<module>" && file !== "" ? `<module> ${file}` : this.name(box);
  }

  span(box: number): Span {
    return { start: this.graph.start[box], width: this.graph.weight[box] };
  }

  wholeSpan(): Span {
    return { start: 0, width: this.graph.totalWeight };
  }

  /** Where a click leads; null for boxes that stand for no source. */
  source(box: number): SourcePlace | null {
    const { file, hotLine, firstLine } = this.graph;
    const line = hotLine[box] > 0 ? hotLine[box] : firstLine[box];
    return file[box] >= 0 && line > 0 ? { file: this.text(file[box]), line } : null;
  }

  /** The source place for people, such as `query.py:42`; empty for boxes that stand for no source. */
  shortPlace(box: number): string {
    const source = this.source(box);
    if (source === null) return "";
    const short = this.text(this.graph.shortFile[box]);
    return `${short === "" ? source.file : short}:${source.line}`;
  }

  /** The heaviest box right below this one (below nothing: the heaviest root); merged boxes only if there is no other. */
  heaviestChild(box: number): number {
    const row = box < 0 ? 0 : this.graph.depth[box] + 1;
    if (row >= this.graph.levels) return -1;
    const { rows, graph } = this;
    const rank = (child: number): number => (graph.category[child] === Category.Merged ? -1 : graph.weight[child]);
    let best = -1;
    const from = box < 0 ? 0 : graph.start[box];
    const end = box < 0 ? Infinity : from + graph.weight[box];
    for (let at = rows.firstEndingAfter(row, from); at < rows.rowStart[row + 1]; at++) {
      const child = rows.order[at];
      if (graph.start[child] >= end) break;
      if (graph.parent[child] === box && (best < 0 || rank(child) > rank(best))) best = child;
    }
    return best;
  }

  /** The nearest caller that is visibly wider (by a hundredth), or -1 when the whole graph is next. */
  widerAncestor(box: number): number {
    const { parent, weight } = this.graph;
    let above = parent[box];
    while (above >= 0 && weight[above] < weight[box] * 1.01) above = parent[above];
    return above;
  }

  /** Names and files from the root to this box: what stays the same from one live graph to the next. */
  path(box: number): string[] {
    const path: string[] = [];
    for (let at = box; at >= 0; at = this.graph.parent[at]) path.push(this.step(at));
    return path.reverse();
  }

  /** The box at the end of a path, or as far down the path as this graph goes; -1 when not even its root is here. */
  find(path: readonly string[]): number {
    let found = -1;
    for (const [row, step] of path.entries()) {
      const child = this.childNamed(found, row, step);
      if (child < 0) return found;
      found = child;
    }
    return found;
  }

  private childNamed(parent: number, row: number, step: string): number {
    if (row >= this.graph.levels) return -1;
    const { rows, graph } = this;
    for (let at = rows.rowStart[row]; at < rows.rowStart[row + 1]; at++) {
      const child = rows.order[at];
      if (graph.parent[child] === parent && this.step(child) === step) return child;
    }
    return -1;
  }

  private step(box: number): string {
    return `${this.name(box)}\n${this.text(this.graph.file[box])}`;
  }
}

function numberFunctions({ length, name, file, firstLine }: FlameGraph): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from({ length }, (_, box) => {
    const key = `${name[box]} ${file[box]} ${firstLine[box]}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
