import assert from "node:assert/strict";
import { formats } from "../../../sampler/formats";
import { loadZstd } from "../../../sampler/host/zstd";
import { CodeCategory, computeHeatmap, type Profile } from "../../../sampler/profile";
import { checkEmbedded, type EmbeddedData, type EmbeddedGraph } from "../../../webviews/flame/embedded";
import { readData } from "../../../webviews/shared/columns";
import { bytesOf, formatOf, writeContext } from "../../support/formatTools";
import { interpreterOrSkip } from "../../support/interpreters";
import { ReferenceProfiler } from "../../support/referenceProfiler";
import { readReferenceFlames, readReferenceHeatmap, type PathNumbers } from "./referencePages";

/** Fewer than 2,000 samples: the reference leaves single ones out of greater graphs. */
const program = (name: string) => `
import gc, threading, time
def leaf(n):
    return sum(i * i for i in range(n))
def recurse(n):
    return leaf(400) if n == 0 else recurse(n - 1)
def ${name}(until):
    while time.monotonic() < until:
        sorted(range(3000), key=lambda x: -x)
def main():
    until = time.monotonic() + 0.4
    thread = threading.Thread(target=${name}, args=(until,))
    thread.start()
    while time.monotonic() < until:
        leaf(2000)
        recurse(20)
        gc.collect()
    thread.join()
main()
`;

/** A profile as the reference recorded it, and as we write it again. */
interface Recorded {
  readonly theirs: Buffer;
  readonly ours: Buffer;
  readonly profile: Profile;
}

describe("formats: pages beside CPython's own", function () {
  this.timeout(60_000);
  let reference: ReferenceProfiler;
  let baseline: Recorded;
  let now: Recorded;

  before(function () {
    reference = new ReferenceProfiler(interpreterOrSkip(this, "3.15"));
  });

  before(async () => {
    baseline = await record("retired");
    now = await record("worker");
  });

  after(() => reference?.remove());

  async function record(worker: string): Promise<Recorded> {
    const theirs = reference.record(program(worker), ["-a", "--native"]);
    const { profile } = await formatOf("binary").read([theirs], { timeline: true, zstd: await loadZstd() });
    return { theirs, ours: bytesOf("binary", profile), profile };
  }

  it("its flame graph of our files is that of its own, and has the self and total of ours", () => {
    const { now: flames } = readReferenceFlames(reference.replay(now.ours, "--flamegraph"));
    assert.deepEqual(flames, readReferenceFlames(reference.replay(now.theirs, "--flamegraph")).now);
    assert.ok(flames.size > 8, `only ${flames.size} paths`);
    const data = embeddedIn(bytesOf("flamegraph", now.profile));
    assertSameGraph(graphOf(data, false), flames);
  });

  it("its heat map of our files is that of its own, and has the self and total of the lines of ours", () => {
    const lines = readReferenceHeatmap(reference.replayHeatmap(now.ours));
    assert.deepEqual(lines, readReferenceHeatmap(reference.replayHeatmap(now.theirs)));
    assert.ok(lines.length > 8, `only ${lines.length} lines`);
    const { files } = computeHeatmap(now.profile);
    const own = files.flatMap(({ name, lines: { line, selfSamples, totalSamples } }) =>
      [...line].map((number, row) => `${name}:${number} ${selfSamples[row]} ${totalSamples[row]}`),
    );
    for (const text of lines) assert.ok(own.includes(text), `${text}\n${own.join("\n")}`);
  });

  it("its differential flame graph of our files is that of its own, and has the numbers of ours", () => {
    const difference = readReferenceFlames(reference.replayDifference(now.ours, baseline.ours));
    assert.deepEqual(difference, readReferenceFlames(reference.replayDifference(now.theirs, baseline.theirs)));
    assert.ok([...difference.gone.keys()].some((path) => path.endsWith("|retired")));
    const { write } = formats.find(({ id }) => id === "diff-flamegraph")!;
    const page = [...write!(now.profile, { ...writeContext, baseline: baseline.profile })].join("");
    const data = embeddedIn(Buffer.from(page));
    assertSameGraph(graphOf(data, false), difference.now);
    assertSameGraph(graphOf(data, true), difference.gone);
  });
});

function embeddedIn(page: Buffer): EmbeddedData {
  return checkEmbedded(readData(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(page.toString())![1]));
}

/** Of all threads, from the root. */
function graphOf({ graphs }: EmbeddedData, gone: boolean): EmbeddedGraph {
  return graphs.find(({ selection }) => selection.thread === -1 && !selection.inverted && !selection.gone === !gone)!;
}

/** Each path has the same numbers; what is too light for a box of its own is in a merged one, which is no path. */
function assertSameGraph(own: EmbeddedGraph, flames: ReadonlyMap<string, PathNumbers>): void {
  const { paths, mergedSamples } = pathsOf(own);
  // Callers of what is gone are there for their place: the reference tells their totals too.
  const shown = (numbers?: PathNumbers) => (own.difference?.isGone ? { ...numbers, baselineTotal: 0 } : numbers);
  for (const [path, numbers] of paths) assert.deepEqual(shown(numbers), shown(flames.get(path)), path);
  const missing = [...flames].filter(([path]) => !paths.has(path));
  const topmost = missing.filter(([path]) => !missing.some(([other]) => path.startsWith(`${other};`)));
  assert.equal(topmost.reduce((sum, [, { total }]) => sum + total, 0), mergedSamples, missing.join("\n"));
}

function pathsOf({ graph, difference }: EmbeddedGraph): { paths: Map<string, PathNumbers>; mergedSamples: number } {
  const { parent, name, file, samples, selfSamples, category, strings } = graph;
  const paths = new Map<string, PathNumbers>();
  const pathOf: string[] = [];
  let mergedSamples = 0;
  for (let box = 0; box < graph.length; box++) {
    const above = parent[box] < 0 ? "" : pathOf[parent[box]];
    pathOf[box] = `${above};${file[box] < 0 ? "~" : strings[file[box]]}|${strings[name[box]]}`;
    if (category[box] === CodeCategory.Merged) {
      mergedSamples += samples[box];
      continue;
    }
    const baselineSelf = difference?.selfSamples[box] ?? 0;
    const baselineTotal = difference?.samples[box] ?? 0;
    paths.set(pathOf[box], { self: selfSamples[box], total: samples[box], baselineSelf, baselineTotal });
  }
  return { paths, mergedSamples };
}
