import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readRecording } from "../live/tachyon";
import { ensureOneInterpreter } from "../support/interpreters";
import { waitFor } from "../support/processes";
import { EventKind } from "../../sampler/wire";
import { formatTable } from "./table";

// Times from the start of a command to what it is for, in turns with plain Node and plain Python.
//   npm run bench:start [-- --rounds 11]   needs npm run build

const command = path.join(__dirname, "..", "..", "dist", "tachyon.js");
const nsPerMs = 1e6;

/** What is timed: ms from a process's start to what the measure is about. */
type Measure = () => number;

async function main(): Promise<void> {
  const rounds = Number(/--rounds[= ](\d+)/.exec(process.argv.join(" "))?.[1] ?? 11);
  const python = await ensureOneInterpreter();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-start-"));
  const target = await startTarget(python);
  try {
    const times = measureInTurns(measuresOf(python, folder, target.pid!), rounds);
    console.log(`${python}, median of ${rounds} rounds, ms\n`);
    console.log(formatTable(rowsOf(times)));
  } finally {
    target.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true });
  }
}

function measuresOf(python: string, folder: string, pid: number): Record<string, Measure> {
  const script = path.join(folder, "first_line.py");
  const recording = path.join(folder, "start.tachyon");
  fs.writeFileSync(script, "import time; print(time.time_ns())\n");
  const tachyon = [process.execPath, command];
  return {
    "node -e 0": () => wholeTime([process.execPath, "-e", "0"]),
    "python -c pass": () => wholeTime([python, "-c", "pass"]),
    "python: first line": () => firstLine([python, script]),
    "tachyon run: first line": () => firstLine([...tachyon, "run", "--python", python, "-o", recording, script]),
    "tachyon attach: first sample": () => firstSample([...tachyon, "attach", "-d", "0.05", "-o", recording, `${pid}`], recording),
  };
}

function measureInTurns(measures: Record<string, Measure>, rounds: number): Map<string, number[]> {
  const times = new Map(Object.keys(measures).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(measures)) times.get(name)!.push(measure());
  }
  return times;
}

function rowsOf(times: ReadonlyMap<string, readonly number[]>): string[][] {
  const mid = (name: string): number => median(times.get(name)!);
  const rows = [...times].map(([name, all]) => [name, median(all).toFixed(1), Math.min(...all).toFixed(1)]);
  const added = (name: string, plain: string): string[] => {
    const differences = times.get(name)!.map((time, round) => time - times.get(plain)![round]);
    return [`${name} - ${plain}`, (mid(name) - mid(plain)).toFixed(1), Math.min(...differences).toFixed(1)];
  };
  return [
    ["", "median", "least"],
    ...rows,
    added("tachyon run: first line", "python: first line"),
    added("tachyon attach: first sample", "node -e 0"),
  ];
}

async function startTarget(python: string): Promise<ChildProcess> {
  const target = spawn(python, ["-uc", "print(1)\nwhile True: pass"], { stdio: ["ignore", "pipe", "inherit"] });
  let isReady = false;
  target.stdout.once("data", () => (isReady = true));
  await waitFor("the target", () => isReady);
  return target;
}

/** Runs a command to its end; gives when it started (ms since the epoch) and what it printed. */
function runTimed([file = "", ...args]: readonly string[]): { start: number; end: number; stdout: string } {
  const start = wallClock();
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: "utf8" });
  const end = wallClock();
  if (status !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${status}\n${stderr}`);
  return { start, end, stdout };
}

function wholeTime(words: readonly string[]): number {
  const { start, end } = runTimed(words);
  return end - start;
}

function firstLine(words: readonly string[]): number {
  const { start, stdout } = runTimed(words);
  return Number(stdout) / nsPerMs - start;
}

function firstSample(words: readonly string[], recording: string): number {
  const { start } = runTimed(words);
  const { properties, events } = readRecording(recording);
  const first = events.find(({ kind }) => kind === EventKind.FirstSample);
  if (!first) throw new Error("no sample was taken");
  return Date.parse(properties.get("startedAt")!) + first.time / nsPerMs - start;
}

function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

void main();
