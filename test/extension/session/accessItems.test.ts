import assert from "node:assert/strict";
import { refusalText, remedyRows } from "../../../extension/session/accessItems";
import type { Refusal } from "../../../sampler/host";

const refusal: Refusal = {
  kind: "yamaDescendants",
  reason: "Process 7 was not started from here.",
  remedies: [
    { id: "relaunch", title: "Start it again", effect: "No rights.", commands: ["{helper} run x.py"], files: [] },
    { id: "sudo", title: "Once as root", effect: "Only this.", commands: ["sudo {helper} {arguments}"], files: [] },
    { id: "container", title: "Container", effect: "For all.", commands: [], files: [{ name: "compose.yaml", lines: ["cap_add:", "  - SYS_PTRACE"] }] },
  ],
};
const caller = { node: ["env", "A=1", "/n o/node"], helper: ["/t.js"], arguments: ["attach", "7"] };

describe("help with rights", () => {
  it("offers what helps, the least change first, and all of it as a text", () => {
    const rows = remedyRows(refusal, true);
    assert.deepEqual(rows.map(({ remedy }) => remedy?.id ?? null), ["relaunch", "sudo", "container", null]);
    assert.equal(rows[0].description, "least change");
    assert.equal(rows.at(-1)!.label, "$(book) Show all of this as a text");
  });

  it("does not offer to start again what cannot be started again", () => {
    assert.deepEqual(remedyRows(refusal, false).map(({ remedy }) => remedy?.id ?? null), ["sudo", "container", null]);
  });

  it("has every command as it is to be typed in the text, and the lines for files", () => {
    const text = refusalText(7, refusal, caller);
    assert.match(text, /^# Process 7 cannot be read\n\nProcess 7 was not started from here\./);
    assert.match(text, /```\nsudo env A=1 '\/n o\/node' \/t\.js attach 7\n```/);
    assert.match(text, /In compose\.yaml:\n\n```\ncap_add:\n {2}- SYS_PTRACE\n```/);
  });

  it("says so when nothing helps", () => {
    assert.match(refusalText(7, { ...refusal, remedies: [] }, caller), /Nothing that can be done from here/);
  });
});
