import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { cached, stampOf } from "../support/cache";
import { run } from "../support/processes";
import type { Target } from "./target";

/** What one pass over a target's stacks must read, and what the machine takes for it here and now. */
export interface ReadFloor {
  readonly passesPerSecond: number;
  readonly ranges: number;
  readonly bytes: number;
}

/** CPU milliseconds that the machine takes here and now for 1,000 wake-ups at a rate. */
export interface WakeFloor {
  /** That do nothing. */
  readonly wakeMs: number;
  /** With one pass over the target's stacks at each. */
  readonly visitMs: number;
}

const seconds = "1";

/** The machine's own limits, measured by programs/floor.c on one core. */
export class Floor {
  private constructor(
    private readonly program: string,
    private readonly core: number,
  ) {}

  static async build(core: number): Promise<Floor> {
    const source = path.join(__dirname, "programs", "floor.c");
    const name = `bench/floor-${stampOf(fs.readFileSync(source))}`;
    const folder = await cached(name, async (into) => {
      await run("cc", ["-O2", "-o", path.join(into, "floor"), source]);
    });
    return new Floor(path.join(folder, "floor"), core);
  }

  /** Reads what must be read of a running target, as fast as it goes. */
  read(target: Target): ReadFloor {
    const [nsPerPass, ranges, bytes] = this.ask(["read", String(target.pid), seconds], target.ranges);
    return { passesPerSecond: 1e9 / nsPerPass, ranges, bytes };
  }

  wake(target: Target, hz: number): WakeFloor {
    const [wakeMs, visitMs] = ["wake", "visit"].map(
      (what) => this.ask([what, String(target.pid), seconds, String(hz)], target.ranges)[0] / 1000,
    );
    return { wakeMs, visitMs };
  }

  private ask(args: readonly string[], input: string): number[] {
    const command = ["-c", String(this.core), this.program, ...args];
    const { status, stdout, stderr } = spawnSync("taskset", command, { input, encoding: "utf8" });
    if (status !== 0) throw new Error(`floor ${args.join(" ")}: ${stderr}`);
    return stdout.trim().split(" ").map(Number);
  }
}
