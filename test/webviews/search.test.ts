import * as assert from "node:assert/strict";
import { Category } from "../../webviews/protocol";
import { searchGraph } from "../../webviews/flame/search";
import { makeGraph, shopGraph } from "./sampleGraph";

describe("search in a flame graph", () => {
  const names = (text: string): string[] => {
    const graph = shopGraph();
    return (searchGraph(graph, text)?.boxes ?? []).map((box) => graph.strings[graph.name[box]]);
  };

  it("finds nothing to do for an empty text", () => {
    assert.equal(searchGraph(shopGraph(), "  "), null);
  });

  it("finds parts of names and of files in any case", () => {
    assert.deepEqual(names("BASKET"), ["Basket.price", "Basket.discount"]);
    assert.deepEqual(names("mail.py"), ["send"]);
  });

  it("takes special characters in plain text as they are", () => {
    assert.deepEqual(names("<listcomp>"), ["<listcomp>"]);
    assert.deepEqual(names("(.*)"), []);
  });

  it("finds by regular expression between slashes, with case unless told", () => {
    assert.deepEqual(names("/^Basket\\.d/"), ["Basket.discount"]);
    assert.deepEqual(names("/^basket\\.d/"), []);
    assert.deepEqual(names("/^basket\\.d/i"), ["Basket.discount"]);
    assert.throws(() => searchGraph(shopGraph(), "/(/"), SyntaxError);
  });

  it("finds a place by hot line, by first line, else the function that starts above it", () => {
    assert.deepEqual(names("shop.py:93"), ["Basket.price"]);
    assert.deepEqual(names("shop.py:97"), ["Basket.discount"]);
    assert.deepEqual(names("shop.py:119"), ["Basket.discount"]);
    assert.deepEqual(names("/home/ada/shop/tax.py:123"), ["tax"]);
    assert.deepEqual(names("hop.py:93"), [], "not a part of a file's name");
  });

  it("counts time once where matches lie above each other", () => {
    const graph = makeGraph([
      { name: "f", self: 1, calls: [{ name: "g", self: 1, calls: [{ name: "f", self: 3 }] }] },
      { name: "h", self: 5 },
    ]);
    const found = searchGraph(graph, "f");
    assert.equal(found?.boxes.length, 2);
    assert.equal(found?.share, 0.5);
  });

  it("never finds merged boxes", () => {
    const graph = makeGraph([{ name: "… 3 more", category: Category.Merged, self: 1 }, { name: "more", self: 1 }]);
    assert.deepEqual(searchGraph(graph, "more")?.boxes.length, 1);
  });
});
