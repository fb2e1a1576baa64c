import { Category } from "../protocol";
import type { GraphModel } from "./graphModel";

/** A function that calls the one asked about, or that it calls, anywhere in the graph. */
export interface Relative {
  /** Its heaviest box beside the function. */
  readonly box: number;
  /** Nanoseconds in which both stood next to each other; recursion counts once. */
  readonly weight: number;
}

export interface Relatives {
  readonly callers: readonly Relative[];
  readonly callees: readonly Relative[];
  /** Nanoseconds of the function itself, wherever it stands. */
  readonly weight: number;
}

/** Callers and callees of a box's function over the whole graph, heaviest first. */
export function computeRelatives(model: GraphModel, box: number, inverted: boolean): Relatives {
  const { graph } = model;
  const function_ = model.functionOf(box);
  const above = new Sums(model);
  const below = new Sums(model);
  let weight = 0;
  for (let at = 0; at < graph.length; at++) {
    const parent = graph.parent[at];
    if (graph.category[at] === Category.Merged) continue;
    if (parent >= 0 && model.functionOf(parent) === function_) below.add(at, at, parent);
    if (model.functionOf(at) !== function_) continue;
    if (!hasAbove(model, at, (up) => model.functionOf(up) === function_)) weight += graph.weight[at];
    if (parent >= 0) above.add(parent, at, parent);
  }
  const [callers, callees] = inverted ? [below, above] : [above, below];
  return { callers: callers.sorted(), callees: callees.sorted(), weight };
}

/** Weights by function. */
class Sums {
  private readonly relatives = new Map<number, { box: number; heaviest: number; weight: number }>();

  constructor(private readonly model: GraphModel) {}

  /** Adds the pair of a box and its parent under the function of `key`, unless the same pair stands above it too. */
  add(key: number, box: number, parent: number): void {
    const { model } = this;
    const [upper, lower] = [model.functionOf(parent), model.functionOf(box)];
    const again = hasAbove(model, box, (up) => {
      const next = model.graph.parent[up];
      return next >= 0 && model.functionOf(up) === lower && model.functionOf(next) === upper;
    });
    if (again) return;
    const weight = model.graph.weight[box];
    const name = model.functionOf(key);
    const known = this.relatives.get(name) ?? { box: key, heaviest: 0, weight: 0 };
    if (weight > known.heaviest) Object.assign(known, { box: key, heaviest: weight });
    known.weight += weight;
    this.relatives.set(name, known);
  }

  sorted(): Relative[] {
    const rows = [...this.relatives.values()].map(({ box, weight }) => ({ box, weight }));
    return rows.sort((a, b) => b.weight - a.weight || a.box - b.box);
  }
}

function hasAbove({ graph }: GraphModel, box: number, test: (box: number) => boolean): boolean {
  for (let up = graph.parent[box]; up >= 0; up = graph.parent[up]) {
    if (test(up)) return true;
  }
  return false;
}
