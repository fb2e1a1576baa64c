/**
 * Speed and cost beside CPython's own profiler, on the same target in the same run, turn by turn.
 *
 *   npm run bench [-- --workloads shallow,churn] [-- --turns 3]
 *
 * Target and profiler are pinned to a core each. Figures are medians over the turns; compare within a run only.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { ensureInterpreters } from "../support/interpreters";
import { type Measurement, measure, measureSpeed } from "./measure";
import { type Profiler, ours, reference } from "./profilers";
import { formatTable } from "./table";
import { Target } from "./target";

const rates = [
  { name: "flat out", hz: 1_000_000 },
  { name: "1 kHz", hz: 1000 },
  { name: "10 kHz", hz: 10_000 },
];
const targetCore = 1;
const profilerCore = 0;

interface Row {
  readonly profiler: Profiler;
  readonly measurements: Measurement[];
  readonly slowdowns: number[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workloads: { type: "string", default: "shallow,churn,deep 100,deep 500,generators,16 threads" },
      turns: { type: "string", default: "3" },
    },
  });
  if (!fs.existsSync(path.join(__dirname, "..", "..", "dist", "tachyon.js"))) throw new Error("Run 'npm run build' first.");
  const python = (await ensureInterpreters()).found.get("3.15");
  if (!python) throw new Error("The benchmark needs CPython 3.15, whose own profiler is the peer, and found none.");
  console.log(`${os.cpus()[0]?.model}, ${os.cpus().length} cores, Linux ${os.release()}, ${python}`);
  for (const workload of values.workloads.split(",")) {
    await benchWorkload(python, workload, Number(values.turns));
  }
}

async function benchWorkload(python: string, workload: string, turns: number): Promise<void> {
  const table = [["", "valid samples/s", "torn", "failed", "CPU s / 1,000", "slowdown"]];
  for (const rate of rates) {
    const rows = [ours, reference(python)].map((profiler): Row => ({ profiler, measurements: [], slowdowns: [] }));
    for (let turn = 0; turn < turns; turn++) await takeTurn(rows, python, workload, rate.hz);
    table.push(...rows.map((row) => [`${rate.name}, ${row.profiler.name}`, ...cells(row)]));
    table.push([`  ratio`, ...ratios(rows[0], rows[1])]);
  }
  console.log(`\n${workload}\n${formatTable(table)}`);
}

/** Each profiler once, each on an undisturbed stretch of the same process just before and after. */
async function takeTurn(rows: readonly Row[], python: string, workload: string, hz: number): Promise<void> {
  const target = await Target.start(python, workload, targetCore);
  try {
    let free = await measureSpeed(target);
    for (const row of rows) {
      const measurement = await measure(row.profiler, target, hz, workload.endsWith("threads"), profilerCore);
      const freeAfter = await measureSpeed(target);
      row.measurements.push(measurement);
      row.slowdowns.push((free + freeAfter) / 2 / measurement.speed - 1);
      free = freeAfter;
    }
  } finally {
    target.stop();
  }
}

function cells(row: Row): string[] {
  const of = (pick: (m: Measurement) => number): number => median(row.measurements.map(pick));
  return [
    Math.round(of((m) => m.validRate)).toLocaleString("en"),
    percent(of((m) => m.summary.tornShare)),
    percent(of((m) => m.summary.failedShare)),
    of((m) => m.cpuPerThousand).toFixed(4),
    percent(median(row.slowdowns)),
  ];
}

function ratios(a: Row, b: Row): string[] {
  const ratio = (pick: (m: Measurement) => number): string =>
    (median(a.measurements.map(pick)) / median(b.measurements.map(pick))).toFixed(2);
  return [ratio((m) => m.validRate), "", "", ratio((m) => m.cpuPerThousand), ""];
}

function median(values: readonly number[]): number {
  return [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

main().catch((error: Error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
