import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { waitFor } from "../support/processes";

/** The programs of programs/workloads.py. */
export const workloads = [
  "shallow",
  "deep 100",
  "deep 500",
  "churn",
  "deep churn 100",
  "generators",
  "exceptions",
  "16 threads",
  "64 threads",
  "asyncio 200 tasks",
] as const;

const firstRounds = 100n;

/** A workload that runs pinned to one core and counts its finished rounds in a file. */
export class Target {
  private readonly counter: number;

  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    this.counter = fs.openSync(path.join(folder, "rounds"), "r");
  }

  /** Starts the workload, on one core where one is given, and waits until it runs in its rounds. */
  static async start(python: string, workload: string, core?: number): Promise<Target> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-bench-"));
    fs.writeFileSync(path.join(folder, "rounds"), Buffer.alloc(8));
    const script = path.join(__dirname, "programs", "workloads.py");
    const pinned = core === undefined ? [] : ["taskset", "-c", String(core)];
    const [command, ...args] = [...pinned, python, script, workload, folder];
    const target = new Target(spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] }), folder);
    try {
      await waitFor(`rounds of ${workload}`, () => target.isReady(workload));
    } catch (error) {
      target.stop();
      throw error;
    }
    return target;
  }

  private isReady(workload: string): boolean {
    if (this.process.exitCode !== null) throw new Error(`${workload} ended with ${this.process.exitCode}`);
    return this.rounds >= firstRounds && fs.existsSync(path.join(this.folder, "ranges"));
  }

  get pid(): number {
    return this.process.pid as number;
  }

  /** Rounds finished so far. */
  get rounds(): bigint {
    const bytes = Buffer.alloc(8);
    fs.readSync(this.counter, bytes, 0, 8, 0);
    return bytes.readBigUInt64LE();
  }

  /** What a sampler must read to see its stacks, as lines of "address length". */
  get ranges(): string {
    return fs.readFileSync(path.join(this.folder, "ranges"), "utf8");
  }

  stop(): void {
    this.process.kill("SIGKILL");
    fs.closeSync(this.counter);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
