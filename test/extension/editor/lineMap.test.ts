import assert from "node:assert/strict";
import { LineMap, splitLines, type TextChange } from "../../../extension/editor/lineMap";

const text = ["import os", "", "def f(x):", "    y = x * 2", "    return y", "", "f(3)"].join("\n");

function change(line: number, character: number, endLine: number, endCharacter: number, inserted: string): TextChange {
  return { range: { start: { line, character }, end: { line: endLine, character: endCharacter } }, text: inserted };
}

function presents(map: LineMap): (number | undefined)[] {
  return [1, 2, 3, 4, 5, 6, 7].map((line) => map.present(line));
}

describe("LineMap", () => {
  it("leaves every line where it is before any edit", () => {
    assert.deepEqual(presents(new LineMap(text)), [1, 2, 3, 4, 5, 6, 7]);
  });

  it("moves lines down when a line is inserted above them", () => {
    const map = new LineMap(text);
    map.apply([change(0, 0, 0, 0, "# note\n")]);
    assert.deepEqual(presents(map), [2, 3, 4, 5, 6, 7, 8]);
    assert.equal(map.recordedAt(1), undefined);
    assert.equal(map.recordedAt(4), 3);
  });

  it("keeps a line when Enter is pressed at its end or at its start", () => {
    const atEnd = new LineMap(text);
    atEnd.apply([change(3, 13, 3, 13, "\n    ")]);
    assert.deepEqual(
      [4, 5].map((line) => atEnd.present(line)),
      [4, 6],
    );
    const atStart = new LineMap(text);
    atStart.apply([change(3, 0, 3, 0, "\n")]);
    assert.deepEqual(
      [3, 4].map((line) => atStart.present(line)),
      [3, 5],
    );
  });

  it("loses a line that was changed, and only that", () => {
    const map = new LineMap(text);
    map.apply([change(3, 12, 3, 13, "3")]);
    assert.deepEqual(presents(map), [1, 2, 3, undefined, 5, 6, 7]);
  });

  it("loses a line that was split", () => {
    const map = new LineMap(text);
    map.apply([change(3, 8, 3, 8, "\n")]);
    assert.deepEqual(presents(map), [1, 2, 3, undefined, 6, 7, 8]);
  });

  it("loses deleted lines and moves those below up", () => {
    const map = new LineMap(text);
    map.apply([change(1, 0, 3, 0, "")]);
    assert.deepEqual(presents(map), [1, undefined, undefined, 2, 3, 4, 5]);
  });

  it("applies several changes of one edit, last position first, as VS Code sends them", () => {
    const map = new LineMap(text);
    map.apply([change(6, 0, 6, 0, "# last\n"), change(2, 0, 2, 0, "# first\n")]);
    assert.deepEqual(presents(map), [1, 2, 4, 5, 6, 7, 9]);
  });

  it("keeps what is equal when the whole text is replaced", () => {
    const map = new LineMap(text);
    const formatted = text.replace("x * 2", "x  *  2");
    map.apply([change(0, 0, 6, 4, formatted)]);
    assert.deepEqual(presents(map), [1, 2, 3, undefined, 5, 6, 7]);
  });

  it("aligns with a text that changed unseen", () => {
    const map = new LineMap(text);
    map.align("# header\n" + text);
    assert.deepEqual(presents(map), [2, 3, 4, 5, 6, 7, 8]);
  });

  it("does not bring a line's heat back to a line that was typed anew", () => {
    const map = new LineMap(text);
    map.apply([change(3, 0, 4, 0, "")]);
    map.apply([change(3, 0, 3, 0, "    y = x * 2\n")]);
    assert.equal(map.present(4), undefined);
  });

  it("understands all line ends", () => {
    assert.deepEqual(splitLines("a\r\nb\rc\nd"), ["a", "b", "c", "d"]);
    const map = new LineMap("a\r\nb\r\nc");
    map.apply([change(0, 1, 0, 1, "\r\nx")]);
    assert.deepEqual(
      [1, 2, 3].map((line) => map.present(line)),
      [1, 3, 4],
    );
  });

  it("agrees with a naive model under many random edits", () => {
    let seed = 7;
    const random = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const model = lines.map((value, index) => ({ value, recorded: index + 1 }));
    const map = new LineMap(lines.join("\n"));
    for (let edit = 0; edit < 300; edit++) {
      const at = random(model.length);
      if (random(2) === 0 || model.length < 5) {
        map.apply([change(at, 0, at, 0, `new ${edit}\n`)]);
        model.splice(at, 0, { value: `new ${edit}`, recorded: 0 });
      } else if (at < model.length - 1) {
        map.apply([change(at, 0, at + 1, 0, "")]);
        model.splice(at, 1);
      }
    }
    model.forEach((line, index) => assert.equal(map.recordedAt(index + 1) ?? 0, line.recorded));
  });
});
