import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findInterpreter, versionInName } from "../../../sampler/host/interpreter";
import { UserError } from "../../../sampler/host/userError";

describe("interpreter", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-python-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function addFile(name: string, mode: number): string {
    const file = path.join(folder, name);
    fs.writeFileSync(file, "#!/bin/sh\n", { mode });
    return file;
  }

  it("is python3 before python, the first on PATH that can be executed", () => {
    const python = addFile("python", 0o755);
    assert.equal(findInterpreter(undefined, `/nonexistent:${folder}`), python);
    const python3 = addFile("python3", 0o755);
    assert.equal(findInterpreter(undefined, folder), python3);
    fs.chmodSync(python3, 0o644);
    assert.equal(findInterpreter(undefined, folder), python);
  });

  it("can be named, or given as a path that is not resolved", () => {
    const real = addFile("python3.12", 0o755);
    const link = path.join(folder, "python");
    fs.symlinkSync(real, link);
    assert.equal(findInterpreter("python3.12", folder), real);
    assert.equal(findInterpreter(link, ""), link);
    assert.equal(versionInName(link), "3.12");
  });

  it("tells no version that its name does not carry", () => {
    assert.equal(versionInName(addFile("python3", 0o755)), null);
    assert.equal(versionInName(path.join(folder, "gone")), null);
  });

  it("that is missing gets one message with the next step", () => {
    for (const asked of [undefined, "nosuch", path.join(folder, "nosuch"), folder]) {
      assert.throws(
        () => findInterpreter(asked, folder),
        (error: UserError) => error instanceof UserError && error.message.includes("--python"),
      );
    }
  });
});
