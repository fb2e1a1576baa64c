/** Children of each node as linked lists, ascending; roots are linked from `firstRoot`. -1 ends a list. */
export interface ChildLinks {
  readonly firstRoot: number;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
}

/** Links the first `length` nodes of a tree whose parents come before their children. */
export function linkChildren(parent: Int32Array, length: number): ChildLinks {
  const firstChild = new Int32Array(length).fill(-1);
  const nextSibling = new Int32Array(length).fill(-1);
  let firstRoot = -1;
  for (let node = length - 1; node >= 0; node--) {
    const above = parent[node];
    if (above < 0) {
      nextSibling[node] = firstRoot;
      firstRoot = node;
    } else {
      nextSibling[node] = firstChild[above];
      firstChild[above] = node;
    }
  }
  return { firstRoot, firstChild, nextSibling };
}

/** Each node's own value and those of all nodes below it: one backward loop. */
export function sumSubtrees(parent: Int32Array, own: Float64Array): Float64Array {
  const total = own.slice();
  for (let node = total.length - 1; node >= 0; node--) {
    if (parent[node] >= 0) {
      total[parent[node]] += total[node];
    }
  }
  return total;
}

/** Visits nodes depth first, of any depth: `enter` before a node's children, `leave` after them. */
export function walkTree(
  parent: Int32Array,
  links: ChildLinks,
  enter: (node: number) => void,
  leave: (node: number) => void,
): void {
  let node = links.firstRoot;
  while (node !== -1) {
    enter(node);
    let next = links.firstChild[node];
    while (next === -1 && node !== -1) {
      leave(node);
      next = links.nextSibling[node];
      node = next === -1 ? parent[node] : node;
    }
    node = next;
  }
}
