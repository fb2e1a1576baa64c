import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { cached, stampOf } from "../support/cache";
import { run } from "../support/processes";
import type { Target } from "./target";

/** What one pass over a target's stacks must read, and how long the kernel takes for it here and now. */
export interface ReadFloor {
  readonly passesPerSecond: number;
  readonly ranges: number;
  readonly bytes: number;
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

  /** CPU milliseconds of 1,000 wake-ups at this rate. */
  wake(hz: number): number {
    return this.ask(["wake", String(hz), seconds], "")[0] / 1000;
  }

  private ask(args: readonly string[], input: string): number[] {
    const command = ["-c", String(this.core), this.program, ...args];
    const { status, stdout, stderr } = spawnSync("taskset", command, { input, encoding: "utf8" });
    if (status !== 0) throw new Error(`floor ${args.join(" ")}: ${stderr}`);
    return stdout.trim().split(" ").map(Number);
  }
}
