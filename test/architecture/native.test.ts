import assert from "node:assert/strict";
import { readSources, type SourceFile } from "./sources";

const home = "sampler/native/";

/** Layers of the native sampler, lowest first: a folder may include itself and what lies on lower levels. */
const levels: Readonly<Record<string, number>> = {
  base: 0,
  memory: 1,
  images: 1,
  os: 2,
  runtime: 3,
  versions: 4,
  walk: 4,
  record: 5,
  sampler: 6,
  "binding.cc": 7,
};

const systemHeader = /^(unistd|fcntl|dirent|signal|pthread|dlfcn|sched|windows|mach|linux|asm)(\.h|\/)|^sys\//;

function unitOf(name: string): string {
  return name.slice(home.length).split("/")[0] ?? "";
}

function mayInclude(from: string, to: string): boolean {
  const [own, other] = [levels[from], levels[to]];
  return from === to || (own !== undefined && other !== undefined && other < own);
}

/** Names of files in which `pattern` occurs, with the first place. */
function matches(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) => {
    const found = pattern.exec(file.text);
    return found === null ? [] : [`${file.name}: ${found[0]}`];
  });
}

describe("architecture: native sampler", () => {
  const files = readSources(["sampler/native"], /\.(cc|h)$/);
  const outside = (...units: string[]) => files.filter((file) => !units.includes(unitOf(file.name)));

  it("includes go from upper to lower layers", () => {
    assert.ok(files.length > 20, "found too few sources to mean anything");
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((target) => target.startsWith(home) && !mayInclude(unitOf(file.name), unitOf(target)))
        .map((target) => `${file.name} → ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("only binding.cc knows Node", () => {
    const wrong = outside("binding.cc").filter((file) => file.imports.some((target) => /^(napi|node_api|uv|v8)/.test(target)));
    assert.deepEqual(wrong.map((file) => file.name), []);
  });

  it("only os/ asks which system this is, or talks to it", () => {
    assert.deepEqual(matches(outside("os"), /\b(__linux__|__APPLE__|_WIN32|__unix__|__FreeBSD__)\b/), []);
    const wrong = outside("os").filter((file) => file.imports.some((target) => systemHeader.test(target)));
    assert.deepEqual(wrong.map((file) => file.name), []);
  });

  it("walkers compare no versions", () => {
    const walkers = files.filter((file) => unitOf(file.name) === "walk");
    assert.ok(walkers.length > 0, "there are no walkers");
    assert.deepEqual(matches(walkers, /\b\w*(version|minor)\w*(\(\))?\s*([<>]=?|[!=]=)/i), []);
    assert.deepEqual(matches(walkers, /([<>]=?|[!=]=)\s*(k?Python|kCPython)?3_?1[0-9]\b/), []);
  });
});
