import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { addonCandidates, loadAddon } from "../../../sampler/host/addon";

describe("loading the native sampler", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-addon-"));
  });

  afterEach(() => fs.rmSync(root, { recursive: true }));

  it("names every path tried when there is none, and what to do", () => {
    const message = failure(root);
    for (const candidate of addonCandidates(root)) assert.ok(message.includes(`${candidate}: no such file`), message);
    assert.match(message, /npm run build:native/);
  });

  it("says why a file that is there does not load", () => {
    const [first] = addonCandidates(root);
    fs.mkdirSync(path.dirname(first), { recursive: true });
    fs.writeFileSync(first, "not a library");
    const line = failure(root)
      .split("\n")
      .find((each) => each.includes(first));
    assert.match(line ?? "", /: .*(too short|invalid ELF|not a mach-o|not a valid)/i);
  });
});

function failure(root: string): string {
  try {
    loadAddon(root);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it loaded");
}
