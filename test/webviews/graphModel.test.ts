import * as assert from "node:assert/strict";
import { GraphModel } from "../../webviews/flame/graphModel";
import { Category } from "../../webviews/protocol";
import { invertedShopGraph, makeGraph, shopGraph } from "./sampleGraph";

describe("model of a flame graph", () => {
  const model = new GraphModel(shopGraph());
  const box = (name: string): number => {
    const found = Array.from({ length: model.graph.length }, (_, at) => at).find((at) => model.name(at) === name);
    assert.ok(found !== undefined, name);
    return found;
  };

  it("finds the box under each point of each row, and none beside", () => {
    const { rows, graph } = model;
    for (let at = 0; at < graph.length; at++) {
      assert.equal(rows.boxAt(graph.depth[at], graph.start[at] + graph.weight[at] / 2), at);
    }
    assert.equal(rows.boxAt(graph.levels, 0), -1);
    assert.equal(rows.boxAt(-1, 0), -1);
    const end = graph.start[box("tax")] + graph.weight[box("tax")];
    assert.equal(rows.boxAt(graph.depth[box("tax")], end + 1), -1, "own time of the caller is empty below it");
  });

  it("orders rows from left to right, whatever order the boxes come in", () => {
    const graph = { ...makeGraph([{ name: "a", self: 2 }, { name: "b", self: 1 }]), start: Float64Array.of(1e6, 0) };
    const { rows } = new GraphModel(graph);
    assert.deepEqual([...rows.order], [1, 0]);
    assert.equal(rows.neighbour(1, 1), 0);
    assert.equal(rows.neighbour(0, 1), -1);
  });

  it("goes down to the heaviest callee, to a merged box only if there is no other", () => {
    assert.equal(model.name(model.heaviestChild(-1)), "<module>");
    assert.equal(model.name(model.heaviestChild(box("invoice_all"))), "Basket.price");
    assert.equal(model.heaviestChild(box("tax")), -1);
    const graph = makeGraph([{ name: "a", calls: [{ name: "b", self: 1 }, { name: "…", category: Category.Merged, self: 9 }] }]);
    const small = new GraphModel(graph);
    assert.equal(small.name(small.heaviestChild(0)), "b");
  });

  it("zooms out past callers that are as wide", () => {
    const chain = new GraphModel(
      makeGraph([{ name: "a", self: 5, calls: [{ name: "b", calls: [{ name: "c", calls: [{ name: "d", self: 1 }] }] }] }]),
    );
    assert.equal(chain.name(chain.widerAncestor(3)), "a");
    assert.equal(chain.widerAncestor(0), -1);
  });

  it("finds a box again by its path, or the nearest caller that is still there", () => {
    const path = model.path(box("tax"));
    assert.equal(model.find(path), box("tax"));
    assert.equal(model.name(model.find([...path.slice(0, 3), "gone\n"])), "invoice_all");
    assert.equal(new GraphModel(invertedShopGraph()).find(["gone\n", ...path]), -1);
    assert.equal(model.find([]), -1);
  });

  it("leads to the hot line, else to the first, and nowhere from what has no source", () => {
    assert.deepEqual(model.source(box("Basket.price")), { file: "/home/ada/shop/shop.py", line: 93 });
    assert.equal(model.shortPlace(box("Basket.price")), "shop.py:93");
    assert.equal(model.source(box("<GC>")), null);
    const graph = makeGraph([{ name: "a", self: 1, file: "/a.py", firstLine: 7 }]);
    assert.deepEqual(new GraphModel(graph).source(0), { file: "/a.py", line: 7 });
  });
});
