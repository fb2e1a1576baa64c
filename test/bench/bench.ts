/**
 * Speed and cost beside other profilers, on the same target in the same run, turn by turn.
 *
 *   npm run bench [-- --workloads shallow,churn] [-- --turns 3] [-- --rates 1000000,1000] [-- --versions 3.15]
 *     [-- --stopping]  compares what stops the target too, at 1 kHz
 *
 * Target and profiler are pinned to a core each. Figures are medians over the turns; compare within a run only.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { ensureInterpreters } from "../support/interpreters";
import { chooseContests, type Contest } from "./contest";
import { Floor, type ReadFloor } from "./floor";
import { measure } from "./measure";
import { Row, ratioCells, rowCells, rowHead } from "./row";
import { measureSlowdown } from "./slowdown";
import { median } from "./stats";
import { formatTable } from "./table";
import { Target, workloads } from "./target";

const targetCore = 1;
const profilerCore = 0;
const restfulLoad = 0.7;
const rateNames = new Map([[1_000_000, "flat out"]]);

interface Plan {
  readonly turns: number;
  readonly rates: readonly number[];
  readonly floor: Floor;
  /** CPU ms of 1,000 wake-ups, by rate. */
  readonly wakes: ReadonlyMap<number, number>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workloads: { type: "string", default: workloads.join(",") },
      turns: { type: "string", default: "2" },
      rates: { type: "string", default: "1000000,1000,10000" },
      versions: { type: "string", default: "3.15,3.13" },
      stopping: { type: "boolean", default: false },
    },
  });
  if (!fs.existsSync(path.join(__dirname, "..", "..", "dist", "tachyon.js"))) throw new Error("Run 'npm run build' first.");
  const { found } = await ensureInterpreters();
  const contests = await chooseContests(found, values.versions.split(","), values.stopping);
  const floor = await Floor.build(profilerCore);
  // The bench itself must not run where the target does.
  spawnSync("taskset", ["-a", "-cp", String(profilerCore), String(process.pid)]);
  const rates = values.rates.split(",").map(Number);
  const wakes = new Map(rates.filter((hz) => hz <= 50_000).map((hz) => [hz, floor.wake(hz)]));
  console.log(`${os.cpus()[0]?.model}, ${os.cpus().length} cores, Linux ${os.release()}`);
  const [busy] = os.loadavg();
  if (busy > restfulLoad) console.log(`Other programs keep this machine busy (load ${busy.toFixed(1)}): figures are noise.`);
  for (const [hz, ms] of wakes) console.log(`floor: ${ms.toFixed(1)} ms of CPU for 1,000 wake-ups at ${hz / 1000} kHz`);
  const plan: Plan = { turns: Number(values.turns), rates, floor, wakes };
  for (const workload of values.workloads.split(",")) {
    for (const contest of contests) await benchWorkload(contest, workload, plan);
  }
}

async function benchWorkload(contest: Contest, workload: string, plan: Plan): Promise<void> {
  const rows = new Map(plan.rates.map((hz) => [hz, contest.profilersAt(hz).map((profiler) => new Row(profiler))]));
  const floors: ReadFloor[] = [];
  for (let turn = 0; turn < plan.turns; turn++) floors.push(await takeTurn(rows, contest, workload, plan));
  const passes = median(floors.map((floor) => floor.passesPerSecond));
  const { ranges, bytes } = floors[0];
  console.log(`\n${workload}, CPython ${contest.version}`);
  console.log(`floor: ${Math.round(passes).toLocaleString("en")} readings/s of ${bytes} bytes in ${ranges} ranges`);
  const table = [rowHead];
  for (const [hz, [first, ...others]] of rows) {
    const name = rateNames.get(hz) ?? `${hz / 1000} kHz`;
    const limits = { passes, wakeMs: plan.wakes.get(hz) };
    table.push(...[first, ...others].map((row) => [`${name}, ${row.profiler.name}`, ...rowCells(row, limits)]));
    table.push(...others.map((other) => [`  ${first.profiler.name} / ${other.profiler.name}`, ...ratioCells(first, other)]));
  }
  console.log(formatTable(table));
}

/** The floor and each profiler once, all on the same process. */
async function takeTurn(
  rows: ReadonlyMap<number, readonly Row[]>,
  { python }: Contest,
  workload: string,
  { floor }: Plan,
): Promise<ReadFloor> {
  const target = await Target.start(python, workload, targetCore);
  try {
    const readFloor = floor.read(target);
    for (const [hz, some] of rows) {
      for (const row of some) {
        row.measurements.push(await measure(row.profiler, target, hz, profilerCore));
        row.slowdowns.push(await measureSlowdown(row.profiler, target, hz, profilerCore));
      }
    }
    return readFloor;
  } finally {
    target.stop();
  }
}

main().catch((error: Error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
