import assert from "node:assert/strict";
import { CodeCategory, computeFlameGraph } from "../../../sampler/profile";
import type { FlameColumns, FlameOptions, Profile } from "../../../sampler/profile";
import type { FlameGraph } from "../../../webviews/protocol";
import { deepRecursion, wideProfile } from "../../support/bigProfiles";
import { drawnProfile, picture } from "../../support/drawnProfile";

const upright = { thread: -1, inverted: false };

/** Draws the boxes: a line a level, `cell` characters a nanosecond. */
function draw(graph: FlameColumns, cell = 4): string {
  const levels = Array.from({ length: graph.levels }, () => "");
  for (let box = 0; box < graph.length; box++) {
    const text = `[${graph.strings[graph.name[box]].padEnd(graph.weight[box] * cell - 2)}]`;
    const level = graph.depth[box];
    levels[level] = levels[level].padEnd(graph.start[box] * cell) + text;
  }
  return levels.map((level) => level.trimEnd()).join("\n");
}

function flame(profile: Profile, options?: FlameOptions): FlameColumns {
  return computeFlameGraph(profile, upright, options);
}

/** Every box lies within its parent's and behind its siblings. */
function assertNested(graph: FlameColumns): void {
  const end = new Float64Array(graph.length);
  const filled = new Map<number, number>();
  for (let box = 0; box < graph.length; box++) {
    const parent = graph.parent[box];
    assert.ok(parent < box);
    end[box] = graph.start[box] + graph.weight[box];
    assert.ok(graph.start[box] >= (filled.get(parent) ?? (parent < 0 ? 0 : graph.start[parent])));
    assert.ok(end[box] <= (parent < 0 ? graph.totalWeight : end[parent]));
    assert.equal(graph.depth[box], parent < 0 ? 0 : graph.depth[parent] + 1);
    filled.set(parent, end[box]);
  }
}

describe("profile: flame graph", () => {
  it("puts the heaviest siblings left and self time right", () => {
    const graph: FlameGraph = flame(
      drawnProfile(`
        A A A A A B
        C D D D _ _
        E _ F F _ _
      `),
    );
    assert.equal(
      draw(graph),
      picture(`
        [A                 ][B ]
        [D         ][C ]
        [F     ]    [E ]
      `),
    );
    assert.deepEqual([graph.totalWeight, graph.totalSamples, graph.levels], [6, 6, 3]);
    assertNested(graph);
  });

  it("merges what is too narrow to see", () => {
    const graph = flame(
      drawnProfile(
        `
          A  A A A
          B  C D E
          _  F _ E
        `,
        { weights: [40, 4, 4, 2] },
      ),
      { minShare: 0.1 },
    );
    assert.equal(
      draw(graph, 1),
      "[A                                               ]\n[B                                     ][… 3 more]",
    );
    assert.deepEqual([...graph.weight], [50, 40, 10]);
    assert.deepEqual([graph.category[2], graph.file[2], graph.hotLine[2]], [CodeCategory.Merged, -1, 0]);
    assert.deepEqual([graph.self[2], graph.samples[2]], [4, 3]);
    assertNested(graph);
  });

  it("draws the inverted graph", () => {
    const profile = drawnProfile("A B B\nC C _");
    assert.equal(draw(computeFlameGraph(profile, { thread: -1, inverted: true })), "[C     ][B ]\n[A ][B ]");
  });

  it("describes each box: file, lines, source, category", () => {
    const profile = drawnProfile(`
      main@/home/u/proj/src/app.py:7 main@/home/u/proj/src/app.py:7
      <GC>                           dumps@/usr/lib/python3.14/json/__init__.py:3
    `);
    const options = {
      projectRoots: ["/home/u/proj"],
      sourceLine: (file: string, line: number) => `   ${file}#${line} `,
    };
    const graph = flame(profile, options);
    const text = (index: number) => (index < 0 ? "-" : graph.strings[index]);
    const rows = Array.from({ length: graph.length }, (_, box) => [
      text(graph.name[box]),
      text(graph.shortFile[box]),
      graph.hotLine[box],
      text(graph.source[box]),
      CodeCategory[graph.category[box]],
    ]);
    assert.deepEqual(rows, [
      ["main", "src/app.py", 7, "/home/u/proj/src/app.py#7", "Project"],
      ["<GC>", "-", 0, "-", "Synthetic"],
      ["dumps", "json/__init__.py", 3, "/usr/lib/python3.14/json/__init__.py#3", "StandardLibrary"],
    ]);
  });

  it("lists the opcodes of each box, heaviest first, at most eight", () => {
    const opcodes = Array.from({ length: 10 }, (_, index) => `f/OP${index}`).join(" ");
    const weights = Array.from({ length: 10 }, (_, index) => index + 1);
    const many = flame(drawnProfile(opcodes, { weights }));
    assert.deepEqual([...many.opcodeStart], [0, 8]);
    assert.deepEqual([...many.opcodeWeight], [10, 9, 8, 7, 6, 5, 4, 3]);

    const graph = flame(drawnProfile("m/CALL_PY<CALL m/CALL<CALL m:2/CALL_PY<CALL\nf/A _ f"));
    const names = Array.from(graph.opcodeName, (name, index) => {
      return `${graph.strings[name]}<${graph.strings[graph.opcodeBase[index]]} ${graph.opcodeWeight[index]}`;
    });
    assert.deepEqual(names, ["CALL_PY<CALL 2", "CALL<CALL 1", "A<A 1"]);
    assert.deepEqual([...graph.opcodeStart], [0, 2, 3]);
  });

  it("is empty for a selection without samples", () => {
    const graph = computeFlameGraph(drawnProfile("A"), { thread: 5, inverted: false });
    assert.deepEqual([graph.length, graph.levels, graph.totalWeight, [...graph.opcodeStart]], [0, 0, 0, [0]]);
  });

  it("never has more boxes than asked for, whatever the tree", () => {
    for (const profile of [deepRecursion(20_000), wideProfile(200_000)]) {
      for (const inverted of [false, true]) {
        const graph = computeFlameGraph(profile, { thread: -1, inverted }, { maxBoxes: 5000 });
        assert.ok(graph.length <= 5000 && graph.length > 100, `${graph.length} boxes`);
        assertNested(graph);
      }
    }
  });
});
