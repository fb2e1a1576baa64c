import * as assert from "node:assert/strict";
import { checkEmbedded } from "../../webviews/flame/embedded";
import { keyAction } from "../../webviews/flame/keys";
import { parseState } from "../../webviews/flame/savedState";
import { contrast, mix, oklch, over, parseColor, readableOn } from "../../webviews/shared/color";
import { readData, reviveColumns } from "../../webviews/shared/columns";
import { formatCount, formatDuration, formatRate, formatShare } from "../../webviews/shared/format";
import { TextFit } from "../../webviews/shared/textFit";
import { clampSpan, easeSpans, panBy, zoomAround } from "../../webviews/shared/viewport";

describe("viewport", () => {
  it("stays within the whole", () => {
    assert.deepEqual(clampSpan({ start: -5, width: 10 }, 100), { start: 0, width: 10 });
    assert.deepEqual(clampSpan({ start: 95, width: 10 }, 100), { start: 90, width: 10 });
    assert.deepEqual(clampSpan({ start: 5, width: 1000 }, 100), { start: 0, width: 100 });
    assert.ok(clampSpan({ start: 50, width: 0 }, 100).width > 0);
  });

  it("keeps the anchor in place while zooming", () => {
    const span = zoomAround({ start: 0, width: 100 }, 25, 0.5, 100);
    assert.deepEqual(span, { start: 12.5, width: 50 });
    assert.equal((25 - span.start) / span.width, 0.25);
  });

  it("pans by pixels and ends at the edges", () => {
    assert.deepEqual(panBy({ start: 10, width: 20 }, 50, 100, 100), { start: 20, width: 20 });
    assert.deepEqual(panBy({ start: 10, width: 20 }, -500, 100, 100), { start: 0, width: 20 });
  });

  it("eases from one span to another", () => {
    const [from, to] = [{ start: 0, width: 100 }, { start: 40, width: 10 }];
    assert.deepEqual(easeSpans(from, to, 0), from);
    assert.deepEqual(easeSpans(from, to, 1), to);
    assert.ok(easeSpans(from, to, 0.5).start > 20, "faster at the beginning");
  });
});

describe("text fitting", () => {
  const fit = new TextFit((text) => text.length * 10);

  it("keeps what fits and clips the rest with an ellipsis", () => {
    assert.equal(fit.fit("abcd", 40), "abcd");
    assert.equal(fit.fit("abcde", 40), "abc…");
    assert.equal(fit.fit("abcde", 19), "", "one letter alone says nothing");
  });

  it("never cuts a character in two", () => {
    assert.equal(fit.fit("ab😀cdefgh", 50), "ab😀…");
    assert.equal(fit.fit("ab😀cdefgh", 45), "ab…");
  });
});

describe("colours", () => {
  it("reads the forms that VS Code uses", () => {
    assert.deepEqual(parseColor("#1f1f1f"), { r: 31, g: 31, b: 31, a: 1 });
    assert.deepEqual(parseColor(" #fff "), { r: 255, g: 255, b: 255, a: 1 });
    assert.deepEqual(parseColor("#00000080"), { r: 0, g: 0, b: 0, a: 128 / 255 });
    assert.deepEqual(parseColor("rgba(1, 2, 3, 0.5)"), { r: 1, g: 2, b: 3, a: 0.5 });
    assert.deepEqual(parseColor("rgb(1 2 3 / 50%)"), { r: 1, g: 2, b: 3, a: 0.5 });
    for (const wrong of ["", "red", "#12", "rgb(1, 2)"]) assert.equal(parseColor(wrong), null);
  });

  it("mixes from one end to the other, and lays one colour over another", () => {
    const [red, blue] = [{ r: 200, g: 30, b: 20, a: 1 }, { r: 20, g: 30, b: 200, a: 1 }];
    assert.ok(Math.abs(mix(red, blue, 0).r - 200) < 0.5);
    assert.ok(Math.abs(mix(red, blue, 1).b - 200) < 0.5);
    assert.deepEqual(over({ r: 255, g: 255, b: 255, a: 0.5 }, { r: 0, g: 0, b: 0, a: 1 }), { r: 127.5, g: 127.5, b: 127.5, a: 1 });
  });

  it("finds a legible text colour for any fill", () => {
    for (let lightness = 0; lightness <= 1; lightness += 0.05) {
      for (const hue of [30, 75, 180, 250]) {
        const fill = oklch(lightness, 0.1, hue);
        assert.ok(contrast(fill, readableOn(fill, oklch(0.85, 0, 0))) >= 4.5, `lightness ${lightness}, hue ${hue}`);
      }
    }
  });
});

describe("numbers for people", () => {
  it("formats durations, shares, counts and rates", () => {
    const durations = [0, 12, 1_500, 999_900, 2.5e6, 312e6, 1.237e9, 59.99e9, 125e9].map(formatDuration);
    assert.deepEqual(
      durations,
      ["0 s", "12.0 ns", "1.50 µs", "1.00 ms", "2.50 ms", "312 ms", "1.24 s", "1 min 00 s", "2 min 05 s"],
    );
    assert.deepEqual([0, 0.0001, 0.345, 1].map(formatShare), ["0.0 %", "< 0.1 %", "34.5 %", "100.0 %"]);
    assert.deepEqual([7, 12_386, 1_234_567].map(formatCount), ["7", "12,386", "1,234,567"]);
    assert.deepEqual([998.8, 1000, 9990, 12_500, 150_000].map(formatRate), ["999 Hz", "1 kHz", "9,990 Hz", "12.5 kHz", "150 kHz"]);
  });
});

describe("keys", () => {
  const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) =>
    keyAction({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

  it("tells plain Enter from Enter with others", () => {
    assert.equal(press("Enter"), "zoomIn");
    assert.equal(press("Enter", { ctrlKey: true }), "open");
    assert.equal(press("Enter", { metaKey: true }), "open");
    assert.equal(press("Enter", { altKey: true }), "openBeside");
    assert.equal(press("Enter", { ctrlKey: true, shiftKey: true }), "openBeside");
  });

  it("takes signs however a keyboard writes them, and leaves other keys alone", () => {
    assert.equal(press("/", { shiftKey: true }), "search");
    assert.equal(press("?", { shiftKey: true }), "help");
    assert.equal(press("F3", { shiftKey: true }), "previousMatch");
    assert.equal(press("i", { ctrlKey: true }), null);
    assert.equal(press("Tab"), null);
  });
});

describe("what comes from outside", () => {
  it("revives typed arrays anywhere in a value", () => {
    const base64 = Buffer.from(Float64Array.of(1.5, -2).buffer).toString("base64");
    const revived = reviveColumns({ a: [{ type: "Float64Array", base64 }], b: { type: "x" } });
    assert.deepEqual(revived, { a: [Float64Array.of(1.5, -2)], b: { type: "x" } });
  });

  it("refuses a page's data that is damaged or empty", () => {
    assert.throws(() => readData("{"), /damaged/);
    assert.throws(() => checkEmbedded({ graphs: [], summaries: [] }), /no flame graph/);
    assert.throws(() => readData('{"graphs": [{"type": "Int32Array", "base64": "AAA="}]}'), /damaged/);
  });

  it("takes a kept state only when it is one", () => {
    const place = { zoom: ["a\n"], focus: [], from: 0, width: 1, scrollTop: 0 };
    const state = { selection: { thread: -1, inverted: false }, search: "", place, sidebar: true };
    assert.deepEqual(parseState(state), state);
    assert.equal(parseState({ ...state, sidebar: undefined })?.sidebar, null);
    for (const wrong of [undefined, null, 3, {}, { ...state, search: 1 }, { ...state, place: { ...place, zoom: [1] } }]) {
      assert.equal(parseState(wrong), null);
    }
  });
});
