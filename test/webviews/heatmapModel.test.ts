import * as assert from "node:assert/strict";
import { characterAt, cutSpans } from "../../webviews/heatmap/codeSpans";
import type { LineInstruction } from "../../webviews/heatmap/fileModel";
import { buildTree, type Folder } from "../../webviews/heatmap/fileTree";
import { formatPlace, parsePlace } from "../../webviews/heatmap/place";
import type { Heatmap, HeatmapFile } from "../../webviews/protocol";

const file = (shortName: string, self: number, total = self): HeatmapFile => ({
  ...{ name: `/srv/${shortName}`, shortName, category: 0, self, selfSamples: self, total, totalSamples: total },
  ...({ lines: { length: 1 }, instructions: { length: 0 }, source: null } as unknown as Pick<HeatmapFile, "lines" | "instructions" | "source">),
});

const instruction = (name: string, column: number, endColumn: number): LineInstruction => ({
  ...{ name, base: name, isSpecialised: false, isAdaptive: false, column, endLine: 1, endColumn },
  ...{ selfSamples: 1, totalSamples: 1 },
});

describe("heatmap: folders", () => {
  const show = (folder: Folder): string[] =>
    folder.entries.flatMap((entry) =>
      "file" in entry
        ? [`${entry.name} ${entry.file.self}`]
        : [`${entry.name}/ ${entry.self}`, ...show(entry).map((row) => `  ${row}`)],
    );
  const files = [file("a/b/x.py", 1, 9), file("a/b/y.py", 5), file("c/d/e.py", 3), file("main.py", 4)];

  it("are summed, joined where they hold one folder only, and ordered by the figure chosen", () => {
    const rows = show(buildTree(files, [0, 1, 2, 3], "self"));
    assert.deepEqual(rows, ["a/b/ 6", "  y.py 5", "  x.py 1", "main.py 4", "c/d/ 3", "  e.py 3"]);
    assert.deepEqual(show(buildTree(files, [0, 1], "total")), ["a/b/ 6", "  x.py 1", "  y.py 5"]);
  });
});

describe("heatmap: source columns", () => {
  it("count bytes of UTF-8, as Python does", () => {
    assert.deepEqual([0, 1, 3, 6, 10].map((bytes) => characterAt("aé€😀b", bytes)), [0, 1, 2, 3, 5]);
    assert.equal(characterAt("ab", 99), 2);
  });

  it("cut a line where instructions begin and end; the smallest range has the part", () => {
    const spans = cutSpans("λ = a + b", 1, [instruction("STORE", 0, 2), instruction("ADD", 5, 10), instruction("LOAD", 9, 10)]);
    assert.deepEqual(
      spans.map(({ from, to, instructions }) => [from, to, instructions.map(({ name }) => name).join()]),
      [[0, 1, "STORE"], [1, 4, ""], [4, 8, "ADD"], [8, 9, "LOAD"]],
    );
  });

  it("do without a place, and with one that goes on in the next line", () => {
    const endless = { ...instruction("CALL", 2, 1), endLine: 2 };
    const spans = cutSpans("f(x", 1, [instruction("X", -1, -1), endless]);
    assert.deepEqual(spans.map(({ from, to }) => [from, to]), [[0, 2], [2, 3]]);
  });
});

describe("heatmap: links to lines", () => {
  const heatmap = { files: [file("a.py", 1), file("dir/ü <b>.py", 1), { ...file("a.py", 1), name: "/other/a.py" }] } as unknown as Heatmap;

  it("lead back to where they were made, also for two files of one short name", () => {
    for (const place of [{ file: 0, line: 3 }, { file: 1, line: 0 }, { file: 2, line: 7 }, { file: -1, line: 0 }]) {
      assert.deepEqual(parsePlace(heatmap, formatPlace(heatmap, place)), place);
    }
  });

  it("lead to the index when they are none of ours", () => {
    for (const text of ["", "nowhere.py:3", "%E0%A4%A"]) assert.deepEqual(parsePlace(heatmap, text), { file: -1, line: 0 });
  });
});
