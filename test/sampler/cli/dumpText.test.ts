import assert from "node:assert/strict";
import { coloured, formatDump, plain, type Paint } from "../../../sampler/cli/dumpText";
import type { DumpedFrame, DumpedStack } from "../../../sampler/profile";

const frame: DumpedFrame = {
  kind: "python",
  name: "work",
  file: "/w/app/work.py",
  line: 3,
  endLine: 3,
  column: 15,
  endColumn: 22,
  opcode: null,
  baseOpcode: null,
};

const stack: DumpedStack = {
  process: 7,
  thread: 7,
  threadName: "",
  interpreter: 0,
  isMainThread: true,
  status: ["idle"],
  task: null,
  isWhole: true,
  frames: [frame],
};

function format(stacks: readonly DumpedStack[], source = "", paint: Paint = plain): string[] {
  return formatDump(stacks, { pid: 7, paint, cwd: "/w", sourceLine: () => source });
}

describe("formatDump", () => {
  it("highlights the expression by bytes, not characters, without the indentation", () => {
    const lines = format([stack], '    "schön" + one(1) + two(2)', coloured);
    assert.equal(lines[2], '    \x1b[37m"schön" + \x1b[0m\x1b[1;33mone(1) \x1b[0m\x1b[37m+ two(2)\x1b[0m');
  });

  it("highlights to the end of the line what goes on in the next one", () => {
    const lines = format([{ ...stack, frames: [{ ...frame, column: 4, endColumn: 1, endLine: 5 }] }], "    call(", coloured);
    assert.equal(lines[2], "    \x1b[1;33mcall(\x1b[0m");
  });

  it("shortens file names below the folder it is called in", () => {
    assert.equal(format([stack])[1], '  File "app/work.py", line 3, in work');
    const other = { ...stack, frames: [{ ...frame, file: "/other/work.py" }] };
    assert.equal(format([other])[1], '  File "/other/work.py", line 3, in work');
  });

  it("names the interpreter when there are several, and the process once", () => {
    const lines = format([{ ...stack, interpreter: 1, isMainThread: false, thread: 9 }, stack]);
    assert.equal(lines[0], "Stack dump for PID 7, thread 9 (interpreter 1; idle; most recent call last):");
    assert.equal(lines.at(-2), "Stack dump, thread 7 (interpreter 0; main thread, idle; most recent call last):");
  });

  it("says that a stack could not be read whole, or is not there", () => {
    assert.match(format([{ ...stack, isWhole: false, frames: [] }])[1], /^Not read whole/);
    assert.equal(format([{ ...stack, frames: [] }])[1], "No Python frames");
    assert.deepEqual(format([]), ["No Python stacks found for PID 7"]);
  });

  it("shows tasks, collections, C functions and specialised instructions", () => {
    const special = (change: Partial<DumpedFrame>): DumpedFrame => ({ ...frame, file: "~", line: 0, ...change });
    const frames = [
      special({ kind: "task", name: "poll", file: "<task>" }),
      special({ kind: "gc", name: "<GC>" }),
      special({ kind: "native", name: "time.sleep" }),
      special({ kind: "native", name: "<native>" }),
      { ...frame, opcode: "CALL_PY_EXACT_ARGS", baseOpcode: "CALL" },
    ];
    assert.deepEqual(format([{ ...stack, task: "poll", status: [], frames }]), [
      "Stack dump for PID 7, thread 7 (task poll; most recent call last):",
      '  File "<task>", in poll',
      "  <GC>",
      "  <native> time.sleep",
      "  <native>",
      '  File "app/work.py", line 3, in work  opcode=CALL_PY_EXACT_ARGS (CALL)',
    ]);
  });
});
