import type { FlameFacts } from "../protocol";
import { element } from "./dom";
import { formatCount, formatDuration, formatRate, formatShare } from "./format";

/** The line that says what was profiled, how long, and how well. */
export class Header {
  readonly root = element("header", { className: "header" });
  readonly notes = element("div", { className: "notes", hidden: true });

  show(facts: FlameFacts | null): void {
    this.root.hidden = facts === null;
    this.showNotes(facts?.notes ?? []);
    if (facts === null) return;
    this.root.replaceChildren(
      ...(facts.live ? [element("span", { className: "live", title: "The program is still being sampled" }, ["live"])] : []),
      element("h1", { textContent: facts.title, title: facts.title }),
      element("span", { className: "subtitle", textContent: facts.subtitle, title: facts.subtitle }),
      element("span", { className: "stats" }, [
        stat(formatDuration(facts.elapsedNs), "Time sampled"),
        stat(`${formatCount(facts.samples)} samples`, "A sample is one thread's stack, read once"),
        stat(`${formatRate(facts.reachedHz)} of ${formatRate(facts.askedHz)}`, "Sampling rate reached, of the rate asked for"),
        quality(facts),
      ]),
    );
  }

  private showNotes(notes: readonly string[]): void {
    this.notes.hidden = notes.length === 0;
    this.notes.title = notes.join("\n");
    this.notes.replaceChildren(...notes.map((note) => element("p", { textContent: note })));
  }
}

function stat(text: string, title: string): HTMLElement {
  return element("span", { className: "stat", textContent: text, title });
}

function quality({ tornShare, failedShare }: FlameFacts): HTMLElement {
  const lost = tornShare + failedShare;
  const level = lost < 0.02 ? "good" : lost < 0.1 ? "fair" : "poor";
  const words = { good: "Good sampling quality", fair: "Fair sampling quality", poor: "Poor sampling quality" }[level];
  const title =
    `${words}. ${formatShare(tornShare)} of the samples were torn: the program changed its stack while it was read. ` +
    `${formatShare(failedShare)} could not be read. Neither kind is in the graph.`;
  const text = failedShare > tornShare ? `${formatShare(failedShare)} failed` : `${formatShare(tornShare)} torn`;
  return element("span", { className: `stat quality ${level}`, textContent: text, title });
}
