import { PairTable, linkChildren, type CallTree } from "../../profile";
import { ColumnLayout, sortValue, type Measures } from "./columns";
import type { Figures } from "./figures";
import { matchesFilter, placeOf } from "./functionList";
import { plain } from "./line";
import type { List } from "./list";
import type { SortKey, ViewState } from "./state";

/** A row of a call tree that is seen. */
export interface TreeRow {
  readonly node: number;
  readonly depth: number;
  readonly key: string;
  readonly parentKey: string | null;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

export interface TreeList extends List {
  readonly rows: readonly TreeRow[];
}

/** Nodes as heavy as this, as a share of the whole, are open from the start. */
const openShare = 0.2;
const nameShare = { of: 0.55, most: 160 };

/** Numbers for paths of functions, the same from refresh to refresh. */
export class PathNumbers {
  private readonly pairs = new PairTable();

  /** `above` is the caller's path, -1 for none. */
  of(above: number, row: number): number {
    return this.pairs.intern(above, row);
  }
}

/** The call tree as a list of the rows that are open; heaviest first among siblings. */
export function treeList(figures: Figures, state: ViewState, columns: number, paths: PathNumbers): TreeList {
  const { profile } = figures;
  const tree = state.view === "callers" ? figures.callers : figures.tree;
  // A caller's own time says nothing of its subtree: trees are sorted by what they weigh as a whole.
  const sort: SortKey = state.sort === "cumtime" || state.sort === "tottime" ? "cumtime" : "cumul_pct";
  const rows = new OpenRows(figures, tree, state, sort, paths).list();
  const layout = new ColumnLayout(columns, sort, nameShare);
  return {
    rows,
    header: layout.header(),
    length: rows.length,
    key: (row) => rows[row].key,
    subject: (row) => {
      const wanted = tree.function[rows[row].node];
      const matches = (frame: number): boolean => profile.frames.function[frame] === wanted;
      return { name: profile.strings[profile.functions.name[wanted]], matches };
    },
    line: (row) => {
      const { node, depth, hasChildren, isOpen } = rows[row];
      const marker = hasChildren ? (isOpen ? "▾ " : "▸ ") : "  ";
      const name = profile.strings[profile.functions.name[tree.function[node]]];
      const place = placeOf(profile, tree.function[node], tree.hotLine[node]);
      const indented = "  ".repeat(depth) + marker + name;
      return layout.row(measuresOfNode(tree, node), figures.totalSamples, indented, place, () => plain);
    },
  };
}

/** Walks the open part of a tree. */
class OpenRows {
  private readonly rows: TreeRow[] = [];
  private readonly links: ReturnType<typeof linkChildren>;
  /** 1 for nodes that lead to something the filter asks for; null when there is no filter. */
  private readonly shown: Uint8Array | null;

  constructor(
    private readonly figures: Figures,
    private readonly tree: CallTree,
    private readonly state: ViewState,
    private readonly sort: SortKey,
    private readonly paths: PathNumbers,
  ) {
    this.links = linkChildren(tree.parent, tree.length);
    this.shown = state.filter === "" ? null : this.markMatches();
  }

  list(): TreeRow[] {
    const waiting = this.children(-1, -1, 0, null).reverse();
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      this.rows.push(row);
      if (row.isOpen) waiting.push(...this.children(row.node, pathOf(row.key), row.depth + 1, row.key).reverse());
    }
    return this.rows;
  }

  private children(node: number, path: number, depth: number, parentKey: string | null): TreeRow[] {
    const nodes: number[] = [];
    const { firstRoot, firstChild, nextSibling } = this.links;
    for (let child = node < 0 ? firstRoot : firstChild[node]; child >= 0; child = nextSibling[child]) {
      if (this.shown === null || this.shown[child]) nodes.push(child);
    }
    const valueOf = (child: number): number => sortValue(this.sort, measuresOfNode(this.tree, child));
    nodes.sort((a, b) => valueOf(b) - valueOf(a) || a - b);
    return nodes.map((child) => this.row(child, path, depth, parentKey));
  }

  private row(node: number, path: number, depth: number, parentKey: string | null): TreeRow {
    const key = `${this.state.view}:${this.paths.of(path, this.tree.function[node])}`;
    const hasChildren = this.links.firstChild[node] >= 0;
    const isHeavy = this.tree.weight[node] >= openShare * this.figures.totalWeight;
    const isOpen = hasChildren && (this.state.opened.get(key) ?? (this.shown !== null || isHeavy));
    return { node, depth, key, parentKey, hasChildren, isOpen };
  }

  private markMatches(): Uint8Array {
    const { tree, figures, state } = this;
    const marks = Uint8Array.from(tree.function, (row) => Number(matchesFilter(figures.profile, row, state.filter)));
    for (let node = tree.length - 1; node >= 0; node--) {
      if (marks[node] && tree.parent[node] >= 0) marks[tree.parent[node]] = 1;
    }
    return marks;
  }
}

function pathOf(key: string): number {
  return Number(key.slice(key.indexOf(":") + 1));
}

function measuresOfNode({ self, selfSamples, weight, samples }: CallTree, node: number): Measures {
  return { self: self[node], selfSamples: selfSamples[node], total: weight[node], totalSamples: samples[node] };
}
