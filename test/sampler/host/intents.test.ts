import assert from "node:assert/strict";
import { IntentReader, encodeIntent, type Intent } from "../../../sampler/host/intents";

describe("intents", () => {
  it("are the same after every cut of the text", () => {
    const sent: Intent[] = [{ intent: "stop" }, { intent: "terminate" }];
    const text = sent.map(encodeIntent).join("");
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = new IntentReader();
      assert.deepEqual([...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut))], sent, `cut at ${cut}`);
    }
  });

  it("pass over what is none", () => {
    const lines = ["", "null", "[]", "{", '{"intent":"format the disk"}', '{"intent":7}', '{"intent":"stop"}', ""];
    assert.deepEqual(new IntentReader().push(lines.join("\n")), [{ intent: "stop" }]);
  });

  it("do not gather a line without end", () => {
    const reader = new IntentReader();
    assert.deepEqual(reader.push("x".repeat(10_000)), []);
    assert.deepEqual(reader.push('{"intent":"stop"}\n'), [{ intent: "stop" }]);
  });
});
