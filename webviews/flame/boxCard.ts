import { element } from "../shared/dom";
import { formatShare } from "../shared/format";
import { shareBar } from "../shared/shareBar";
import type { BoxFacts, OpcodeFact } from "./boxFacts";

/** Total, self and samples as a small table. */
export function numbersTable(facts: BoxFacts): HTMLElement {
  const row = (name: string, value: string, share: string): HTMLElement =>
    element("div", { className: "number" }, [
      element("dt", { textContent: name }),
      element("dd", { textContent: value }),
      element("dd", { className: "share", textContent: share }),
    ]);
  return element("dl", { className: "numbers" }, [
    row("Total", facts.total, facts.totalShare),
    row("Self", facts.self, facts.selfShare),
    row("Samples", facts.samples, ""),
    ...facts.changes.map(({ name, value, change }) => row(name, value, change)),
  ]);
}

/** The hot line's text, or nothing when it is not known. */
export function sourceLine(facts: BoxFacts): HTMLElement | null {
  return facts.source === "" ? null : element("code", { className: "source", textContent: facts.source });
}

/** The instructions with bars; a specialised one is marked and names its base. Nothing when none were recorded. */
export function opcodeList(facts: BoxFacts): HTMLElement | null {
  const heaviest = Math.max(0, ...facts.opcodes.map((opcode) => opcode.share));
  if (heaviest === 0) return null;
  return element(
    "ul",
    { className: "opcodes", ariaLabel: "Instructions" },
    facts.opcodes.map((opcode) => opcodeRow(opcode, opcode.share / heaviest)),
  );
}

function opcodeRow(opcode: OpcodeFact, length: number): HTMLElement {
  const bar = shareBar(length);
  const specialised = opcode.base !== "";
  const name = element("span", { className: specialised ? "opcode specialised" : "opcode" }, [
    opcode.name,
    specialised ? element("span", { className: "base", textContent: opcode.base }) : null,
  ]);
  if (specialised) name.title = `${opcode.name} is a specialised form of ${opcode.base}`;
  return element("li", {}, [bar, element("span", { className: "share", textContent: formatShare(opcode.share) }), name]);
}
