import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findInterpreters } from "../support/interpreters";
import { writeBigBin } from "./bigBin";
import { formatTable } from "./table";

// Replays big binary profiles with this tool and with CPython 3.15's own, in turns: time and peak memory.
//   npm run bench:replay [-- --samples 10000000 --stacks 20000 --large]   needs npm run build; --large adds a file of 2 GB

const command = path.join(__dirname, "..", "..", "dist", "tachyon.js");
const threads = 8;
/** What a sample takes in such a file, for the size of the large one. */
const largeBytes = 2.1e9;

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
}

/** Starts a command and prints its peak memory in KiB. */
const measured = `
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
`;

function main(): void {
  const python = findInterpreters().get("3.15");
  if (python === undefined) throw new Error("CPython 3.15 is not here; npm test gets it where it can");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-replay-"));
  try {
    const shape = { samples: argument("samples", 10_000_000), stacks: argument("stacks", 20_000), threads };
    const file = path.join(folder, "big.bin");
    writeBigBin(file, shape);
    const bytes = fs.statSync(file).size;
    console.log(`${shape.samples} samples, ${shape.stacks} stacks, ${threads} threads: ${megabytes(bytes)} MB\n`);
    const rows = ["--collapsed", "--flamegraph"].map((option) => compare(python, file, option, folder));
    if (process.argv.includes("--large")) rows.push(replayLarge(python, shape.samples * (largeBytes / bytes), shape.stacks, folder));
    console.log(formatTable([["", "ours s", "3.15 s", "ratio", "ours MB", "3.15 MB"], ...rows]));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function compare(python: string, file: string, option: string, folder: string): string[] {
  const ours = replay(python, [process.execPath, command], file, option, path.join(folder, `ours${option}`));
  const theirs = replay(python, [python, "-m", "profiling.sampling"], file, option, path.join(folder, `theirs${option}`));
  if (option === "--collapsed") checkEqual(path.join(folder, `ours${option}`), path.join(folder, `theirs${option}`));
  const ratio = `${(theirs.seconds / ours.seconds).toFixed(1)}x`;
  return [option, ours.seconds.toFixed(1), theirs.seconds.toFixed(1), ratio, ours.peakMb.toFixed(0), theirs.peakMb.toFixed(0)];
}

function replayLarge(python: string, samples: number, stacks: number, folder: string): string[] {
  const file = path.join(folder, "large.bin");
  writeBigBin(file, { samples: Math.ceil(samples), stacks, threads });
  const size = fs.statSync(file).size;
  const { seconds, peakMb } = replay(python, [process.execPath, command], file, "--flamegraph", path.join(folder, "large.html"));
  return [`--flamegraph, ${megabytes(size)} MB`, seconds.toFixed(1), "", "", peakMb.toFixed(0), ""];
}

function replay(python: string, tool: readonly string[], file: string, option: string, output: string): Run {
  const started = performance.now();
  const args = ["-c", measured, ...tool, "replay", option, "-o", output, file];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool.join(" ")} replay ${option}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1000, peakMb: Number(stdout) / 1024 };
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
