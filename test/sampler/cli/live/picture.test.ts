import assert from "node:assert/strict";
import { functionList } from "../../../../sampler/cli/live/functionList";
import { help } from "../../../../sampler/cli/live/help";
import { laneList } from "../../../../sampler/cli/live/laneList";
import { textOf, widthOfLine, type Size } from "../../../../sampler/cli/live/line";
import type { List } from "../../../../sampler/cli/live/list";
import { LiveModel } from "../../../../sampler/cli/live/model";
import { picture, type Scene } from "../../../../sampler/cli/live/picture";
import { initialState, type ViewState } from "../../../../sampler/cli/live/state";
import { treeList } from "../../../../sampler/cli/live/treeList";
import type { Profile } from "../../../../sampler/profile";
import { drawnProfile } from "../../../support/drawnProfile";

const drawing = `
  main:9  main:9  main:9  main:12
  load:3  load:3  load:4  save:20
  parse:7 parse:7 _       _`;

const seconds = [2e9, 1e9, 1e9, 4e9];

function modelOf(profile: Profile): LiveModel {
  const model = new LiveModel(profile);
  model.refresh();
  return model;
}

function listOf(model: LiveModel, state: ViewState, columns: number): List {
  if (state.view === "threads") return laneList(model.profile, model.lanes, state, columns);
  if (state.view === "tree" || state.view === "callers") return treeList(model.figures, state, columns, model.paths);
  return functionList(model.figures, model.before, state, columns);
}

const textsOf = (list: List): string[] =>
  Array.from({ length: list.length }, (_, row) => textOf(list.line(row)).trimEnd().replace(/ +/g, " ").trim());

function sceneOf(model: LiveModel, changes: Partial<Scene> & { readonly state: ViewState }, { columns }: Size): Scene {
  const list = listOf(model, changes.state, columns);
  const facts = {
    ...{ pid: 4711, title: "app.py", lane: "ALL", processes: 1, process: "ALL", time: "12:34:56" },
    ...{ intervalNs: 1e6, refreshMs: 100, mode: "wall" as const, shown: list.length, finished: null },
  };
  return { figures: model.figures, list, facts, formats: [], opcodes: false, output: [], ...changes };
}

describe("the picture of the live view", () => {
  const model = modelOf(drawnProfile(drawing, { weights: seconds }));
  const show = (changes: Partial<ViewState>, columns = 140): string[] =>
    textsOf(listOf(model, { ...initialState, ...changes }, columns));

  it("has a row a function, sorted by what is asked for", () => {
    assert.deepEqual(show({}), [
      "1/1 25.0 4.000 25.0 4.000 save app.py:1",
      "2/2 50.0 3.000 50.0 3.000 parse app.py:1",
      "1/3 25.0 1.000 75.0 4.000 load app.py:1",
      "0/4 0.0 0.000 100.0 8.000 main app.py:1",
    ]);
    const firstBy = (sort: ViewState["sort"]): string => /[a-z]+/.exec(show({ sort })[0])![0];
    assert.equal(firstBy("nsamples"), "parse");
    assert.equal(firstBy("sample_pct"), "parse");
    assert.equal(firstBy("cumul_pct"), "main");
    assert.equal(firstBy("cumtime"), "main");
  });

  it("has a row a line when that is asked for", () => {
    assert.deepEqual(show({ view: "lines", filter: "LOAD" }), [
      "1/1 25.0 1.000 25.0 1.000 load app.py:4",
      "0/2 0.0 0.000 50.0 3.000 load app.py:3",
    ]);
  });

  it("leaves out columns that there is no room for, never the one that is sorted by", () => {
    const header = (columns: number, sort: ViewState["sort"] = "tottime"): string =>
      textOf(listOf(model, { ...initialState, sort }, columns).header).replace(/ +/g, " ").trim();
    assert.equal(header(60), "nsamples ▼tottime function file:line");
    assert.equal(header(80), "nsamples % ▼tottime function file:line");
    assert.equal(header(120, "cumtime"), "nsamples % tottime % ▼cumtime function file:line");
    assert.equal(header(140), "nsamples % ▼tottime % cumtime function file:line");
  });

  it("has the call tree, open where it is heavy, closed and opened as it is told", () => {
    const tree = (changes: Partial<ViewState> = {}): string[] =>
      show({ view: "tree", ...changes }, 100).map((line) => /[▾▸].*|\S+ \S+:\d+$/.exec(line)![0].replace(/ \S+$/, ""));
    assert.deepEqual(tree(), ["▾ main", "▾ load", "parse", "save"]);
    const list = listOf(model, { ...initialState, view: "tree" }, 100);
    assert.deepEqual(tree({ opened: new Map([[list.key(1), false]]) }), ["▾ main", "▸ load", "save"]);
    assert.deepEqual(tree({ opened: new Map([[list.key(0), false]]) }), ["▸ main"]);
    assert.deepEqual(tree({ filter: "parse" }), ["▾ main", "▾ load", "parse"]);
  });

  it("has the callers of what runs", () => {
    const names = show({ view: "callers" }, 100).map((line) => /([a-z]+) \S+:\d+$/.exec(line)![1]);
    assert.deepEqual(names, ["save", "main", "parse", "load", "main", "load"]);
  });

  it("has a row a process and a thread, with what it does now", () => {
    const profile = drawnProfile("main main\nload save", { threads: [0, 1], processes: [100, 200], statuses: [2, 9] });
    const rows = textsOf(laneList(profile, modelOf(profile).lanes, initialState, 100));
    assert.equal(rows.length, 4);
    assert.match(rows[0], /^process 100 1 100\.0 0\.0 0\.0 █$/);
    assert.match(rows[1], /1 100\.0 0\.0 0\.0 █ load app\.py:1$/);
    assert.match(rows[2], /^process 200 1 0\.0 100\.0 100\.0 ▁$/);
    assert.match(rows[3], /1 0\.0 100\.0 100\.0 ▁ save app\.py:1$/);
  });

  it("tells what has grown and what has shrunk since the refresh before, unless it is not to", () => {
    const whole = drawnProfile("main main main\nload load save");
    const runs = { ...whole.runs, length: 2 };
    const growing = new LiveModel({ ...whole, runs });
    growing.refresh();
    void growing.figures.functions;
    runs.length = 3;
    growing.refresh();
    const look = (trends: boolean): (string | undefined)[] => {
      const list = functionList(growing.figures, growing.before, { ...initialState, trends }, 80);
      const load = [0, 1, 2].find((row) => textOf(list.line(row)).includes("load"))!;
      return list.line(load).slice(0, 2).map(({ style }) => style.colour);
    };
    assert.deepEqual(look(true), [undefined, "red"], "as many samples, a smaller share");
    assert.deepEqual(look(false), [undefined, undefined]);
  });

  it("fills the screen and no more, at every size, in every view", () => {
    const states: Partial<ViewState>[] = [
      ...(["functions", "lines", "tree", "callers", "threads"] as const).map((view) => ({ view })),
      ...[{ overlay: "help" as const }, { overlay: "output" as const }, { prompt: { kind: "filter" as const, text: "x" } }],
      ...[{ message: "done" }, { paused: true }],
    ];
    for (const size of [{ columns: 60, rows: 12 }, { columns: 80, rows: 24 }, { columns: 200, rows: 60 }, { columns: 20, rows: 5 }]) {
      for (const changes of states) {
        const lines = picture(sceneOf(model, { state: { ...initialState, ...changes }, opcodes: true }, size), size);
        assert.ok(lines.length <= size.rows, `${JSON.stringify(changes)}: ${lines.length} lines`);
        for (const line of lines) assert.ok(widthOfLine(line) <= size.columns, textOf(line));
      }
    }
  });

  it("keeps four rows of the table in the lowest terminal", () => {
    const lines = picture(sceneOf(model, { state: initialState }, { columns: 60, rows: 12 }), { columns: 60, rows: 12 }).map(textOf);
    assert.equal(lines.filter((line) => /app\.py:1/.test(line)).length, 4);
    assert.match(lines[0], /^PID: 4711 │ Thread: ALL/);
  });

  it("shows the instructions of the selected row", () => {
    const profile = drawnProfile("f:1/ADD_INT<ADD f:2/ADD_INT<ADD f:2/LOAD<LOAD g:1/CALL<CALL");
    const size = { columns: 80, rows: 30 };
    const text = (changes: Partial<ViewState>): string => {
      const state = { ...initialState, sort: "nsamples" as const, ...changes };
      return picture(sceneOf(modelOf(profile), { state, opcodes: true }, size), size).map(textOf).join("\n");
    };
    assert.match(text({}), /Opcodes for f\(\) ─+\n +\[█{20}\] ADD_INT \(ADD\) +66\.7% \( +2\)\n +\[█{10}░{10}\] LOAD +33\.3% \( +1\)/);
    assert.match(text({ view: "lines", filter: "g" }), /Opcodes for g\(\)[^]*CALL +100\.0%/);
    assert.match(text({ view: "tree" }), /Opcodes for f\(\)/);
    assert.match(text({ view: "threads" }), /No function selected/);
  });

  it("has help for every key, readable in a terminal of 80 by 24", () => {
    const lines = help(80, 24);
    assert.ok(lines.length <= 24);
    const text = lines.map(textOf).join("\n");
    for (const key of ["s / S", "v / V", "j/k", "t ", "n / N", "x ", "+ / -", "* ", "p ", "r ", "e ", "o ", "d ", "/ ", "c ", "ESC", "h or ?", "q "]) {
      assert.ok(text.includes(`  ${key}`), `no help for ${key}`);
    }
    for (const line of lines) assert.ok(widthOfLine(line) <= 80, textOf(line));
  });
});
