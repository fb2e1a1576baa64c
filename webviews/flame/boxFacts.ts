import type { Category, FlameDifference } from "../protocol";
import { formatCount, formatDuration, formatShare } from "../shared/format";
import { CHANGE_NAMES, type Change, changeOf, type DifferenceView } from "./difference";
import type { GraphModel } from "./graphModel";
import { CATEGORY_NAMES } from "./palette";

/** An instruction executed in a box. */
export interface OpcodeFact {
  readonly name: string;
  /** The generic instruction, empty unless `name` is a specialised form of it. */
  readonly base: string;
  /** Part (0 … 1) of the box's time. */
  readonly share: number;
}

/** What there is to say about a box, in words. */
export interface BoxFacts {
  readonly name: string;
  /** Such as `query.py:42`; empty where there is no source. */
  readonly place: string;
  readonly category: string;
  /** Text of the hot line, or empty. */
  readonly source: string;
  readonly total: string;
  readonly totalShare: string;
  readonly self: string;
  readonly selfShare: string;
  readonly samples: string;
  readonly opcodes: readonly OpcodeFact[];
  /** Against a baseline: what there was, and by how much that changed. Empty without one. */
  readonly changes: readonly ChangeFact[];
}

export interface ChangeFact {
  readonly name: string;
  readonly value: string;
  readonly change: string;
}

/** What a graph is compared with, and how. */
export interface Compared {
  readonly difference: FlameDifference;
  readonly view: DifferenceView;
}

/** Gathers what the tooltip and the details panel show of a box. */
export function describeBox(model: GraphModel, box: number, compared: Compared | null = null): BoxFacts {
  const { graph } = model;
  const all = graph.totalWeight || 1;
  const self = graph.self[box];
  return {
    name: model.name(box),
    place: model.shortPlace(box),
    category: CATEGORY_NAMES[graph.category[box] as Category] ?? "",
    source: graph.source[box] < 0 ? "" : model.text(graph.source[box]),
    total: formatDuration(graph.weight[box]),
    totalShare: formatShare(graph.weight[box] / all),
    self: formatDuration(self),
    selfShare: formatShare(self / all),
    samples: formatCount(graph.samples[box]),
    opcodes: opcodesOf(model, box),
    changes: compared === null ? [] : changesOf(model, box, compared),
  };
}

/** One sentence for screen readers. */
export function speakBox(facts: BoxFacts): string {
  const where = facts.place === "" ? "" : `, ${facts.place}`;
  const source = facts.source === "" ? "" : `: ${facts.source}`;
  const numbers = `total ${facts.total}, ${facts.totalShare}; self ${facts.self}, ${facts.selfShare}`;
  const changes = facts.changes.map(({ name, value, change }) => `; ${name} ${value}${change === "" ? "" : `, ${change}`}`).join("");
  return `${facts.name}, ${numbers}${changes}; ${facts.samples} samples${where}${source}. ${facts.category}.`;
}

function opcodesOf(model: GraphModel, box: number): OpcodeFact[] {
  const { graph } = model;
  const opcodes: OpcodeFact[] = [];
  for (let at = graph.opcodeStart[box]; at < graph.opcodeStart[box + 1]; at++) {
    const specialised = graph.opcodeBase[at] >= 0 && graph.opcodeBase[at] !== graph.opcodeName[at];
    opcodes.push({
      name: model.text(graph.opcodeName[at]),
      base: specialised ? model.text(graph.opcodeBase[at]) : "",
      share: graph.weight[box] > 0 ? graph.opcodeWeight[at] / graph.weight[box] : 0,
    });
  }
  return opcodes;
}

function changesOf({ graph }: GraphModel, box: number, { difference, view }: Compared): ChangeFact[] {
  const [total, self] = (["total", "self"] as const).map((figure) => changeOf(graph, difference, { ...view, figure }, box));
  const isSelf = view.figure === "self" && !difference.isGone;
  const shown = isSelf ? self : total;
  const [, , short] = CHANGE_NAMES[shown.kind];
  return [
    { name: "Total was", value: formatDuration(total.before), change: percentOf(total) },
    { name: "Self was", value: formatDuration(self.before), change: percentOf(self) },
    { name: isSelf ? "Self change" : "Total change", value: short, change: `${Math.abs(shown.sigmas).toFixed(1)} σ` },
  ];
}

function percentOf({ before, now }: Change): string {
  if (before <= 0) return now > 0 ? "new" : "";
  const percent = Math.round((now / before - 1) * 100);
  return `${percent < 0 ? "−" : "+"}${formatCount(Math.abs(percent))} %`;
}
