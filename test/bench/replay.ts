import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bigBin, type BigFile } from "../support/bigFiles";
import { findInterpreters } from "../support/interpreters";
import { formatTable } from "./table";

// Replays big binary profiles with this tool and with CPython 3.15's own, in turns: time and peak memory.
//   npm run bench:replay [-- --samples 10000000 --stacks 20000 --large]   needs npm run build; --large adds a file of 2 GB

const command = path.join(__dirname, "..", "..", "dist", "tachyon.js");
const threads = 8;
const blockSamples = 500_000;
const largeBytes = 2.2e9;

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/** Starts a command and prints its CPU time in seconds and its peak memory in KiB. */
const measured = `
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
sys.exit(code)
`;

const heads = ["", "ours s", "3.15 s", "ratio", "ours CPU s", "3.15 CPU s", "ratio", "ours MB", "3.15 MB"];

function main(): void {
  const python = findInterpreters().get("3.15");
  if (python === undefined) throw new Error("CPython 3.15 is not here; npm test gets it where it can");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-replay-"));
  try {
    const [samples, stacks] = [argument("samples", 10_000_000), argument("stacks", 20_000)];
    const big = bigBin({ samples: blockSamples, stacks, threads });
    const file = path.join(folder, "big.bin");
    big.write(file, Math.ceil(samples / blockSamples));
    console.log(`${samples} samples, ${stacks} stacks, ${threads} threads: ${megabytes(fs.statSync(file).size)} MB\n`);
    const rows = ["--collapsed", "--flamegraph"].map((option) => compare(python, file, option, folder));
    if (process.argv.includes("--large")) rows.push(replayLarge(python, big, folder));
    console.log(formatTable([heads, ...rows]));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function compare(python: string, file: string, option: string, folder: string): string[] {
  const ours = replay(python, [process.execPath, command], file, option, path.join(folder, `ours${option}`));
  const theirs = replay(python, [python, "-m", "profiling.sampling"], file, option, path.join(folder, `theirs${option}`));
  if (option === "--collapsed") checkEqual(path.join(folder, `ours${option}`), path.join(folder, `theirs${option}`));
  const both = (figure: (run: Run) => number) => [figure(ours).toFixed(1), figure(theirs).toFixed(1)];
  const ratio = (figure: (run: Run) => number) => `${(figure(theirs) / figure(ours)).toFixed(1)}x`;
  const times = [(run: Run) => run.seconds, (run: Run) => run.cpuSeconds].flatMap((time) => [...both(time), ratio(time)]);
  return [option, ...times, ours.peakMb.toFixed(0), theirs.peakMb.toFixed(0)];
}

function replayLarge(python: string, big: BigFile, folder: string): string[] {
  const file = path.join(folder, "large.bin");
  big.write(file, Math.ceil(largeBytes / big.blockBytes));
  const run = replay(python, [process.execPath, command], file, "--flamegraph", path.join(folder, "large.html"));
  const name = `--flamegraph, ${megabytes(fs.statSync(file).size)} MB`;
  return [name, run.seconds.toFixed(1), "", "", run.cpuSeconds.toFixed(1), "", "", run.peakMb.toFixed(0), ""];
}

function replay(python: string, tool: readonly string[], file: string, option: string, output: string): Run {
  const started = performance.now();
  const args = ["-c", measured, ...tool, "replay", option, "-o", output, file];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool.join(" ")} replay ${option}: ${stderr}`);
  const seconds = (performance.now() - started) / 1000;
  const [cpuSeconds, peakKb] = stdout.split(" ").map(Number);
  return { seconds, cpuSeconds, peakMb: peakKb / 1024 };
}

/** Equal numbers first: only then is time worth comparing. */
function checkEqual(ours: string, theirs: string): void {
  if (!fs.readFileSync(ours).equals(fs.readFileSync(theirs))) throw new Error(`${ours} and ${theirs} differ`);
}

function argument(name: string, fallback: number): number {
  return Number(new RegExp(`--${name}[= ](\\d+)`).exec(process.argv.join(" "))?.[1] ?? fallback);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

main();
