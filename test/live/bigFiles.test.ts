import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bigAustin, bigBin, bigCollapsed, bigRecording, type BigFile } from "../support/bigFiles";
import { tachyon } from "./tachyon";

/** `npm run test:soak` asks for more than one buffer or one string of Node.js can hold. */
const bytes = Number(process.env.TACHYON_SOAK_BYTES ?? 160e6);
/** What a garbage-collected process may swing by, whatever it reads: V8 lets 64 MB of pieces of a file lie before it collects. */
const swing = 100e6;
/** In MB: a heap in which nothing that grows with the file has room. */
const heap = 64;
const shape = { samples: 100_000, stacks: 1000, threads: 8 };

const kinds: readonly [string, (ofShape: typeof shape) => BigFile][] = [
  ["recording", bigRecording],
  ["CPython's binary profile", bigBin],
  ["text of collapsed stacks", bigCollapsed],
  ["text of Austin's", bigAustin],
];

const writePeak = `
const fs = require("node:fs");
process.on("exit", () => fs.writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS * 1024)));
`;

describe(`files of ${bytes / 1e6} MB`, function () {
  this.timeout(30_000 + bytes / 2000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-big-"));
  const inFolder = (name: string) => path.join(folder, name);

  before(() => fs.writeFileSync(inFolder("peak.cjs"), writePeak));
  after(() => fs.rmSync(folder, { recursive: true }));

  for (const [name, make] of kinds) {
    it(`a ${name} takes the memory of its distinct stacks, and has all its samples`, async () => {
      const big = make(shape);
      const repeats = Math.ceil((bytes - big.fixedBytes) / big.blockBytes);
      const [small, large] = [await replay(big, 1), await replay(big, repeats)];
      console.log(`      peak ${megabytes(small.peak)} for ${megabytes(small.bytes)}, ${megabytes(large.peak)} for ${megabytes(large.bytes)}`);
      assert.ok(large.bytes >= bytes);
      assert.deepEqual(large.samples, new Map([...small.samples].map(([stack, samples]) => [stack, samples * repeats])));
      assert.ok(large.peak - small.peak < swing, `${megabytes(large.peak)} instead of ${megabytes(small.peak)}`);
    });
  }

  /** What the command makes of such a file: samples by stack, and its peak memory. */
  async function replay(big: BigFile, repeats: number) {
    const [file, output, peak] = ["profile", "stacks.txt", "peak"].map(inFolder);
    big.write(file, repeats);
    const env = { NODE_OPTIONS: `--max-old-space-size=${heap} --require=${inFolder("peak.cjs")}`, PEAK_FILE: peak };
    const end = await tachyon(["replay", "--collapsed", "-o", output, file], { env });
    assert.equal(end.code, 0, end.stderr);
    const lines = fs.readFileSync(output, "utf8").trimEnd().split("\n");
    const samples = new Map(lines.map((line) => [line.replace(/ \d+$/, ""), Number(/\d+$/.exec(line)![0])]));
    const size = fs.statSync(file).size;
    fs.rmSync(file);
    return { samples, peak: Number(fs.readFileSync(peak, "utf8")), bytes: size };
  }
});

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(0)} MB`;
}
