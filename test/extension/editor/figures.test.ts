import assert from "node:assert/strict";
import { displayWidth, placeFigures } from "../../../extension/editor/figures";

describe("figures after lines", () => {
  it("stand in one column", () => {
    const widths = [10, 21, 4];
    const placed = placeFigures(
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
    const placed = placeFigures(
      widths.map((_, line) => ({ line, text: "1 s" })),
      (line) => widths[line],
    );
    assert.deepEqual(
      placed.map(({ gap }) => gap),
      [6, 3],
    );
  });

  it("take a line's width as it is on screen", () => {
    assert.equal(displayWidth("\tab\tc", 4), 9);
    assert.equal(displayWidth("x = '漢字'", 4), 10);
  });
});
