import assert from "node:assert/strict";
import { computeDumpText, type StackDump } from "../../../extension/viewmodels/dumpText";

const place = { kind: "python", endLine: 3, column: 4, endColumn: 9, opcode: null, baseOpcode: null } as const;
const thread = { process: 7, interpreter: 0, isWhole: true, task: null };

const dump: StackDump = {
  pid: 7,
  python: "3.13.0",
  command: ["python3", "serve.py"],
  notes: ["A note."],
  stacks: [
    {
      ...{ ...thread, thread: 9, threadName: "worker", isMainThread: false, status: ["has GIL", "on CPU"] },
      frames: [
        { ...place, name: "run", file: "/w/serve.py", line: 3, source: "work()", opcode: "CALL_X", baseOpcode: "CALL" },
        { ...place, kind: "native", name: "time.sleep", file: "~", line: 0, source: null },
      ],
    },
    {
      ...{ ...thread, thread: 7, threadName: "", isMainThread: true, status: [], task: "poll" },
      frames: [
        { ...place, kind: "task", name: "poll", file: "<task>", line: 0, source: null },
        { ...place, name: "poll", file: "<string>", line: 2, source: null },
      ],
    },
    { ...thread, thread: 8, threadName: "", isMainThread: false, interpreter: 2, status: [], isWhole: false, frames: [] },
  ],
};

describe("computeDumpText", () => {
  const { text, links } = computeDumpText(dump, "serve.py", "12:00:00", (file) => file.replace("/w/", ""));

  it("is a paragraph a thread or task, the most recent call last", () => {
    assert.equal(
      text,
      `Stacks of serve.py · process 7 · CPython 3.13.0 · 12:00:00 · most recent call last
python3 serve.py
A note.

Thread worker · thread id 9 · has GIL, on CPU
  File "serve.py", line 3, in run  [CALL_X (CALL)]
      work()
  <native> time.sleep

Task poll · Thread MainThread · thread id 7
  <task> poll
  File "<string>", line 2, in poll

Thread 8 · interpreter 2
  (not read whole: it changed meanwhile)
`,
    );
  });

  it("links each place of a file, and nothing else", () => {
    const lines = text.split("\n");
    const linked = links.map(({ row, start, end }) => lines[row].slice(start, end));
    assert.deepEqual(linked, ['File "serve.py", line 3', 'File "<string>", line 2']);
    assert.deepEqual([links[0].file, links[0].line], ["/w/serve.py", 3]);
  });
});
