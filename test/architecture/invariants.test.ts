import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { readSources, type SourceFile } from "./sources";

/** Places where `pattern` occurs outside comments, as file:line. */
function places(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    file.text
      .split("\n")
      .map((line, index) => ({ code: line.replace(/(^|\s)(\/\/|\*|\/\*).*$/, ""), place: `${file.name}:${index + 1}` }))
      .filter(({ code }) => pattern.test(code))
      .map(({ place }) => place),
  );
}

describe("architecture: invariants", () => {
  const everything = ["sampler", "extension", "webviews", "test", ".ci"];
  const sources = readSources(["sampler", "extension", "webviews"], /\.ts$/);

  it("pure folders have no clock, no chance, no input or output, no globals", () => {
    const pure = sources.filter((file) => /^(sampler\/(profile|formats)|extension\/viewmodels)\//.test(file.name));
    assert.ok(pure.length > 5, "found too few sources to mean anything");
    const impure = /\b(Date\.now|new Date\(\)|performance\.|Math\.random|process\.|console\.|globalThis|setTimeout|setInterval|require\(|localStorage|fetch\()/;
    assert.deepEqual(places(pure, impure), []);
  });

  it("decoration types for heat are created in one place only", () => {
    const elsewhere = sources.filter((file) => /^extension\/editor\/(?!heatTypes\.ts$)/.test(file.name));
    assert.deepEqual(places(elsewhere, /createTextEditorDecorationType/), []);
  });

  it("webviews put no text into the page as markup", () => {
    const views = sources.filter((file) => file.name.startsWith("webviews/"));
    assert.deepEqual(places(views, /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\()/), []);
  });

  it("modules have named exports", () => {
    const tests = readSources(["test"], /\.ts$/).filter((file) => file.name !== "test/support/countingReporter.ts");
    assert.deepEqual(places([...sources, ...tests], /^export default\b/), []);
  });

  it("tests hide nothing: none is retried, none runs alone", () => {
    const tests = readSources(["test"], /\.(test|e2e)\.ts$/).filter((file) => !file.name.startsWith("test/architecture/"));
    assert.deepEqual(places(tests, /\b(this\.retries|(it|describe)\.(only|skip))\(/), []);
  });

  it("no package registry or mirror is named", () => {
    const hosts = ["registry.npmjs", "deb.debian", "archive.ubuntu", "pypi", "files.pythonhosted", "githubusercontent"];
    const named = new RegExp(hosts.map((host) => `\\b${host.replaceAll(".", "\\.")}\\.(org|com)`).join("|"));
    assert.deepEqual(places(readSources(everything, /\.(ts|mjs|js|json|md|py|sh|cc|h)$|\/run$/), named), []);
  });

  it("each part of the house says what lives there", () => {
    const root = path.join(__dirname, "..", "..");
    const silent = ["sampler", "extension", "webviews", "prebuilds", "test"].filter(
      (folder) => !existsSync(path.join(root, folder, "README.md")),
    );
    assert.deepEqual(silent, []);
  });
});
