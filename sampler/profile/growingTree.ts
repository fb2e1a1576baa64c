import { PairTable } from "./pairTable";

/** A call tree while it grows. */
export class GrowingTree {
  /** Numbers the nodes by (parent, function). */
  readonly paths = new PairTable();
  /** Numbers the places by (node, frame). */
  readonly seen = new PairTable();
  readonly seenWeight: number[] = [];
  /** By node: what was counted there; upright trees still have to sum it over subtrees. */
  readonly weight: number[] = [];
  readonly samples: number[] = [];
  isPruned = false;

  /** The node for a function below `parent` (-1: a root). */
  child(parent: number, functionRow: number): number {
    return this.paths.intern(parent, functionRow);
  }

  count(node: number, weight: number, samples: number): void {
    this.weight[node] = (this.weight[node] ?? 0) + weight;
    this.samples[node] = (this.samples[node] ?? 0) + samples;
  }

  /** Adds to the weight of a frame within a node. */
  addPlace(node: number, frame: number, weight: number): void {
    const place = this.seen.intern(node, frame);
    this.seenWeight[place] = (this.seenWeight[place] ?? 0) + weight;
  }
}
