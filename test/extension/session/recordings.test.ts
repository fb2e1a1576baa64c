import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseRecordingName, recordingName, Recordings, type Memory } from "../../../extension/session/recordings";

class MapMemory implements Memory {
  private readonly values = new Map<string, unknown>();

  get<T>(key: string, fallback: T): T {
    return (this.values.get(key) as T | undefined) ?? fallback;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

const noon = new Date(2026, 4, 6, 12, 0, 0).getTime();

describe("recordings", () => {
  let folder: string;
  let recordings: Recordings;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-recordings-"));
    recordings = new Recordings(path.join(folder, "kept"), new MapMemory());
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  async function record(title: string, startedAt: number): Promise<string> {
    const file = await recordings.newFile(title, startedAt);
    fs.writeFileSync(file, "x".repeat(2500));
    return file;
  }

  it("have names that say what and when, and can be read back", () => {
    const name = recordingName("my demo.py", noon, []);
    assert.equal(name, "my_demo.py 2026-05-06 12.00.00.tachyon");
    assert.deepEqual(parseRecordingName(name), { title: "my_demo.py", startedAt: noon });
    assert.equal(parseRecordingName("other.tachyon"), null);
  });

  it("of the same second get names of their own", async () => {
    const files = [await record("demo.py", noon), await record("demo.py", noon)];
    assert.equal(new Set(files).size, 2);
    assert.equal((await recordings.list()).length, 2);
  });

  it("are listed newest first, with their summary or their size", async () => {
    const old = await record("demo.py", noon);
    const fresh = await record("demo.py", noon + 5000);
    await recordings.summarize(fresh, "12 s, 11,980 samples");
    const listed = await recordings.list();
    assert.deepEqual(
      listed.map(({ file, summary }) => [file, summary]),
      [
        [fresh, "12 s, 11,980 samples"],
        [old, "3 kB"],
      ],
    );
  });

  it("are pruned to the newest, sparing those in use", async () => {
    const files = [];
    for (let index = 0; index < 5; index++) files.push(await record("demo.py", noon + index * 1000));
    await recordings.prune(2, [files[0]]);
    assert.deepEqual(
      (await recordings.list()).map(({ file }) => file),
      [files[4], files[3], files[0]],
    );
  });

  it("are none before the first", async () => {
    assert.deepEqual(await recordings.list(), []);
  });
});
