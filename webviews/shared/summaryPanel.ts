import type { FlameFacts, FlameSummary, StateShare } from "../protocol";
import { element } from "./dom";
import { formatCount, formatDuration, formatRate, formatShare } from "./format";
import { shareBar } from "./shareBar";

const STATES: Readonly<Record<StateShare["state"], readonly [name: string, about: string]>> = {
  gilHeld: ["GIL held", "The thread had the global interpreter lock"],
  gilWaiting: ["GIL awaited", "The thread waited for the global interpreter lock"],
  gilFree: ["Without GIL", "The thread neither had nor wanted the global interpreter lock"],
  onCpu: ["On a processor", "The thread was running, not waiting"],
  gc: ["Garbage collection", "A collection was on the thread's stack"],
  exception: ["Exceptions", "The thread was handling an exception"],
};

/** What was sampled and how well, and what the threads were doing. */
export class SummaryPanel {
  readonly root = element("section", { className: "summary", ariaLabel: "Summary" });

  show(facts: FlameFacts, summary: FlameSummary): void {
    this.root.replaceChildren(
      element("h2", { textContent: "Summary" }),
      element("dl", { className: "facts" }, factsOf(facts, summary).map(([name, value, about]) => fact(name, value, about))),
      ...statesOf(summary.states),
    );
  }
}

function factsOf(facts: FlameFacts, summary: FlameSummary): (readonly [name: string, value: string, about: string])[] {
  const good = 1 - facts.tornShare - facts.failedShare;
  return [
    ["Samples", formatCount(summary.samples), "Of the threads shown"],
    ["Time", formatDuration(summary.weight), "Of the threads shown, added up"],
    ["Functions", formatCount(summary.functions), "Distinct functions that samples saw"],
    ["Recorded", formatDuration(facts.elapsedNs), "From the first sample to the last"],
    ["Rate", formatRate(facts.reachedHz), `Asked for: ${formatRate(facts.askedHz)}`],
    ["Good samples", formatShare(good), "The others were torn or could not be read, and are left out"],
    ["Missed", formatShare(facts.missedShare), "Planned samples that were not taken"],
  ];
}

function fact(name: string, value: string, about: string): HTMLElement {
  return element("div", { title: about }, [
    element("dt", { textContent: name }),
    element("dd", { textContent: value }),
  ]);
}

function statesOf(states: readonly StateShare[]): HTMLElement[] {
  if (states.length === 0) return [];
  const rows = states.map(({ state, share }) => {
    const [name, about] = STATES[state];
    return element("li", { className: `state ${state}`, title: about }, [
      element("span", { className: "what", textContent: name }),
      element("span", { className: "share", textContent: formatShare(share) }),
      shareBar(share),
    ]);
  });
  return [element("h2", { textContent: "Threads" }), element("ul", { className: "states" }, rows)];
}
