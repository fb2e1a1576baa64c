import assert from "node:assert/strict";
import { loadZstd } from "../../../sampler/host/zstd";
import { computeStackWeights, type Profile } from "../../../sampler/profile";
import type { ZstdCodec } from "../../../sampler/formats";
import { bytesOf, formatOf, readBytes, writeContext } from "../../support/formatTools";
import { interpreterOrSkip } from "../../support/interpreters";
import { checkProcessedProfile, type ProcessedProfile } from "../../support/processedProfile";
import { ReferenceProfiler } from "../../support/referenceProfiler";
import { bigEndian } from "./bigEndianBin";

/** Two threads, recursion, a lambda called from C, an exception, a collection. */
const program = `
import gc, threading, time
def leaf(n):
    return sum(i * i for i in range(n))
def recurse(n):
    return leaf(400) if n == 0 else recurse(n - 1)
def worker(until):
    while time.monotonic() < until:
        sorted(range(3000), key=lambda x: -x)
def main():
    until = time.monotonic() + 0.7
    thread = threading.Thread(target=worker, args=(until,))
    thread.start()
    while time.monotonic() < until:
        try:
            leaf(2000)
            raise ValueError
        except ValueError:
            recurse(20)
        gc.collect()
    thread.join()
main()
`;

const dumpPstats = `
import json, marshal, sys
table = marshal.load(open(sys.argv[1], "rb"))
mark = table.pop(("__sampled__",))
rows = [[list(key), row[0], row[1], sorted([list(c), n] for c, n in row[4].items())] for key, row in table.items()]
print(json.dumps([mark, sorted(rows)]))
`;

const loadPstats = `
import pstats, sys
stats = pstats.Stats(sys.argv[1])
stats.sort_stats("cumtime").print_stats(3)
stats.print_callers(1)
print(type(stats).__name__, stats.prim_calls)
`;

describe("formats: beside CPython's own replay", function () {
  this.timeout(60_000);
  let reference: ReferenceProfiler;
  let zstd: ZstdCodec;
  let recorded: Buffer;
  let profile: Profile;
  /** The same as we write it: plain, compressed. */
  let written: Buffer[];

  before(async function () {
    reference = new ReferenceProfiler(interpreterOrSkip(this, "3.15"));
    zstd = await loadZstd();
    recorded = reference.record(program, ["-a", "--native", "--opcodes", "-r", "2khz"]);
    const read = await formatOf("binary").read([recorded], { timeline: true, zstd });
    assert.deepEqual(read.notes, []);
    profile = read.profile;
    const write = (context: typeof writeContext) => [...formatOf("binary").write!(profile, context)] as Uint8Array[];
    written = [Buffer.concat(write(writeContext)), Buffer.concat(write({ ...writeContext, zstd }))];
  });

  after(() => reference?.remove());

  it("its files have the samples for us that they have for it", () => {
    assert.ok(profile.statistics.samples > 500, `only ${profile.statistics.samples} samples`);
    assert.equal(bytesOf("collapsed", profile).toString(), reference.replay(recorded, "--collapsed").toString());
  });

  it("our files have the same samples for it, packed or not, in either byte order", () => {
    const expected = reference.replay(recorded, "--collapsed").toString();
    for (const file of [...written, bigEndian(written[0])]) {
      assert.equal(reference.replay(file, "--collapsed").toString(), expected);
    }
  });

  it("our tables for pstats have its numbers, and its own replay of our files too", () => {
    const expected: unknown = JSON.parse(reference.ask(dumpPstats, reference.replay(recorded, "--pstats")));
    for (const table of [bytesOf("pstats", profile), reference.replay(written[0], "--pstats")]) {
      assert.deepEqual(JSON.parse(reference.ask(dumpPstats, table)), expected);
    }
  });

  it("the standard library's pstats loads our tables", () => {
    const text = reference.ask(loadPstats, bytesOf("pstats", profile));
    assert.match(text, new RegExp(`SampledStats ${computeStackWeights(profile).totalSamples}\\s*$`));
    assert.match(text, /was called by/);
  });

  it("our JSON lines have its numbers, and its own replay of our files too", () => {
    const expected = jsonlRows(reference.replay(recorded, "--jsonl"));
    assert.ok(expected.length > 20);
    for (const file of [bytesOf("jsonl", profile), reference.replay(written[1], "--jsonl")]) {
      assert.deepEqual(jsonlRows(file), expected);
    }
  });

  it("its gecko files have the samples for us that its collapsed stacks have", async () => {
    const expected = reference.replay(recorded, "--collapsed").toString();
    for (const file of [recorded, written[1]]) {
      const { profile: gecko, notes } = await readBytes("gecko", reference.replay(file, "--gecko"));
      assert.deepEqual(notes, []);
      assert.equal(bytesOf("collapsed", gecko).toString(), expected);
    }
  });

  it("our gecko of its files keeps what it loses: instructions; and says nothing of processors", () => {
    const gecko = JSON.parse(bytesOf("gecko", profile).toString()) as ProcessedProfile;
    checkProcessedProfile(gecko);
    const types = new Set(gecko.threads.flatMap(({ markers }) => markers.data.map((data) => (data as { type: string }).type)));
    assert.ok(types.has("Opcode") && types.has("HasGIL") && types.has("GCCollecting"), [...types].join());
    assert.ok(!types.has("OffCPU") && !types.has("OnCPU"), [...types].join());
  });
});

interface JsonlRecord {
  readonly type: string;
  readonly strings?: { value: string }[];
  readonly frames?: { frame_id: number; path_str_id: number; func_str_id: number }[];
  readonly entries?: { frame_id: number; self: number; cumulative: number }[];
}

/** Each record's fields and each frame's numbers with names for ids, sorted: only order and `run_id` may differ. */
function jsonlRows(file: Buffer): string[] {
  const records = file.toString().trim().split("\n").map((line) => JSON.parse(line) as JsonlRecord);
  const strings = records.flatMap((record) => record.strings ?? []).map(({ value }) => value);
  const frames = records.flatMap((record) => record.frames ?? []).map(({ frame_id: _, path_str_id, func_str_id, ...place }) =>
    JSON.stringify({ file: strings[path_str_id], name: strings[func_str_id], ...place }),
  );
  const entries = records.flatMap((record) => record.entries ?? []).map(({ frame_id, ...counts }) => frames[frame_id] + JSON.stringify(counts));
  const heads = records.map((record) => JSON.stringify({ ...record, run_id: "", strings: 0, frames: 0, entries: 0 }));
  return [...heads, ...entries.sort()];
}
