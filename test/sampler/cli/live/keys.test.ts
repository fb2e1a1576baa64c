import assert from "node:assert/strict";
import { press, type KeyContext, type Pressed } from "../../../../sampler/cli/live/keys";
import { initialState, type ViewState } from "../../../../sampler/cli/live/state";

const context: KeyContext = {
  list: { header: [], length: 3, key: (row) => `functions:${row}`, line: () => [] },
  ...{ treeRows: [], lanes: [], threads: [4, 7], processes: [100, 200], processOf: (thread) => (thread === 4 ? 100 : 200) },
  formats: [
    { id: "collapsed", description: "" },
    { id: "gecko", description: "" },
  ],
  ...{ fileName: (format) => `${format}_1`, pageRows: 2, isFinished: false, isLaunched: true, canSuspend: true },
};

/** The state after some keys, one after another. */
function after(keys: readonly string[], state: Partial<ViewState> = {}, changes: Partial<KeyContext> = {}): Pressed {
  let pressed: Pressed = { state: { ...initialState, ...state } };
  for (const key of keys) pressed = press(pressed.state, key, { ...context, ...changes });
  return pressed;
}

describe("keys of the live view", () => {
  it("work in either case where the reference's do", () => {
    for (const key of ["p", "P"]) assert.equal(after([key]).state.paused, true);
    for (const key of ["x", "X"]) assert.equal(after([key]).state.trends, false);
    for (const key of ["h", "H", "?"]) assert.equal(after([key]).state.overlay, "help");
    for (const key of ["c", "C"]) assert.equal(after([key], { filter: "x" }).state.filter, "");
    for (const key of ["q", "Q"]) assert.deepEqual(after([key]).command, { kind: "quit" });
    for (const key of ["j", "J", "DOWN"]) assert.equal(after([key]).state.selected, "functions:1");
    for (const key of ["k", "K", "UP"]) assert.equal(after(["END", key]).state.selected, "functions:1");
  });

  it("go round the columns and the views", () => {
    assert.equal(after(["s"]).state.sort, "cumul_pct");
    assert.equal(after(["S", "S", "S"]).state.sort, "cumtime");
    assert.equal(after(["v", "v"]).state.view, "tree");
    assert.equal(after(["V"]).state.view, "threads");
  });

  it("keep the rate of pictures within 20 and 1 a second", () => {
    assert.equal(after(["+", "=", "+"]).state.refreshMs, 50);
    assert.equal(after(Array<string>(30).fill("-")).state.refreshMs, 1000);
    assert.equal(after(["_"]).state.refreshMs, 150);
  });

  it("go round the threads, of the chosen process when there is one", () => {
    assert.deepEqual(after(["RIGHT"]).state.lane, { process: null, thread: 4 });
    assert.deepEqual(after(["LEFT"]).state.lane, { process: null, thread: 7 });
    assert.deepEqual(after(["t", ">", ">"]).state.lane, { process: null, thread: 4 });
    assert.deepEqual(after(["t", "t"]).state.lane, { process: null, thread: null });
    assert.deepEqual(after(["n", "n", "RIGHT"]).state.lane, { process: 200, thread: 7 });
    assert.deepEqual(after(["n", "n", "n"]).state.lane, { process: null, thread: null });
    assert.match(after(["n"], {}, { processes: [100] }).state.message!, /--subprocesses/);
  });

  it("reset, but not what is final", () => {
    assert.deepEqual(after(["RIGHT", "r"]), { state: initialState, command: { kind: "reset" } });
    assert.equal(after(["r"], {}, { isFinished: true }).command, undefined);
  });

  it("edit what is asked for, whatever they mean elsewhere", () => {
    assert.equal(after(["/", "q", "s", "BACKSPACE", "ö"]).state.prompt?.kind, "filter");
    assert.equal(after(["/", "q", "s", "BACKSPACE", "ö", "ENTER"]).state.filter, "qö");
    assert.equal(after(["/", "q", "ESCAPE"], { filter: "old" }).state.filter, "old");
    assert.equal(after(["/", "CTRL_U", "ENTER"], { filter: "old" }).state.filter, "");
  });

  it("choose a format and a file", () => {
    const { state, command } = after(["e", "RIGHT", "ENTER", "x", "ENTER"]);
    assert.deepEqual(command, { kind: "export", format: "gecko", file: "gecko_1x" });
    assert.equal(state.prompt, null);
    assert.equal(after(["e", "LEFT", "LEFT", "ENTER", "CTRL_U", "ENTER"]).command, undefined);
  });

  it("end, interrupt and leave", () => {
    assert.deepEqual(after(["CTRL_C"]).command, { kind: "interrupt" });
    assert.deepEqual(after(["CTRL_C"], {}, { isFinished: true }).command, { kind: "quit" });
    assert.deepEqual(after(["/", "CTRL_C"]).command, { kind: "interrupt" });
    assert.deepEqual(after(["d"]).command, { kind: "detach" });
    assert.deepEqual(after(["d"], {}, { isLaunched: false }).command, { kind: "quit" });
    assert.deepEqual(after(["CTRL_Z"]).command, { kind: "suspend" });
    assert.equal(after(["CTRL_Z"], {}, { canSuspend: false }).command, undefined);
  });

  it("close help, and do nothing else then", () => {
    assert.deepEqual(after(["h", "q"]), { state: initialState });
  });
});
