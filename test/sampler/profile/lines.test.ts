import assert from "node:assert/strict";
import {
  computeFileLineHeat,
  computeFunctionTotals,
  computeLineDetail,
  computeLineHeat,
  computeStackWeights,
} from "../../../sampler/profile";
import type { FileLineHeat, LineDetail, Profile, RelatedFunction } from "../../../sampler/profile";
import { deepRecursion, wideProfile } from "../../support/bigProfiles";
import { drawnProfile, picture } from "../../support/drawnProfile";

/** `line: self/total`, a line each. */
function heatText(heat: FileLineHeat): string {
  return Array.from(heat.line, (line, row) => `${line}: ${heat.self[row]}/${heat.total[row]}`).join("\n");
}

function heatOf(profile: Profile, file = "app.py"): string {
  return heatText(computeLineHeat(profile, computeStackWeights(profile)).files.get(file)!);
}

describe("profile: line heat", () => {
  it("has self at the leaf and total up the stack", () => {
    const profile = drawnProfile(`
      main:1 main:1 main:2
      load:5 load:6 _
    `);
    assert.equal(heatOf(profile), "1: 0/2\n2: 1/1\n5: 1/1\n6: 1/1");
  });

  it("counts a recursive line once a sample", () => {
    const profile = drawnProfile(`
      f:3 f:3 f:3
      f:3 g:9 f:4
      f:3 f:3 f:3
      f:4 _   _
    `);
    assert.equal(heatOf(profile), "3: 2/3\n4: 1/2\n9: 0/1");
  });

  it("counts samples as well as time, and knows the whole", () => {
    const profile = drawnProfile("f:3 f:4", { weights: [10, 30], counts: [2, 5] });
    const heat = computeLineHeat(profile, computeStackWeights(profile));
    const file = heat.files.get("app.py")!;
    assert.deepEqual(
      [[...file.selfSamples], [...file.totalSamples]],
      [
        [2, 5],
        [2, 5],
      ],
    );
    assert.deepEqual([heat.totalWeight, heat.totalSamples], [40, 7]);
  });

  it("keeps files apart, and leaves frames without a line out", () => {
    const profile = drawnProfile(`
      main:1     main:1
      g@lib.py:1 <GC>
    `);
    const heat = computeLineHeat(profile, computeStackWeights(profile));
    assert.deepEqual([...heat.files.keys()], ["app.py", "lib.py"]);
    assert.equal(heatText(heat.files.get("app.py")!), "1: 0/2");
    assert.equal(heatText(computeFileLineHeat(profile, computeStackWeights(profile), "lib.py")), "1: 1/1");
    assert.equal(computeFileLineHeat(profile, computeStackWeights(profile), "none.py").length, 0);
  });

  it("holds only the selected thread's lines", () => {
    const profile = drawnProfile("f:3 f:4", { threads: [0, 1] });
    const heat = computeLineHeat(profile, computeStackWeights(profile, { thread: 1 }));
    assert.equal(heatText(heat.files.get("app.py")!), "4: 1/1");
  });

  it("takes stacks of any depth and number", () => {
    assert.equal(heatOf(deepRecursion(20_000)), "1: 20000/20000");
    const wide = wideProfile(1_000_000);
    const heat = computeLineHeat(wide, computeStackWeights(wide)).files.get("app.py")!;
    assert.equal(
      heat.self.reduce((sum, value) => sum + value),
      1_000_000,
    );
  });
});

describe("profile: function totals", () => {
  it("count a recursive function once a sample, the hottest first", () => {
    const profile = drawnProfile(`
      main main main
      f    f    g
      f    g    _
    `);
    const text = (by: "self" | "total") =>
      computeFunctionTotals(profile, computeStackWeights(profile), by)
        .map((row) => `${profile.strings[profile.functions.name[row.function]]} ${row.self}/${row.total}`)
        .join(", ");
    assert.equal(text("self"), "g 2/2, f 1/2, main 0/3");
    assert.equal(text("total"), "main 0/3, f 1/2, g 2/2");
  });
});

describe("profile: line detail", () => {
  const profile = drawnProfile(
    `
      main:1                 main:1                 other:8 main:1                      idle:9
      f:3/CALL_PY_EXACT<CALL f:3/CALL_PY_EXACT<CALL f:3/CALL<CALL f:3/LOAD_FAST         _
      g:5                    h:6                    g:5     _                           _
    `,
    { weights: [10, 20, 30, 40, 100] },
  );
  const detail = computeLineDetail(profile, computeStackWeights(profile), "app.py", 3)!;

  /** `name weight share`, a line each. */
  const related = (rows: readonly RelatedFunction[]) =>
    rows.map((row) => `${profile.strings[profile.functions.name[row.function]]} ${row.weight} ${row.share}`).join("\n");
  const instructions = ({ instructions: { instructions: rows } }: LineDetail) =>
    rows.map((row) => `${row.name}<${row.base} ${row.self}/${row.total} ${row.share}`).join("\n");

  it("has self, total and shares of the whole", () => {
    assert.deepEqual([detail.self, detail.total, detail.selfShare, detail.totalShare], [40, 100, 0.2, 0.5]);
    assert.deepEqual([detail.selfSamples, detail.totalSamples], [1, 4]);
  });

  it("knows functions, callers and callees with their shares", () => {
    assert.equal(related(detail.functions), "f 100 1");
    assert.equal(related(detail.callers), "main 70 0.7\nother 30 0.3");
    assert.equal(related(detail.callees), "g 40 0.4\nh 20 0.2");
  });

  it("breaks the line down by opcode", () => {
    assert.equal(
      instructions(detail),
      picture(`
        LOAD_FAST<LOAD_FAST 40/40 0.4
        CALL<CALL 0/30 0.3
        CALL_PY_EXACT<CALL 0/30 0.3
      `),
    );
    assert.deepEqual(
      detail.instructions.instructions.map((row) => [row.isAdaptive, row.isSpecialised]),
      [
        [false, false],
        [true, false],
        [true, true],
      ],
    );
  });

  it("says how far the line is specialised, by the samples that could tell", () => {
    assert.equal(detail.instructions.specialisedShare, 2 / 3);
    assert.equal(
      computeLineDetail(profile, computeStackWeights(profile), "app.py", 9)!.instructions.specialisedShare,
      null,
    );
  });

  it("counts recursion once", () => {
    const recursive = drawnProfile(`
      f:3/CALL<CALL f:3/CALL<CALL
      f:3/CALL<CALL f:3/CALL<CALL
      f:3/CALL<CALL f:4
    `);
    const own = computeLineDetail(recursive, computeStackWeights(recursive), "app.py", 3)!;
    assert.deepEqual([own.self, own.total], [1, 2]);
    assert.deepEqual(
      own.callers.map((row) => row.weight),
      [2],
    );
    assert.deepEqual(
      own.callees.map((row) => row.weight),
      [2],
    );
    assert.deepEqual(
      own.instructions.instructions.map((row) => [row.self, row.total, row.share]),
      [[1, 2, 1]],
    );
  });

  it("is null for a line that no sample saw", () => {
    assert.equal(computeLineDetail(profile, computeStackWeights(profile), "app.py", 4), null);
    assert.equal(computeLineDetail(profile, computeStackWeights(profile), "nowhere.py", 3), null);
  });
});
