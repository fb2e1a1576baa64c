import assert from "node:assert/strict";
import { readSources, type SourceFile } from "./sources";

/** Who may import whom. A folder may always import itself; `node:` stands for all of Node, other words for one package. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "sampler/wire": [],
  "sampler/profile": ["sampler/wire"],
  "sampler/formats": ["sampler/profile", "sampler/wire", "pbf"],
  "sampler/host": ["sampler/profile", "sampler/formats", "sampler/wire", "node:", "fzstd", "@hpcc-js/wasm-zstd"],
  "sampler/cli": ["sampler/host", "sampler/profile", "sampler/formats", "sampler/wire", "node:", "commander", "terminal-kit"],
  "extension/viewmodels": ["sampler/profile", "webviews/protocol"],
  "extension/session": [
    ...["extension", "sampler/host/index", "sampler/host/intents", "sampler/host/userError"],
    ...["sampler/profile", "sampler/wire", "node:", "vscode"],
  ],
  "extension/editor": ["extension", "extension/viewmodels", "extension/session", "sampler/profile", "node:", "vscode"],
  "extension/views": [
    ...["extension", "extension/viewmodels", "extension/session", "sampler/profile", "webviews/protocol"],
    ...["node:", "vscode"],
  ],
  "extension/debug": [
    ...["extension", "extension/viewmodels", "extension/session", "sampler/profile", "@vscode/debugprotocol"],
    ...["node:", "vscode"],
  ],
  extension: ["extension/*", "sampler/profile", "node:", "vscode"],
  "webviews/shared": ["webviews/protocol"],
  "webviews/gl": ["webviews/shared", "webviews/protocol"],
  "webviews/flame": ["webviews/shared", "webviews/gl", "webviews/protocol"],
  "webviews/heatmap": ["webviews/shared", "webviews/protocol"],
  webviews: [],
};

/** Programs of the build that live beside what they write. */
const tools = ["sampler/build.ts", "sampler/wire/generate.ts"];

function folderOf(name: string): string {
  const [first = "", second = ""] = name.split("/");
  return name.split("/").length > 2 ? `${first}/${second}` : first;
}

/** Whether `target`, as a file imports it, is covered by one entry of the list. */
function covers(entry: string, target: string): boolean {
  if (entry === "node:") return target.startsWith("node:");
  if (entry.endsWith("/*")) return target.startsWith(entry.slice(0, -1));
  // "extension" alone means the files directly in it, not those of its folders.
  return target === entry || (target.startsWith(`${entry}/`) && (entry.includes("/") || !target.slice(entry.length + 1).includes("/")));
}

function forbiddenImports(file: SourceFile): string[] {
  const folder = folderOf(file.name);
  const entries = [folder, ...(allowed[folder] ?? [])];
  return file.imports.filter((target) => !entries.some((entry) => covers(entry, target))).map((target) => `${file.name} → ${target}`);
}

describe("architecture: imports", () => {
  const files = readSources(["sampler", "extension", "webviews"], /\.ts$/).filter((file) => !tools.includes(file.name));

  it("knows every folder of the sources", () => {
    const unknown = [...new Set(files.map((file) => folderOf(file.name)))].filter((folder) => !(folder in allowed));
    assert.deepEqual(unknown, []);
  });

  it("go only where the list of CONTRIBUTING.md lets them", () => {
    assert.ok(files.length > 50, "found too few sources to mean anything");
    assert.deepEqual(files.flatMap(forbiddenImports), []);
  });

  it("are seen at all: a forbidden one is found", () => {
    const file = { name: "sampler/profile/x.ts", text: "", imports: ["../wire", "node:fs", "sampler/wire", "vscode"] };
    assert.equal(forbiddenImports(file).length, 3);
  });
});
