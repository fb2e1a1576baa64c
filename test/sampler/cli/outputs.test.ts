import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { checkSamplingOptions, type RawSamplingOptions } from "../../../sampler/cli/options";
import { checkOutputs, planOutputs } from "../../../sampler/cli/outputs";
import { USAGE_EXIT, type UserError } from "../../../sampler/host/userError";

/** The names of all files for process 4711, and whether a table is shown. */
function plan(raw: Partial<RawSamplingOptions>) {
  const outputs = planOutputs(checkSamplingOptions({ samplingRate: "1khz", ...raw }));
  return {
    recordings: outputs.recordings.map((name) => name(4711)),
    exported: outputs.exported && `${outputs.exported.format.id} ${outputs.exported.name(4711)}`,
    table: outputs.table,
  };
}

describe("outputs", () => {
  it("are named after the target when no name is given", () => {
    assert.equal(plan({ formats: ["collapsed"] }).exported, "collapsed collapsed_4711.txt");
    assert.equal(plan({ formats: ["flamegraph"] }).exported, "flamegraph flamegraph_4711.html");
  });

  it("carry the process id of a child between name and ending", () => {
    const childName = (raw: Partial<RawSamplingOptions>) =>
      planOutputs(checkSamplingOptions({ samplingRate: "1khz", ...raw })).exported!.childName(4712);
    assert.equal(childName({ formats: ["flamegraph"], output: "out/a.b.html" }), "out/a.b_4712.html");
    assert.equal(childName({ formats: ["collapsed"], output: "plain" }), "plain_4712");
    assert.equal(childName({ formats: ["collapsed"] }), "collapsed_4712.txt");
  });

  it("get a name inside a folder that is there", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-outputs-"));
    assert.equal(plan({ formats: ["collapsed"], output: folder }).exported, `collapsed ${folder}/collapsed_4711.txt`);
    assert.equal(plan({ output: folder }).exported, `pstats ${folder}/profile_4711.pstats`);
    fs.rmdirSync(folder);
  });

  it("are a recording when the name says so, and the table only when nothing else was asked for", () => {
    assert.deepEqual(plan({ output: "a.tachyon" }), { recordings: ["a.tachyon"], exported: null, table: false });
    assert.deepEqual(plan({}), { recordings: [], exported: null, table: true });
    assert.deepEqual(plan({ stream: "s" }), { recordings: [], exported: null, table: false });
    assert.deepEqual(plan({ record: "r", formats: ["flamegraph"], output: "f.html" }), {
      recordings: ["r"],
      exported: "flamegraph f.html",
      table: false,
    });
  });

  it("are the table's file when nothing tells another format", () => {
    assert.equal(plan({ output: "profile.out" }).exported, "pstats profile.out");
    assert.deepEqual(plan({ formats: ["pstats"] }), { recordings: [], exported: null, table: true });
  });

  it("need an option when their name looks like another format's", () => {
    assert.throws(
      () => plan({ output: "profile.bin" }),
      (error: UserError) => error.exitCode === USAGE_EXIT && /'profile\.bin'.*Add --binary/.test(error.message),
    );
  });

  it("are tried out before anything is started", () => {
    const options = checkSamplingOptions({ samplingRate: "1khz", formats: ["collapsed"], output: "/no/such/folder/x" });
    assert.throws(() => checkOutputs(planOutputs(options)), /Cannot write '\/no\/such\/folder\/x': no such file/);
  });
});
