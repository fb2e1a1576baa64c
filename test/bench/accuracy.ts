/**
 * How true samples are, on every version and kind of program: stacks that cannot have been, and the distance of what was seen
 * from what is seen of a stopped target.
 *
 *   npm run bench:accuracy [-- --versions 3.13,3.15] [-- --targets churn,generators] [-- --samples 20000] [-- --reference]
 *
 * With --reference, CPython 3.15's own profiler with --blocking is compared with our stopped target too.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { PythonVersion } from "../support/interpreters";
import { ensureInterpreters } from "../support/interpreters";
import { type Sight, recordReference, recordShape } from "./sight";
import { ShapeProgram, shapes } from "./shapes";
import { formatTable } from "./table";

const warmUpMs = 300;
const head = ["", "grade", "samples", "torn", "failed", "impossible", "stacks", "leaves", "lines"];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      versions: { type: "string" },
      targets: { type: "string", default: shapes.join(",") },
      samples: { type: "string", default: "4000" },
      reference: { type: "boolean", default: false },
    },
  });
  const { found } = await ensureInterpreters();
  const versions = values.versions?.split(",") ?? [...found.keys()];
  const table = [head];
  const problems = new Set<string>();
  for (const version of versions) {
    const python = found.get(version as PythonVersion);
    if (python === undefined) throw new Error(`CPython ${version} is not here.`);
    for (const target of values.targets.split(",")) {
      const samples = Number(values.samples);
      const withReference = values.reference && version === "3.15";
      const onProblem = (problem: string): unknown => problems.add(`${version} ${target}: ${problem}`);
      const rows = await compareGrades(python, target, samples, withReference, onProblem);
      table.push(...rows.map((row, index) => [index === 0 ? `${version} ${target}` : "", ...row]));
      console.error(`${version} ${target}: ${rows.map((row) => row.join(" ")).join(" | ")}`);
    }
  }
  console.log([formatTable(table), ...problems].join("\n"));
}

/** The stopped target twice, with the other grades between, all on one process. */
async function compareGrades(
  python: string,
  target: string,
  samples: number,
  withReference: boolean,
  onProblem: (problem: string) => unknown,
): Promise<string[][]> {
  const program = await ShapeProgram.start(python, target);
  try {
    await sleep(warmUpMs);
    const truth = await recordShape(program.pid, "blocking", samples);
    const never = await recordShape(program.pid, "never", samples);
    const exact = await recordShape(program.pid, "exact", samples);
    const again = await recordShape(program.pid, "blocking", samples);
    const noise = distances(again, truth);
    truth.addAll(again);
    for (const { problems } of [never, exact, truth]) problems.forEach(onProblem);
    const rows = [
      cells("never stops", never, distances(never, truth)),
      cells("exact", exact, distances(exact, truth)),
      cells("stopped (noise)", truth, noise),
    ];
    if (withReference) {
      const other = await recordReference(python, program.pid, samples);
      rows.push(cells("reference blocking", other, distances(other, truth)));
    }
    return rows;
  } finally {
    await program.stop();
  }
}

function distances(seen: Sight, truth: Sight): string[] {
  const pairs = [[seen.stacks, truth.stacks] as const, [seen.leaves, truth.leaves] as const, [seen.lines, truth.lines] as const];
  return pairs.map(([a, b]) => percent(a.distanceTo(b)));
}

function cells(grade: string, seen: Sight, figures: readonly string[]): string[] {
  const tried = seen.stacks.total + seen.torn + seen.failed;
  const lost = [percent(seen.torn / tried), percent(seen.failed / tried)];
  return [grade, String(seen.stacks.total), ...lost, String(seen.impossible), ...figures];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

main().catch((error: Error) => {
  console.error(`bench:accuracy: ${error.message}`);
  process.exitCode = 1;
});
