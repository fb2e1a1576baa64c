import assert from "node:assert/strict";
import { formats } from "../../../sampler/formats";
import { wideProfile } from "../../support/bigProfiles";
import { bytesOf } from "../../support/formatTools";
import { threadsProfile } from "./threadsProfile";

interface JsonlRecord {
  readonly type: string;
  readonly run_id: string;
  readonly frames?: readonly object[];
}

function records(bytes: Buffer): JsonlRecord[] {
  return bytes.toString().trimEnd().split("\n").map((line) => JSON.parse(line) as JsonlRecord);
}

describe("formats: JSON lines", () => {
  it("have at most 256 rows a record, all with the run's id", () => {
    const all = records(bytesOf("jsonl", wideProfile(5000)));
    assert.deepEqual(all.map(({ type }) => type).filter((type, index, types) => type !== types[index - 1]), [
      ...["meta", "string_table", "frame_table", "agg", "end"],
    ]);
    assert.deepEqual(all.filter(({ frames }) => frames).map(({ frames }) => frames!.length), [256, 244]);
    assert.equal(new Set(all.map(({ run_id }) => run_id)).size, 1);
    assert.match(all[0].run_id, /^[0-9a-f]{32}$/);
  });

  it("say what they lose", () => {
    const { loses } = formats.find(({ id }) => id === "jsonl")!;
    assert.deepEqual(loses!(threadsProfile), ["opcodes", "stacks", "threads", "times"]);
  });
});
