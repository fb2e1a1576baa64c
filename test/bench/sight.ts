import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ViewOptions } from "../../sampler/host/addon";
import { ThreadStatus } from "../../sampler/wire";
import { placesOf, runsOf, sampleUntil } from "../native/recording";
import { run } from "../support/processes";
import { Distribution } from "./distribution";
import { KnownCalls, type SeenFrame } from "./shapes";

const intervalNs = 250_000;
const referenceRateHz = 2000;
const calls = new KnownCalls();

/** What was seen of a program: whole stacks, by their functions, leaf function and leaf line, and how much was lost. */
export class Sight {
  readonly stacks = new Distribution();
  readonly leaves = new Distribution();
  readonly lines = new Distribution();
  torn = 0;
  failed = 0;
  impossible = 0;
  /** Examples of what cannot have been. */
  readonly problems = new Set<string>();

  add(stack: readonly SeenFrame[], count: number): void {
    const leaf = stack[stack.length - 1];
    this.stacks.add(stack.map(({ name }) => name).join(";"), count);
    this.leaves.add(leaf?.name ?? "", count);
    this.lines.add(`${leaf?.name}:${leaf?.line}`, count);
    const problem = calls.problem(stack);
    if (problem === undefined) return;
    this.impossible += count;
    this.problems.add(problem);
  }

  addAll(other: Sight): void {
    this.stacks.addAll(other.stacks);
    this.leaves.addAll(other.leaves);
    this.lines.addAll(other.lines);
    this.torn += other.torn;
    this.failed += other.failed;
    this.impossible += other.impossible;
    for (const problem of other.problems) this.problems.add(problem);
  }
}

/** Samples a program of shapes.py by this sampler until `samples` were taken. */
export async function recordShape(pid: number, stopping: ViewOptions["stopping"], samples: number): Promise<Sight> {
  const options = { pid, intervalNs, allThreads: true, opcodes: false, waitForRuntime: false, stopping };
  const { profile } = await sampleUntil(
    options,
    `${samples} samples`,
    ({ statistics }) => statistics.samples + statistics.torn + statistics.failed >= samples,
    60_000 + samples,
  );
  const sight = new Sight();
  const stacks = new Map<number, SeenFrame[]>();
  for (const { stack, status, count, isWhole } of runsOf(profile)) {
    if (isWhole) {
      if (!stacks.has(stack)) stacks.set(stack, placesOf(profile, stack));
      sight.add(stacks.get(stack)!, count);
    } else if (status & ThreadStatus.Torn) sight.torn += count;
    else sight.failed += count;
  }
  return sight;
}

/** Samples it by CPython's own profiler, stopped for each sample. */
export async function recordReference(python: string, pid: number, samples: number): Promise<Sight> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-accuracy-"));
  try {
    const file = path.join(folder, "stacks");
    const seconds = String(Math.ceil(samples / referenceRateHz));
    const options = ["-a", "-r", String(referenceRateHz), "-d", seconds, "--blocking", "--collapsed", "-o", file];
    await run(python, ["-m", "profiling.sampling", "attach", ...options, String(pid)]);
    return parseCollapsed(fs.readFileSync(file, "utf8"));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Lines of "tid:1;file:function:line;… count". */
function parseCollapsed(text: string): Sight {
  const sight = new Sight();
  for (const row of text.trim().split("\n")) {
    const [, frames, count] = /^tid:\d+;(.*) (\d+)$/.exec(row) ?? [];
    if (frames !== undefined) sight.add(frames.split(";").map(parseFrame), Number(count));
  }
  return sight;
}

function parseFrame(text: string): SeenFrame {
  const [, file, name, line] = /^(.*):([^:]*):(-?\d+)$/.exec(text) ?? ["", "~", text, "0"];
  return { file, name, line: Number(line) };
}
