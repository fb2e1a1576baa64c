import assert from "node:assert/strict";
import { computeLineHover } from "../../../extension/viewmodels/hover";
import type { LineHover } from "../../../extension/viewmodels/hover";
import { computeLineDetail, computeStackWeights } from "../../../sampler/profile";
import type { Profile } from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";

function hoverOf(profile: Profile, line: number): LineHover {
  return computeLineHover(profile, computeLineDetail(profile, computeStackWeights(profile), "/srv/app.py", line)!, [
    "/srv",
  ]);
}

describe("view models: hover", () => {
  const profile = drawnProfile(
    `
      main:1                     main:1                     main:1          idle:9
      work:3/BINARY_OP_ADD<BINARY_OP work:3/BINARY_OP<BINARY_OP work:3/CALL<CALL _
      _                          _                          <GC>            _
    `,
    { file: "/srv/app.py", weights: [3e9, 1e9, 1e9, 5e9], counts: [3000, 1000, 1000, 5000] },
  );
  const hover = hoverOf(profile, 3);

  it("has times, shares and samples as texts", () => {
    assert.deepEqual(hover.self, { time: "4 s", share: "40 %" });
    assert.deepEqual(hover.total, { time: "5 s", share: "50 %" });
    assert.equal(hover.samples, "5,000");
  });

  it("names functions, callers and callees with their places", () => {
    assert.deepEqual(hover.functions, ["work"]);
    assert.deepEqual(hover.callers, [
      { name: "main", place: "app.py:1", file: "/srv/app.py", line: 1, share: "100 %" },
    ]);
    assert.deepEqual(hover.callees, [{ name: "<GC>", place: "", file: "~", line: 0, share: "20 %" }]);
  });

  it("lists instructions, and how far the line is specialised", () => {
    const rows = hover.instructions.map((row) => [row.name, row.base, row.isGeneric, row.share, row.time]);
    assert.deepEqual(rows, [
      ["BINARY_OP_ADD", "BINARY_OP", false, "60 %", "3 s"],
      ["BINARY_OP", "", true, "20 %", "1 s"],
      ["CALL", "", true, "20 %", "1 s"],
    ]);
    assert.equal(hover.specialised, "60 % specialised");
    assert.equal(hover.moreInstructions, "");
  });

  it("says nothing of specialisation where nothing can be specialised", () => {
    assert.equal(hoverOf(profile, 9).specialised, "");
  });

  it("lists at most twelve instructions, and counts the rest", () => {
    const cells = Array.from({ length: 15 }, (_, index) => `f:1/OP${index}`).join(" ");
    const many = hoverOf(drawnProfile(cells, { file: "/srv/app.py" }), 1);
    assert.equal(many.instructions.length, 12);
    assert.equal(many.moreInstructions, "3 more, 20 %");
  });
});
