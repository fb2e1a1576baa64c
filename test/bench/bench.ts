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
import { Floor, type ReadFloor, type WakeFloor } from "./floor";
import { measure } from "./measure";
import { Row, ratioCells, rowCells, rowHead } from "./row";
import { measureSlowdown } from "./slowdown";
import { median } from "./stats";
import { formatTable } from "./table";
import { Target, workloads } from "./target";

const targetCore = 1;
const profilerCore = 0;
const restfulLoad = 0.7;
/** Beyond it nobody sleeps between samples. */
const mostWakesHz = 50_000;
const rateNames = new Map([[1_000_000, "flat out"]]);

interface Plan {
  readonly turns: number;
  readonly rates: readonly number[];
  readonly floor: Floor;
}

/** What the machine itself took in one turn, for readings and, by rate, for wake-ups. */
interface TurnFloor {
  readonly read: ReadFloor;
  readonly wakes: ReadonlyMap<number, WakeFloor>;
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
  console.log(`${os.cpus()[0]?.model}, ${os.cpus().length} cores, Linux ${os.release()}`);
  const [busy] = os.loadavg();
  if (busy > restfulLoad) console.log(`Other programs keep this machine busy (load ${busy.toFixed(1)}): figures are noise.`);
  const plan: Plan = { turns: Number(values.turns), rates, floor };
  for (const workload of values.workloads.split(",")) {
    for (const contest of contests) await benchWorkload(contest, workload, plan);
  }
}

async function benchWorkload(contest: Contest, workload: string, plan: Plan): Promise<void> {
  const rows = new Map(plan.rates.map((hz) => [hz, contest.profilersAt(hz).map((profiler) => new Row(profiler))]));
  const floors: TurnFloor[] = [];
  for (let turn = 0; turn < plan.turns; turn++) floors.push(await takeTurn(rows, contest, workload, plan));
  const passes = median(floors.map(({ read }) => read.passesPerSecond));
  const { ranges, bytes } = floors[0].read;
  console.log(`\n${workload}, CPython ${contest.version}`);
  console.log(`floor: ${Math.round(passes).toLocaleString("en")} readings/s of ${bytes} bytes in ${ranges} ranges`);
  const table = [rowHead];
  for (const [hz, [first, ...others]] of rows) {
    const name = rateNames.get(hz) ?? `${hz / 1000} kHz`;
    const wakes = floors.flatMap((floor) => floor.wakes.get(hz) ?? []);
    const limits = { passes, wakeMs: median(wakes.map((floor) => floor.wakeMs)), visitMs: median(wakes.map((floor) => floor.visitMs)) };
    if (wakes.length > 0) console.log(wakeText(hz, limits));
    table.push(...[first, ...others].map((row) => [`${name}, ${row.profiler.name}`, ...rowCells(row, limits)]));
    table.push(...others.map((other) => [`  ${first.profiler.name} / ${other.profiler.name}`, ...ratioCells(first, other)]));
  }
  console.log(formatTable(table));
}

function wakeText(hz: number, { wakeMs, visitMs }: WakeFloor): string {
  return `floor: ${wakeMs.toFixed(1)} ms of CPU for 1,000 wake-ups at ${hz / 1000} kHz, ${visitMs.toFixed(1)} ms with a reading at each`;
}

/** The floor and each profiler once, all on the same process. */
async function takeTurn(
  rows: ReadonlyMap<number, readonly Row[]>,
  { python }: Contest,
  workload: string,
  { floor, rates }: Plan,
): Promise<TurnFloor> {
  const target = await Target.start(python, workload, targetCore);
  try {
    const slow = rates.filter((hz) => hz <= mostWakesHz);
    const turnFloor = { read: floor.read(target), wakes: new Map(slow.map((hz) => [hz, floor.wake(target, hz)])) };
    for (const [hz, some] of rows) {
      for (const row of some) {
        row.measurements.push(await measure(row.profiler, target, hz, profilerCore));
        row.slowdowns.push(await measureSlowdown(row.profiler, target, hz, profilerCore));
      }
    }
    return turnFloor;
  } finally {
    target.stop();
  }
}

main().catch((error: Error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
