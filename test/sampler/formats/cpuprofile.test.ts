import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { FormatError } from "../../../sampler/formats";
import { fileUrl, pathOfUrl } from "../../../sampler/formats/fileUrl";
import { computeSampleTotals } from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";
import { bytesOf, formatOf, readBytes, recognisers, stackLines } from "../../support/formatTools";
import { threadsProfile } from "./threadsProfile";

interface V8Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[];
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const oneThread = drawnProfile("main:3 main:4 main:3\nf:7/A<A f:7 _", {
  counts: [3, 1, 2],
  weights: [3_000_001, 5, 77],
});
const file = (value: object) => Buffer.from(JSON.stringify(value));
const frame = (functionName: string, lineNumber: number) => ({
  functionName,
  scriptId: "1",
  url: "a.js",
  lineNumber,
  columnNumber: 0,
});

/** A profile that Node.js itself takes of a program. */
function recordNode(): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-v8-"));
  try {
    const program = "function spin(){let x=0;for(let i=0;i<4e7;i++)x+=i%7;return x} spin()";
    execFileSync(process.execPath, ["--cpu-prof", `--cpu-prof-dir=${folder}`, "-e", program]);
    return readFileSync(path.join(folder, readdirSync(folder)[0]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("formats: cpuprofile", () => {
  it("writes one thread without such a node, with the measured weights as times", () => {
    const written = JSON.parse(bytesOf("cpuprofile", oneThread).toString()) as V8Profile;
    assert.deepEqual(
      written.nodes.map(({ callFrame }) => callFrame.functionName),
      ["(root)", "main", "f", "main", "f"],
    );
    assert.deepEqual(written.timeDeltas, [0, 3000.001, 0.005, 0.077]);
    assert.deepEqual(written.samples, [3, 5, 2, 1]);
    assert.equal(written.endTime, 3000.083);
  });

  it("is known by its content, and reads back what it wrote, whatever the pieces", async () => {
    for (const profile of [threadsProfile, oneThread]) {
      const bytes = bytesOf("cpuprofile", profile);
      assert.deepEqual(recognisers(bytes), ["cpuprofile"]);
      for (const pieceSize of [7, 100_000]) {
        const read = await readBytes("cpuprofile", bytes, pieceSize);
        assert.deepEqual(read.notes, []);
        assert.deepEqual(bytesOf("cpuprofile", read.profile), bytes);
        const anyThread = (line: string) => line.replace(/^\d+\/\d+ \w+/, profile === oneThread ? "" : "$&");
        assert.deepEqual(
          stackLines(read.profile).map((line) => line.replace(/^0\/0 /, "")),
          stackLines(profile).map(anyThread),
        );
      }
    }
  });

  it("names what it loses", () => {
    const loses = formatOf("cpuprofile").loses!;
    assert.deepEqual(loses(threadsProfile), ["opcodes", "columns", "what threads did at the same time"]);
    assert.deepEqual(loses(oneThread), ["opcodes", "columns"]);
  });

  it("reads what Node.js records, with its times", async () => {
    const bytes = recordNode();
    assert.deepEqual(recognisers(bytes), ["cpuprofile"]);
    const { profile, notes } = await readBytes("cpuprofile", bytes);
    assert.deepEqual(notes, []);
    const v8 = JSON.parse(bytes.toString()) as V8Profile;
    const recordedNs = (v8.endTime - v8.startTime - v8.timeDeltas[0]) * 1000;
    const { whole, empty } = computeSampleTotals(profile);
    const roots = v8.samples.filter((id) => id === v8.nodes[0].id).length;
    assert.equal(whole.samples + empty.samples + roots, v8.samples.length);
    assert.ok(
      Math.abs(whole.weight + empty.weight - recordedNs) <= 0.01 * recordedNs,
      `${whole.weight} of ${recordedNs}`,
    );
    assert.ok(stackLines(profile).some((line) => line.includes("spin@")));
  });

  it("gives each line as many samples as the file has there", async () => {
    const nodes = [
      { id: 1, callFrame: frame("(root)", -1), hitCount: 0, children: [2] },
      {
        id: 2,
        callFrame: frame("f", 4),
        hitCount: 3,
        positionTicks: [
          { line: 7, ticks: 1 },
          { line: 9, ticks: 2 },
        ],
      },
    ];
    nodes[0].callFrame.url = "";
    const bytes = file({ nodes, startTime: 0, endTime: 100, samples: [2, 2, 2], timeDeltas: [10, 20, 30] });
    const { profile } = await readBytes("cpuprofile", bytes);
    assert.deepEqual(stackLines(profile), ["0/0 : f@a.js:7 20000", "0/0 : f@a.js:9 70000"]);
  });

  it("reads files without times as counts, and says so", async () => {
    const nodes = [{ id: 1, callFrame: frame("f", 4), hitCount: 3 }];
    const { profile, notes } = await readBytes("cpuprofile", file({ nodes }));
    assert.deepEqual(stackLines(profile), ["0/0 : f@a.js:5 3"]);
    assert.match(notes.join(), /each counts as 1 ns/);
  });

  it("is not led in circles, nor to nodes that are not there", async () => {
    const nodes = [
      { id: 1, callFrame: frame("f", 0), children: [2] },
      { id: 2, callFrame: frame("g", 0), children: [1, 2] },
      { id: 3, callFrame: null, children: "x", hitCount: -5 },
      null,
    ];
    const bytes = file({
      nodes,
      startTime: "?",
      samples: [1, 2, 3, 99, null, "1"],
      timeDeltas: [0, 5, -9, 1e300, 2, 2, 2],
    });
    const { profile, notes } = await readBytes("cpuprofile", bytes);
    assert.deepEqual(
      stackLines(profile).map((line) => line.replace(/ \S+$/, "")),
      ["0/0 : (anonymous)"],
    );
    assert.match(notes.join(), /^5 samples were left out/);
    await assert.rejects(readBytes("cpuprofile", file({ nodes: 3 })), FormatError);
  });
});

describe("formats: addresses of files", () => {
  for (const [name, url] of [
    ["/srv/ä b#?%.py", "file:///srv/%C3%A4%20b%23%3F%25.py"],
    ["C:\\w\\x y.py", "file:///C:/w/x%20y.py"],
    ["<frozen os>", "<frozen os>"],
    ["app.py", "app.py"],
  ]) {
    it(`go there and back: ${name}`, () => {
      assert.equal(fileUrl(name), url);
      assert.equal(pathOfUrl(url), name);
    });
  }
});
