import assert from "node:assert/strict";
import { figureText } from "../../../extension/editor/figureText";

const line = { self: 43e6, total: 1.5e9, selfShare: 0.021, totalShare: 0.7 };
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("figures of a hot line", () => {
  it("are self and total, as time or as share", () => {
    assert.equal(plain(figureText(line, "time")), " 43 ms self · 1.5 s total");
    assert.equal(plain(figureText(line, "percent")), " 2.1 % self · 70 % total".padStart(24));
  });

  it("are one where both are the same", () => {
    assert.equal(plain(figureText({ ...line, self: 1.5e9, selfShare: 0.7 }, "time")), " 1.5 s self");
  });

  it("line up and keep their blanks in the editor", () => {
    const texts = [line, { ...line, self: 999e6 }, { ...line, self: 1e9 }].map((each) => figureText(each, "time"));
    assert.equal(new Set(texts.map((text) => text.indexOf("self"))).size, 1);
    assert.ok(texts.every((text) => !text.includes(" ")));
  });
});
