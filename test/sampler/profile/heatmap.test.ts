import assert from "node:assert/strict";
import { computeHeatmap } from "../../../sampler/profile";
import type { HeatmapColumns } from "../../../sampler/profile";
import type { Heatmap } from "../../../webviews/protocol";
import { drawnProfile } from "../../support/drawnProfile";

const linesOf = ({ files }: HeatmapColumns, name: string): string[] => {
  const { lines } = files.find((file) => file.name === name)!;
  return [...lines.line].map((line, row) => `${line}: ${lines.selfSamples[row]}/${lines.totalSamples[row]}`);
};

const relations = (heatmap: HeatmapColumns, kind: "callers" | "callees"): string[] => {
  const { file, line, otherName, otherFile, otherLine, samples, length } = heatmap[kind];
  const place = (index: number, number: number) => `${index < 0 ? "-" : heatmap.files[index].name}:${number}`;
  return Array.from({ length }, (_, row) => {
    const other = `${heatmap.strings[otherName[row]]}@${place(otherFile[row], otherLine[row])}`;
    return `${place(file[row], line[row])} ${other} ${samples[row]}`;
  });
};

describe("profile: heatmap", () => {
  it("has the shape that the webview takes", () => {
    const heatmap: Heatmap = computeHeatmap(drawnProfile("f"));
    assert.equal(heatmap.files.length, 1);
  });

  it("counts a line, and a file, once a sample, however often recursion puts it on the stack", () => {
    const heatmap = computeHeatmap(drawnProfile("r:1 r:1\nr:1 s:5\nr:2 r:1", { counts: [2, 3] }));
    assert.deepEqual(linesOf(heatmap, "app.py"), ["1: 3/5", "2: 2/2", "5: 0/3"]);
    const [{ selfSamples, totalSamples }] = heatmap.files;
    assert.deepEqual([selfSamples, totalSamples], [5, 5]);
  });

  it("puts the files with most time first and leaves out what has no file", () => {
    const heatmap = computeHeatmap(drawnProfile("a@<frozen> a@<frozen>\nb@b.py c@c.py\n<GC> _", { weights: [1, 9] }));
    assert.deepEqual(heatmap.files.map(({ name, self, total }) => [name, self, total]), [["c.py", 9, 9], ["b.py", 0, 1]]);
  });

  it("knows for each line who called it, line by line, and which functions it called, each sample once", () => {
    const heatmap = computeHeatmap(drawnProfile("m:3 m:3 m:4\nf:7 f:8 f:7\ng:9 _ _", { counts: [5, 2, 1] }));
    assert.deepEqual(relations(heatmap, "callers"), [
      "app.py:7 m@app.py:3 5",
      "app.py:7 m@app.py:4 1",
      "app.py:8 m@app.py:3 2",
      "app.py:9 f@app.py:7 5",
    ]);
    assert.deepEqual(relations(heatmap, "callees"), [
      "app.py:3 f@app.py:1 7",
      "app.py:4 f@app.py:1 1",
      "app.py:7 g@app.py:1 5",
    ]);
    const deep = computeHeatmap(drawnProfile("r:2\nr:2\nr:2", { counts: [4] }));
    assert.deepEqual(relations(deep, "callers"), ["app.py:2 r@app.py:2 4"]);
  });

  it("names callers without a file", () => {
    const heatmap = computeHeatmap(drawnProfile("run@<frozen>:9\nf:2"));
    assert.deepEqual(relations(heatmap, "callers"), ["app.py:2 run@-:9 1"]);
    assert.deepEqual(relations(heatmap, "callees"), []);
  });

  it("tells instructions apart by opcode and place, most samples first", () => {
    const drawing = "f:1/ADD_INT<ADD f:1/ADD<ADD g:1/ADD_INT<ADD f:2/POP\n_ h:5 _ _";
    const heatmap = computeHeatmap(drawnProfile(drawing, { counts: [2, 7, 1, 4] }));
    const { instructions } = heatmap.files[0];
    const rows = [...instructions.line].map((line, row) => {
      const [name, base] = [instructions.name, instructions.base].map((column) => heatmap.strings[column[row]]);
      return `${line} ${name}<${base} ${instructions.adaptive[row]} ${instructions.selfSamples[row]}/${instructions.totalSamples[row]}`;
    });
    assert.deepEqual(rows, ["1 ADD<ADD 1 0/7", "1 ADD_INT<ADD 1 3/3", "2 POP<POP 0 4/4"]);
  });

  it("keeps the texts of files, the hottest first, while there is room", () => {
    const profile = drawnProfile("a@a.py b@b.py c@c.py", { weights: [1, 5, 3] });
    const sourceLine = (file: string, line: number) => (line <= 2 && file !== "c.py" ? `${file}${line}` : null);
    const sources = (maxSource?: number) => computeHeatmap(profile, { sourceLine, maxSource }).files.map(({ source }) => source);
    assert.deepEqual(sources(), ["b.py1\nb.py2", null, "a.py1\na.py2"]);
    assert.deepEqual(sources(15), ["b.py1\nb.py2", null, null]);
  });
});
