import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readMemory } from "../bench/procfs";
import { anyInterpreterOrSkip } from "../support/interpreters";
import { readRecording, startTachyon } from "./tachyon";

const root = path.join(__dirname, "..", "..");
const script = path.join(__dirname, "targets", "turmoil.py");
/** `npm run test:soak` asks for longer. */
const seconds = Number(process.env.TACHYON_SOAK_SECONDS ?? 15);
const mostMemory = 100e6;
/** What a garbage-collected heap may swing by. */
const swing = 12e6;
/** What a stack never seen before may cost to remember. */
const bytesPerStack = 500;
/** What a run of samples may cost in the file, all else included. */
const fileBytesPerRow = 40;
/** At fewer, even half an hour's memory of every run (33 bytes) would hide in the swing. */
const leastRunsPerSecond = 1_000;

/** A moment of a recording that grows. */
interface Mark {
  readonly resident: number;
  readonly fileBytes: number;
  readonly stacks: number;
}

describe(`memory while 64 threads are sampled at 1 kHz for ${seconds} s`, function () {
  this.timeout(60_000 + seconds * 1500);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-memory-"));
  let target: ChildProcess | undefined;

  after(() => {
    target?.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true });
  });

  it("grows with what is new, not with time", async function () {
    target = spawn(anyInterpreterOrSkip(this), [script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(target.stdout!, "data");
    const file = path.join(folder, "soak.tachyon");
    const args = ["attach", "-a", "-r", "1khz", "-d", String(seconds), "-o", file, String(target.pid)];
    const sampler = startTachyon(args, { root });
    const pid = sampler.process.pid as number;
    await passed(seconds / 3);
    const early = mark(pid, file);
    await passed(seconds / 2);
    const late = mark(pid, file);
    const { peak } = readMemory(pid);
    const end = await sampler.ended;
    assert.equal(end.code, 0, end.stderr);
    const { runs, stacks, statistics } = readRecording(file);
    const { ticks, samples, torn, failed } = statistics;
    const rows = runs.length + stacks.length;
    const perRow = fs.statSync(file).size / rows;
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(
      `      ${ticks} ticks, ${samples} samples, ${torn} torn, ${failed} failed, ` +
        `${stacks.length} stacks, ${runs.length} runs; ` +
        `memory ${megabytes(early.resident)} to ${megabytes(late.resident)} (peak ${megabytes(peak)}), ` +
        `file ${megabytes(early.fileBytes)} to ${megabytes(late.fileBytes)}, ${perRow.toFixed(1)} bytes a row`,
    );
    assert.ok(peak < mostMemory, megabytes(peak));
    const news = late.stacks - early.stacks;
    assert.ok(late.resident - early.resident < swing + news * bytesPerStack, `${news} new stacks`);
    assert.ok(runs.length > leastRunsPerSecond * seconds, `${runs.length} runs`);
    assert.ok(perRow < fileBytesPerRow, `${perRow} bytes a row`);
  });
});

/** A recording can be read while it grows. */
function mark(pid: number, file: string): Mark {
  return {
    resident: readMemory(pid).resident,
    fileBytes: fs.statSync(file).size,
    stacks: readRecording(file, "cut").stacks.length,
  };
}

/** A soak has no other condition than time. */
function passed(someSeconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, someSeconds * 1000));
}
