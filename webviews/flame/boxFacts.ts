import type { Category } from "../protocol";
import { formatCount, formatDuration, formatShare } from "../shared/format";
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
}

/** Gathers what the tooltip and the details panel show of a box. */
export function describeBox(model: GraphModel, box: number): BoxFacts {
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
  };
}

/** One sentence for screen readers. */
export function speakBox(facts: BoxFacts): string {
  const where = facts.place === "" ? "" : `, ${facts.place}`;
  const source = facts.source === "" ? "" : `: ${facts.source}`;
  const numbers = `total ${facts.total}, ${facts.totalShare}; self ${facts.self}, ${facts.selfShare}`;
  return `${facts.name}, ${numbers}; ${facts.samples} samples${where}${source}. ${facts.category}.`;
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
