import assert from "node:assert/strict";
import { writeCollapsed } from "../../../sampler/formats";
import type { Profile } from "../../../sampler/profile";
import { ThreadStatus } from "../../../sampler/wire";
import { deepRecursion } from "../../support/bigProfiles";
import { drawnProfile, picture } from "../../support/drawnProfile";

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
});
