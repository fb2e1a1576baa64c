import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { RecordingFile, checkWritable } from "../../../sampler/host/recordingFile";
import { UserError } from "../../../sampler/host/userError";

describe("recording file", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-file-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("has every byte on disk before it is closed", async () => {
    const file = path.join(folder, "a.tachyon");
    fs.writeFileSync(file, "what was there before");
    const recording = RecordingFile.open(file, assert.fail);
    recording.write(Buffer.from("one "));
    recording.write(Buffer.from("two"));
    assert.equal(fs.readFileSync(file, "utf8"), "one two");
    await recording.close();
    assert.equal(fs.readFileSync(file, "utf8"), "one two");
  });

  it("reports a full disk once and takes no further batches", async function () {
    if (!fs.existsSync("/dev/full")) this.skip();
    const reports: string[] = [];
    const recording = RecordingFile.open("/dev/full", (message) => reports.push(message));
    recording.write(Buffer.from("one"));
    recording.write(Buffer.from("two"));
    await recording.close();
    assert.equal(reports.length, 1);
    assert.match(reports[0], /'\/dev\/full' ends early: no space left on device/);
  });

  it("can be a pipe or a device, which cannot be synchronised", async () => {
    const recording = RecordingFile.open(os.devNull, assert.fail);
    recording.write(Buffer.from("one"));
    await recording.close();
  });

  for (const [what, name] of [
    ["a missing folder", "no/such/folder/a.tachyon"],
    ["a folder", "."],
  ]) {
    it(`says at once that ${what} cannot be written`, () => {
      const file = path.join(folder, name);
      for (const attempt of [() => checkWritable(file), () => RecordingFile.open(file, assert.fail)]) {
        assert.throws(attempt, (error: UserError) => error instanceof UserError && error.message.includes(`'${file}'`));
      }
    });
  }

  it("leaves no trace of having looked", () => {
    const [missing, present] = [path.join(folder, "new"), path.join(folder, "old")];
    fs.writeFileSync(present, "kept");
    checkWritable(missing);
    checkWritable(present);
    assert.deepEqual(fs.readdirSync(folder), ["old"]);
    assert.equal(fs.readFileSync(present, "utf8"), "kept");
  });
});
