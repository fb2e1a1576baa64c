import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A workload that runs pinned to one core and counts its finished rounds in a file. */
export class Target {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Starts the named workload of targets/workloads.py and waits until it has finished its first rounds. */
  static async start(python: string, workload: string, core: number): Promise<Target> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-bench-"));
    fs.writeFileSync(path.join(folder, "rounds"), Buffer.alloc(8));
    const script = path.join(__dirname, "targets", "workloads.py");
    const args = ["-c", String(core), python, script, workload, path.join(folder, "rounds")];
    const target = new Target(spawn("taskset", args, { stdio: ["ignore", "ignore", "inherit"] }), folder);
    await target.rounds(100n);
    return target;
  }

  get pid(): number {
    return this.process.pid as number;
  }

  /** Rounds finished so far. */
  get count(): bigint {
    return fs.readFileSync(path.join(this.folder, "rounds")).readBigUInt64LE();
  }

  private async rounds(least: bigint): Promise<void> {
    while (this.count < least) {
      if (this.process.exitCode !== null) throw new Error(`The workload ended with exit code ${this.process.exitCode}.`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  stop(): void {
    this.process.kill("SIGKILL");
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
