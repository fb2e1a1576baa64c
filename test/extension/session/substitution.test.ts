import assert from "node:assert/strict";
import * as os from "node:os";
import { substitute, workingDirectory } from "../../../extension/session/substitution";

const places = { file: "/projects/app/tools/run.py", workspaceFolder: "/projects/app" };

describe("launch settings", () => {
  it("have their variables replaced", () => {
    assert.equal(
      substitute("${workspaceFolder}/x ${fileDirname} ${file}", places),
      "/projects/app/x /projects/app/tools /projects/app/tools/run.py",
    );
    assert.equal(substitute("${env:HOME}", places), process.env["HOME"] ?? "");
    assert.equal(substitute("~/bin/python", places), `${os.homedir()}/bin/python`);
  });

  it("keep what is no variable of theirs", () => {
    assert.equal(substitute("${other} a~b $HOME ~user", places), "${other} a~b $HOME ~user");
  });

  it("do not take replaced text for variables again", () => {
    assert.equal(
      substitute("${file}", { file: "/a/${fileDirname}.py", workspaceFolder: undefined }),
      "/a/${fileDirname}.py",
    );
  });

  it("run in the workspace folder, else beside the file, unless they say otherwise", () => {
    assert.equal(workingDirectory("", places), "/projects/app");
    assert.equal(workingDirectory("", { ...places, workspaceFolder: undefined }), "/projects/app/tools");
    assert.equal(workingDirectory("${fileDirname}", places), "/projects/app/tools");
    assert.equal(workingDirectory("data", places), "/projects/app/data");
  });
});
