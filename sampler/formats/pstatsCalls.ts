/** A function among others that call each other, in units of its own choice. */
export interface CallRow {
  readonly own: number;
  readonly total: number;
  /** Functions that call it, itself not among them, each with its part of `total`. */
  readonly callers: readonly { readonly row: number; readonly amount: number }[];
}

/** Gets a node of the tree: its parent (-1: a root), its row, and the share of the row's own amount that it has. */
export type OnNode = (node: number, parent: number, row: number, share: number) => void;

/** Paths of less than this share of a function are not followed, nor is more than so many nodes made. */
const minShare = 1e-4;
const maxNodes = 200_000;
const rounding = 1e-6;

interface Part {
  readonly row: number;
  readonly part: number;
}

interface Node {
  readonly parent: number;
  readonly row: number;
  readonly share: number;
}

/**
 * Unfolds who calls whom into a tree of stacks: what a function calls is split over its paths in proportion to their
 * parts of it, as nothing tells how it really was. Parents come before children. The shares of each function add up
 * to 1: what is cut off (recursion, rare paths) becomes a root. Whether nothing was cut.
 */
export function unfoldCalls(rows: readonly CallRow[], onNode: OnNode): boolean {
  const tree = new Unfolding(invert(rows), onNode);
  rows.forEach((row, index) => tree.addRoot(index, rootShare(row)));
  tree.unfold();
  // Rows that only call each other have no root: the greatest of them is taken for one.
  const greatestFirst = rows.map((_, index) => index).sort((a, b) => rows[b].total - rows[a].total || a - b);
  for (const row of greatestFirst) {
    tree.addRoot(row, tree.left[row]);
    tree.unfold();
  }
  return tree.isExact;
}

class Unfolding {
  /** Share of each row that has no node yet. */
  readonly left: number[];
  isExact = true;
  private readonly nodes: Node[] = [];
  private unfolded = 0;

  constructor(
    private readonly callees: readonly (readonly Part[])[],
    private readonly onNode: OnNode,
  ) {
    this.left = callees.map(() => 1);
  }

  addRoot(row: number, share: number): void {
    if (share > rounding) this.add({ parent: -1, row, share });
  }

  /** Adds what the nodes call that were added since. */
  unfold(): void {
    for (; this.unfolded < this.nodes.length; this.unfolded++) {
      const { row, share } = this.nodes[this.unfolded];
      for (const callee of this.callees[row]) this.addCall(this.unfolded, callee.row, share * callee.part);
    }
  }

  private addCall(node: number, row: number, wanted: number): void {
    const share = Math.min(wanted, this.left[row]);
    if (share < minShare || this.nodes.length >= maxNodes || this.isOnPath(node, row)) this.isExact = false;
    else this.add({ parent: node, row, share });
  }

  private add(node: Node): void {
    this.left[node.row] -= node.share;
    this.onNode(this.nodes.push(node) - 1, node.parent, node.row, node.share);
  }

  private isOnPath(from: number, row: number): boolean {
    for (let node = from; node >= 0; node = this.nodes[node].parent) if (this.nodes[node].row === row) return true;
    return false;
  }
}

/** Of a function's total, the part that no known function called. */
function rootShare({ total, callers }: CallRow): number {
  const called = sum(callers);
  const base = Math.max(total, called);
  return base > 0 ? (base - called) / base : callers.length === 0 ? 1 : 0;
}

/** What each row calls, with the part of the callee's total that this is. */
function invert(rows: readonly CallRow[]): Part[][] {
  const callees = rows.map((): Part[] => []);
  rows.forEach(({ total, callers }, row) => {
    const base = Math.max(total, sum(callers));
    for (const caller of callers) {
      if (caller.amount > 0) callees[caller.row].push({ row, part: caller.amount / base });
    }
  });
  return callees;
}

function sum(callers: CallRow["callers"]): number {
  return callers.reduce((all, { amount }) => all + amount, 0);
}
