import assert from "node:assert/strict";
import { alignFigures, appendFigures, displayWidth } from "../../../extension/editor/figures";

describe("figures after lines", () => {
  it("stand in one column", () => {
    const widths = [10, 21, 4];
    const placed = alignFigures(
      widths.map((_, line) => ({ line, text: "1 s" })),
      (line) => widths[line],
    );
    assert.deepEqual(
      placed.map(({ line, gap }) => widths[line] + gap),
      [24, 24, 24],
    );
  });

  it("are not pushed away by one very long line", () => {
    const widths = [10, 300];
    const placed = alignFigures(
      widths.map((_, line) => ({ line, text: "1 s" })),
      (line) => widths[line],
    );
    assert.deepEqual(
      placed.map(({ gap }) => gap),
      [2, 2],
    );
  });

  it("stand right after their lines where there is little room", () => {
    assert.deepEqual(appendFigures([{ line: 4, text: "\u00a0\u00a01\u00a0s" }]), [
      { line: 4, text: "1\u00a0s", gap: 2 },
    ]);
  });

  it("take a line's width as it is on screen", () => {
    assert.equal(displayWidth("\tab\tc", 4), 9);
    assert.equal(displayWidth("x = '漢字'", 4), 10);
  });
});
