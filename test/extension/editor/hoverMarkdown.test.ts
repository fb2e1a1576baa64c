import assert from "node:assert/strict";
import { hoverMarkdown } from "../../../extension/editor/hoverMarkdown";
import type { HoverFunction, LineHover } from "../../../extension/viewmodels/hover";

const caller: HoverFunction = { name: "main", place: "app.py:53", file: "/w/a (1).py", line: 53, share: "100 %" };
const synthetic: HoverFunction = { name: "<GC>", place: "", file: "~", line: 0, share: "2 %" };
const hover: LineHover = {
  self: { time: "1.3 s", share: "62 %" },
  total: { time: "1.5 s", share: "70 %" },
  samples: "1,310",
  functions: ["work"],
  callers: [caller],
  callees: [synthetic],
  instructions: [
    {
      name: "BINARY_OP_ADD_INT",
      base: "BINARY_OP",
      isSpecialised: true,
      isGeneric: false,
      share: "80 %",
      time: "1 s",
      fraction: 0.8,
    },
    { name: "CALL", base: "", isSpecialised: false, isGeneric: true, share: "20 %", time: "260 ms", fraction: 0.2 },
  ],
  moreInstructions: "4 more, 2.1 %",
  specialised: "83 % specialised",
};
const options = { resolve: (file: string) => (file.startsWith("/") ? file : null), stale: false };

describe("hover of a hot line", () => {
  it("tells times, shares, samples and functions first", () => {
    const [first] = hoverMarkdown(hover, options).split("\n");
    assert.equal(first, "$(flame) **1.3 s** self (62 %) · **1.5 s** total (70 %) · 1,310 samples in `work`");
  });

  it("lists each instruction with its base, share and time, and how far the line is specialised", () => {
    const text = hoverMarkdown(hover, options);
    assert.match(text, /\| `BINARY_OP_ADD_INT` \| `BINARY_OP` \| !\[\]\(data:[^)]+\) \| 80 % \| 1 s \|/);
    assert.match(text, /\| `CALL` \| \*not specialised\* \|/);
    assert.match(text, /83 % of what can be specialised ran specialised · 4 more, 2\.1 %/);
  });

  it("leads to callers and callees that have a source, whatever their path", () => {
    const text = hoverMarkdown(hover, options);
    const target = /\[`main`\]\(command:tachyon\.openLine\?([^ ]+) "app\.py:53"\)/.exec(text)?.[1] ?? "";
    assert.ok(!/[()]/.test(target));
    assert.deepEqual(JSON.parse(decodeURIComponent(target)), ["/w/a (1).py", 53]);
    assert.match(text, /Calls `<GC>` 2 %/);
  });

  it("lets no name become Markdown", () => {
    const text = hoverMarkdown({ ...hover, functions: ["a`[x](command:evil)|b"] }, options);
    assert.match(text.split("\n")[0], /`a·\[x\]\(command:evil\)·b`$/);
  });

  it("says when lines may be off, and leaves out what there is none of", () => {
    assert.match(hoverMarkdown(hover, { ...options, stale: true }), /newer than this profile/);
    const bare = hoverMarkdown({ ...hover, callers: [], callees: [], instructions: [], specialised: "" }, options);
    assert.doesNotMatch(bare, /Called by|Calls|Instruction|newer/);
  });
});
