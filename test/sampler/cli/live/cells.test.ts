import assert from "node:assert/strict";
import { cut, fitEnd, fitLeft, fitRight, printable, widthOf } from "../../../../sampler/cli/live/cells";
import { clip, joinParts, span, textOf } from "../../../../sampler/cli/live/line";

describe("cells of a terminal", () => {
  it("are counted as terminals do", () => {
    assert.equal(widthOf("leaf"), 4);
    assert.equal(widthOf("größe"), 5);
    assert.equal(widthOf("计算"), 4);
    assert.equal(widthOf("🥇x"), 3);
  });

  it("are filled exactly", () => {
    assert.equal(fitLeft("leaf", 6), "leaf  ");
    assert.equal(fitRight("leaf", 6), "  leaf");
    assert.equal(fitLeft("calculate", 7), "calc...");
    assert.equal(fitEnd("a/long/path.py:17", 10), "...h.py:17");
    assert.equal(fitLeft("计算计算", 7), "计算...");
    assert.equal(cut("计算", 3), "计");
  });

  it("are not moved by what a program calls its functions", () => {
    assert.equal(printable("a\x1b[2Jb\nc\u0301\u202e"), "a[2Jbc");
  });

  it("that there is no room for are left out, whole parts first", () => {
    assert.equal(textOf(joinParts([span("x ")], [[span("one")], [span("two")]], 10)), "x one");
    assert.equal(textOf(joinParts([span("x ")], [[span("one")], [span("two")]], 11)), "x one │ two");
    assert.equal(textOf(clip([span("abc"), span("def")], 4)), "abcd");
  });
});
