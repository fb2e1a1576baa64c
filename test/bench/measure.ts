import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Profiler, type Summary, parseSummary } from "./profilers";
import type { Target } from "./target";

/** One profiler on one target at one rate, over one window of its steady state. */
export interface Measurement {
  readonly summary: Summary;
  /** Samples a second that were whole. */
  readonly validRate: number;
  /** CPU seconds of the whole profiler process for 1,000 samples. */
  readonly cpuPerThousand: number;
  /** Rounds a second that the target finished while it was sampled. */
  readonly speed: number;
}

const settleMs = 700;
const windowMs = 2000;
const tailMs = 300;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Rounds a second over one window, undisturbed. */
export async function measureSpeed(target: Target): Promise<number> {
  const before = mark(target);
  await sleep(windowMs / 2);
  return speedBetween(before, mark(target));
}

/** Attaches the profiler, pinned to `core`, and measures from outside while it runs. */
export async function measure(
  profiler: Profiler,
  target: Target,
  rateHz: number,
  allThreads: boolean,
  core: number,
): Promise<Measurement> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-bench-"));
  const seconds = Math.ceil((settleMs + windowMs + tailMs) / 1000);
  const command = profiler.command(target.pid, rateHz, seconds, allThreads, path.join(folder, "out"));
  const child = spawn("taskset", ["-c", String(core), ...command], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString()));
  child.stderr.on("data", (data: Buffer) => (text += data.toString()));
  const closed = new Promise((resolve) => child.once("close", resolve));
  await sleep(settleMs);
  const before = { ...mark(target), cpuNs: readCpuNs(child.pid as number) };
  await sleep(windowMs);
  const after = { ...mark(target), cpuNs: readCpuNs(child.pid as number) };
  await closed;
  fs.rmSync(folder, { recursive: true, force: true });
  const summary = parseSummary(text);
  const rate = summary.samples / summary.seconds;
  const windowSamples = (rate * (after.atMs - before.atMs)) / 1000;
  return {
    summary,
    validRate: rate * (1 - summary.failedShare - summary.tornShare),
    cpuPerThousand: (after.cpuNs - before.cpuNs) / 1e9 / (windowSamples / 1000),
    speed: speedBetween(before, after),
  };
}

interface Mark {
  readonly atMs: number;
  readonly rounds: bigint;
}

function mark(target: Target): Mark {
  return { atMs: performance.now(), rounds: target.count };
}

function speedBetween(before: Mark, after: Mark): number {
  return (Number(after.rounds - before.rounds) * 1000) / (after.atMs - before.atMs);
}

/** CPU time of all living threads of a process, to the nanosecond. */
function readCpuNs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return fs
    .readdirSync(tasks)
    .map((tid) => Number(fs.readFileSync(`${tasks}/${tid}/schedstat`, "utf8").split(" ")[0]))
    .reduce((sum, ns) => sum + ns, 0);
}
