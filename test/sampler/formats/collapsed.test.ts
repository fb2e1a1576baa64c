import assert from "node:assert/strict";
import { FormatError, writeCollapsed } from "../../../sampler/formats";
import type { Profile } from "../../../sampler/profile";
import { FunctionKind, ThreadStatus } from "../../../sampler/wire";
import { deepRecursion } from "../../support/bigProfiles";
import { drawnProfile, picture } from "../../support/drawnProfile";
import { bytesOf, formatOf, readBytes, recognisers } from "../../support/formatTools";
import { threadsProfile } from "./threadsProfile";

function collapsed(profile: Profile): string {
  return [...writeCollapsed(profile)].join("").trimEnd();
}

describe("formats: collapsed", () => {
  it("writes the reference's lines: root first, base names, counts descending, then by text", () => {
    const profile = drawnProfile(
      `
        <module>@/srv/gcx.py:18 <module>@/srv/gcx.py:18 <module>@/srv/gcx.py:18 _run_code@<frozen_runpy>:87
        collect@/srv/gcx.py:10  work@/srv/lib/w.py:3    work@/srv/lib/w.py:4    _
        <GC>                    <native>                _                       _
      `,
      { counts: [2131, 5, 5, 7] },
    );
    assert.equal(
      collapsed(profile),
      picture(`
        tid:4711;gcx.py:<module>:18;gcx.py:collect:10;<GC> 2131
        tid:4711;<frozen_runpy>:_run_code:87 7
        tid:4711;gcx.py:<module>:18;w.py:work:3;<native> 5
        tid:4711;gcx.py:<module>:18;w.py:work:4 5
      `),
    );
  });

  it("keeps threads apart and adds up what differs only in opcodes", () => {
    const profile = drawnProfile("f:1/A f:1/B f:1", { threads: [0, 0, 1], counts: [1, 2, 4] });
    assert.equal(collapsed(profile), "tid:4712;app.py:f:1 4\ntid:4711;app.py:f:1 3");
  });

  it("leaves torn, failed and empty samples out", () => {
    const profile = drawnProfile("f f f _", { statuses: [0, ThreadStatus.Torn, ThreadStatus.Failed, 0] });
    assert.equal(collapsed(profile), "tid:4711;app.py:f:1 1");
    assert.equal(collapsed(drawnProfile("_")), "");
  });

  it("takes Windows' separators for separators only in Windows' paths", () => {
    const profile = drawnProfile("f@C:\\work\\a.py:3 f@/srv/a\\b.py:3");
    assert.equal(collapsed(profile), "tid:4711;a.py:f:3 1\ntid:4711;a\\b.py:f:3 1");
  });

  it("writes stacks of any depth", () => {
    const lines = [...writeCollapsed(deepRecursion(3000))];
    assert.equal(lines[0], "tid:1;app.py:f0:1 1\n");
    assert.equal(lines[2999], `tid:1${";app.py:f0:1".repeat(3000)} 1\n`);
  });

  it("are known by their content, and read back to the same lines", async () => {
    const bytes = bytesOf("collapsed", threadsProfile);
    assert.deepEqual(recognisers(bytes), ["collapsed"]);
    for (const pieceSize of [1, 7, 100_000]) {
      const { profile, notes } = await readBytes("collapsed", bytes, pieceSize);
      assert.deepEqual(bytesOf("collapsed", profile).toString(), bytes.toString());
      assert.match(notes.join(), /^The file tells how many samples/);
    }
  });

  it("are read as flamegraph.pl takes them: any cells, spaces, Windows' line ends, fractions", async () => {
    const text = "# made by a tool\r\nstart thread;f (x.so) [k];constructor 12.4\r\na;;b\t3\n\n<GC> 1\n";
    assert.deepEqual(recognisers(Buffer.from(text.slice(text.indexOf("start")))), ["collapsed"]);
    const { profile } = await readBytes("collapsed", Buffer.from(text));
    assert.equal(collapsed(profile), "tid:0;start thread;f (x.so) [k];constructor 12\ntid:0;a;b 3\ntid:0;<GC> 1");
    assert.deepEqual([...profile.functions.kind.subarray(0, profile.functions.length)], [0, 0, 0, 0, 0, FunctionKind.Gc]);
  });

  it("leave out what is no stack and say so, and when the last line may be cut", async () => {
    const { profile, notes } = await readBytes("collapsed", Buffer.from("a;b 2\nnonsense\na;c 1"));
    assert.equal(collapsed(profile), "tid:0;a;b 2\ntid:0;a;c 1");
    assert.deepEqual(notes.slice(1), [
      "1 lines were left out: they are no stacks with a count.",
      "Its last line has no end: the file may have been cut short.",
    ]);
    await assert.rejects(readBytes("collapsed", Buffer.from("import this\n")), FormatError);
  });

  it("say what they lose", () => {
    assert.deepEqual(formatOf("collapsed").loses!(threadsProfile), ["opcodes", "columns", "paths of files", "times"]);
  });
});
