import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ProfileBuilder } from "../../../sampler/profile";
import { decodeBatch, encodeBatch } from "../../../sampler/wire";
import { SourcePaths } from "../../../extension/session/sourcePaths";

function builderOf(cwd: string, files: readonly string[]): ProfileBuilder {
  const builder = new ProfileBuilder();
  builder.append(decodeBatch(encodeBatch({ properties: { key: ["cwd"], value: [cwd] } })));
  addFunctions(builder, files);
  return builder;
}

function addFunctions(builder: ProfileBuilder, files: readonly string[]): void {
  const first = builder.profile.strings.length;
  const rows = files.map((_, index) => first + index);
  const zeros = files.map(() => 0);
  builder.append(
    decodeBatch(
      encodeBatch({ strings: { value: files }, functions: { name: rows, file: rows, firstLine: zeros, kind: zeros } }),
    ),
  );
}

describe("SourcePaths", () => {
  it("finds absolute and relative names", () => {
    const paths = new SourcePaths(
      builderOf("/w", ["/w/demo.py", "lib/util.py", "../other.py"]).profile,
      [],
      (file) => file,
    );
    assert.deepEqual(paths.namesOf("/w/demo.py"), ["/w/demo.py"]);
    assert.deepEqual(paths.namesOf("/w/lib/util.py"), ["lib/util.py"]);
    assert.equal(paths.resolve("../other.py"), "/other.py");
    assert.deepEqual(paths.namesOf("/w/absent.py"), []);
  });

  it("follows path mappings, both ways", () => {
    const mappings = [{ localRoot: "/home/me/app", remoteRoot: "/srv/app" }];
    const paths = new SourcePaths(builderOf("/srv/app", ["main.py", "/srv/application/x.py"]).profile, mappings, (file) => file);
    assert.equal(paths.resolve("main.py"), "/home/me/app/main.py");
    assert.deepEqual(paths.namesOf("/home/me/app/main.py"), ["main.py"]);
    assert.equal(paths.resolve("/srv/application/x.py"), "/srv/application/x.py");
  });

  it("has relative roots of mappings start from the program's working directory", () => {
    const mappings = [{ localRoot: "/home/me/app", remoteRoot: "." }];
    const paths = new SourcePaths(builderOf("/srv/app", ["/srv/app/lib/x.py"]).profile, mappings, (file) => file);
    assert.equal(paths.resolve("/srv/app/lib/x.py"), "/home/me/app/lib/x.py");
  });

  it("takes names that are no files for none", () => {
    const paths = new SourcePaths(builderOf("/w", ["<string>", "~", ""]).profile, [], (file) => file);
    for (const name of ["<string>", "<frozen importlib._bootstrap>", "~", ""]) assert.equal(paths.resolve(name), null);
  });

  it("sees functions that come later", () => {
    const builder = builderOf("/w", ["a.py"]);
    const paths = new SourcePaths(builder.profile, [], (file) => file);
    assert.deepEqual(paths.namesOf("/w/b.py"), []);
    addFunctions(builder, ["b.py"]);
    assert.deepEqual(paths.namesOf("/w/b.py"), ["b.py"]);
  });

  it("looks through symbolic links on either side", () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-paths-")));
    const [real, link] = [path.join(folder, "real"), path.join(folder, "link")];
    fs.mkdirSync(real);
    fs.writeFileSync(path.join(real, "a.py"), "");
    fs.symlinkSync(real, link);
    try {
      const throughLink = path.join(link, "a.py");
      assert.deepEqual(new SourcePaths(builderOf("/", [throughLink]).profile).namesOf(path.join(real, "a.py")), [
        throughLink,
      ]);
      const direct = path.join(real, "a.py");
      assert.deepEqual(new SourcePaths(builderOf("/", [direct]).profile).namesOf(throughLink), [direct]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
