import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bigAustin, bigBin, bigCollapsed, bigRecording, type BigFile } from "../support/bigFiles";
import { bigCpuprofile, bigGecko, bigSpeedscope } from "../support/bigJsonFiles";
import { tachyon } from "./tachyon";

/** `npm run test:soak` asks for more than one buffer or one string of Node.js can hold. */
const bytes = Number(process.env.TACHYON_SOAK_BYTES ?? 160e6);
/** JSON tells a sample's stack and time in different places: its numbers are kept, out of the heap, in less than its text. */
const jsonBytes = Number(process.env.TACHYON_SOAK_BYTES ?? 24e6);
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

const jsonKinds: typeof kinds = [
  ["speedscope file", bigSpeedscope],
  ["CPU profile", bigCpuprofile],
  ["gecko file", bigGecko],
];

const writeUsed = `
const fs = require("node:fs");
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const used = { peak: maxRSS * 1024, cpu: ((userCPUTime + systemCPUTime) / 1e6).toFixed(1) };
  fs.writeFileSync(process.env.USED_FILE, JSON.stringify(used));
});
`;

describe(`files of ${bytes / 1e6} MB`, function () {
  this.timeout(60_000 + bytes / 2000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-big-"));
  const inFolder = (name: string) => path.join(folder, name);

  before(() => fs.writeFileSync(inFolder("used.cjs"), writeUsed));
  after(() => fs.rmSync(folder, { recursive: true }));

  for (const [name, make] of kinds) {
    it(`a ${name} takes the memory of its distinct stacks, and has all its samples`, async () => {
      await checkReplays(make(shape), bytes, 0);
    });
  }

  for (const [name, make] of jsonKinds) {
    it(`a ${name} takes less memory than its text, and has all its samples`, async () => {
      await checkReplays(make(shape), jsonBytes, 0.75);
    });
  }

  /** `growth`: what each byte of the file may take. */
  async function checkReplays(big: BigFile, wanted: number, growth: number): Promise<void> {
    const repeats = Math.ceil((wanted - big.fixedBytes) / big.blockBytes);
    const [small, large] = [await replay(big, 1), await replay(big, repeats)];
    const peaks = [small, large].map(({ peak, bytes: size, cpu }) => `${megabytes(peak)} and ${cpu} s for ${megabytes(size)}`);
    console.log(`      peak ${peaks.join(", ")}`);
    assert.ok(large.bytes >= wanted);
    assert.deepEqual(large.samples, new Map([...small.samples].map(([stack, samples]) => [stack, samples * repeats])));
    const most = small.peak + swing + growth * large.bytes;
    assert.ok(large.peak < most, `${megabytes(large.peak)}, not less than ${megabytes(most)}`);
  }

  /** What the command makes of such a file: samples by stack, its peak memory, seconds of its processors. */
  async function replay(big: BigFile, repeats: number) {
    const [file, output, used] = ["profile", "stacks.txt", "used"].map(inFolder);
    big.write(file, repeats);
    const env = { NODE_OPTIONS: `--max-old-space-size=${heap} --require=${inFolder("used.cjs")}`, USED_FILE: used };
    const end = await tachyon(["replay", "--collapsed", "-o", output, file], { env });
    assert.equal(end.code, 0, end.stderr);
    const lines = fs.readFileSync(output, "utf8").trimEnd().split("\n");
    const samples = new Map(lines.map((line) => [line.replace(/ \d+$/, ""), Number(/\d+$/.exec(line)![0])]));
    const size = fs.statSync(file).size;
    fs.rmSync(file);
    return { samples, bytes: size, ...(JSON.parse(fs.readFileSync(used, "utf8")) as { peak: number; cpu: string }) };
  }
});

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(0)} MB`;
}
