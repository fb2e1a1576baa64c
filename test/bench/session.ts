import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Profiler, Summary, Task } from "./profilers";

/** How long after its time one that ends by itself may take to do so. */
const patienceMs = 60_000;

/** One profiler attached to one target, pinned to a core, with its files in a folder that goes when it ends. */
export class ProfilerSession {
  private text = "";
  private readonly startedMs = performance.now();
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;

  constructor(
    private readonly profiler: Profiler,
    private readonly task: Omit<Task, "output">,
    core: number,
    private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-bench-")),
  ) {
    const command = profiler.command({ ...task, output: path.join(folder, "out") });
    this.child = spawn("taskset", ["-c", String(core), ...command], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (data: Buffer) => (this.text += data.toString()));
    }
    this.closed = new Promise((resolve) => this.child.once("close", () => resolve()));
  }

  get pid(): number {
    if (this.child.exitCode !== null) throw new Error(`${this.profiler.name} ended early:\n${this.text}`);
    return this.child.pid as number;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits until its time is over, ends it if it does not end by itself, and gives what it says of itself. */
  async finish(): Promise<Summary> {
    const restMs = this.task.seconds * 1000 - (performance.now() - this.startedMs);
    const interrupt = setTimeout(() => this.child.kill("SIGINT"), this.profiler.endsItself ? restMs + patienceMs : restMs);
    await this.closed;
    clearTimeout(interrupt);
    fs.rmSync(this.folder, { recursive: true, force: true });
    return this.profiler.summary(this.text, { ...this.task, output: "" });
  }

  /** Ends it in the middle, in a way that lets go of the target. */
  async abandon(): Promise<void> {
    this.child.kill("SIGCONT");
    this.child.kill("SIGKILL");
    await this.closed;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
