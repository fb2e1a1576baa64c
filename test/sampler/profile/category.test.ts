import assert from "node:assert/strict";
import { CodeCategory, categoryOf, shortFileName } from "../../../sampler/profile";
import { FunctionKind } from "../../../sampler/wire";
import { Category } from "../../../webviews/protocol";

const roots = ["/home/u/proj/", "C:\\work\\proj"];

const cases: [file: string, category: keyof typeof CodeCategory, short: string][] = [
  ["/home/u/proj/src/app.py", "Project", "src/app.py"],
  ["/home/u/project2/app.py", "Project", "project2/app.py"],
  ["app.py", "Project", "app.py"],
  ["C:\\work\\proj\\a\\b.py", "Project", "a/b.py"],
  ["/home/u/proj/lib/python3.14/tool.py", "Project", "lib/python3.14/tool.py"],
  [
    "/home/u/proj/.venv/lib/python3.13/site-packages/django/db/models/query.py",
    "SitePackages",
    "django/db/models/query.py",
  ],
  ["/usr/lib/python3/dist-packages/apt/cache.py", "SitePackages", "apt/cache.py"],
  ["/usr/lib/python3.14/json/decoder.py", "StandardLibrary", "json/decoder.py"],
  ["/opt/py/lib/python3.13t/asyncio/runners.py", "StandardLibrary", "asyncio/runners.py"],
  ["C:\\Python312\\Lib\\json\\decoder.py", "StandardLibrary", "json/decoder.py"],
  ["/usr/lib/python314.zip/json/decoder.py", "StandardLibrary", "json/decoder.py"],
  ["/srv/lib/server.py", "Project", "lib/server.py"],
  ["<frozen importlib._bootstrap>", "Interpreter", "<frozen importlib._bootstrap>"],
  ["<string>", "Interpreter", "<string>"],
];

describe("profile: where code lives", () => {
  for (const [file, category, short] of cases) {
    it(`${file} is ${category}, called ${short}`, () => {
      assert.equal(CodeCategory[categoryOf(file, FunctionKind.Python, roots)], category);
      assert.equal(shortFileName(file, roots), short);
    });
  }

  it("synthetic frames live nowhere", () => {
    assert.equal(categoryOf("~", FunctionKind.Gc, []), CodeCategory.Synthetic);
  });

  it("has the numbers that the webviews know", () => {
    assert.deepEqual(Object.entries(CodeCategory), Object.entries(Category));
  });
});
