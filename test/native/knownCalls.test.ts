import * as assert from "node:assert";
import { KnownCalls } from "../bench/shapes";

const source = `
def outer():
    inner()  # -> inner
    spare = 1
def inner():
    pass
async def task():  # entry
    inner()  # -> inner
outer()  # -> outer`;

/** A frame of the source above, or of a library. */
const own = (name: string, line: number) => ({ name, line, file: "/somewhere/shapes.py" });
const library = { name: "run", line: 7, file: "/lib/runner.py" };

describe("the written-down calls of a program", () => {
  const calls = new KnownCalls(source);
  const callers = [own("<module>", 9), own("outer", 3)];

  it("allow what is written", () => {
    assert.strictEqual(calls.problem([...callers, own("inner", 6)]), undefined);
    assert.strictEqual(calls.problem([library, own("task", 8), own("inner", 6)]), undefined);
  });

  it("forbid another callee, another line, another beginning, and entering from a library", () => {
    assert.strictEqual(calls.problem([...callers, own("task", 8)]), "outer:3 -> task:8");
    assert.strictEqual(calls.problem([callers[0], own("outer", 4), own("inner", 6)]), "outer:4 -> inner:6");
    assert.strictEqual(calls.problem([own("outer", 3), own("inner", 6)]), "starts in outer");
    assert.strictEqual(calls.problem([library, own("inner", 6)]), "run:7 -> inner:6");
    assert.strictEqual(calls.problem([]), "no frame");
  });
});
