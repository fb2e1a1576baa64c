import { staleFiles } from "../../sampler/wire/generate";
import { type TestCounts } from "./countingReporter";
import { ensureInterpreters } from "./interpreters";
import { packageVsix } from "./packageVsix";
import { type Printing, requirement, scripts, type Stage, tests, work } from "./stages";
import { ensureTestTools } from "./systemPackages";
import { ensureWorkbench } from "./workbenchInstall";

/** In this order; those in brackets side by side. What samples running programs needs the machine for itself. */
const steps: readonly (Stage | readonly Stage[])[] = [
  work("system packages", ensureTestTools),
  requirement("interpreters", prepareInterpreters),
  requirement("code-server", ensureWorkbench),
  work("wire schema", checkWireSchema),
  scripts("build", "typecheck", "lint"),
  tests("architecture", "test/architecture/**/*.test.ts"),
  [tests("sampler", "test/sampler/**/*.test.ts"), tests("webviews", "test/webviews/**/*.test.ts")],
  tests("extension", "test/extension/**/*.test.ts"),
  tests("native", "test/native/**/*.test.ts"),
  tests("live", "test/live/**/*.test.ts"),
  tests("lifetime", "test/lifetime/**/*.test.ts"),
  work("package", packageVsix),
  tests("e2e", "test/e2e/**/*.e2e.ts"),
];

/** How a stage ended. `reason` is set when it failed as a whole. */
interface Outcome {
  readonly name: string;
  readonly counts: TestCounts;
  readonly elapsedMs: number;
  readonly reason?: string;
}

async function prepareInterpreters(): Promise<void> {
  const { found, missing } = await ensureInterpreters();
  for (const [version, executable] of found) console.log(`CPython ${version}: ${executable}`);
  const reasons = [...missing].map(([version, reason]) => `CPython ${version}: ${reason}`);
  if (reasons.length > 0) throw new Error(reasons.join("\n"));
}

/** Building writes the generated files anew, so what is checked in must be looked at before. */
async function checkWireSchema(): Promise<void> {
  const stale = staleFiles();
  if (stale.length > 0) throw new Error(`not as wire.json says: ${stale.join(", ")}; run npm run build:wire`);
}

async function runStep(step: Stage | readonly Stage[]): Promise<Outcome[]> {
  const stages = [step].flat();
  console.log(`\n=== ${stages.map(({ name }) => name).join(" beside ")}`);
  return Promise.all(stages.map((stage) => runStage(stage, stages.length > 1 ? "whole" : "live")));
}

async function runStage(stage: Stage, printing: Printing): Promise<Outcome> {
  const start = performance.now();
  try {
    const counts = await stage.run(printing);
    return { name: stage.name, counts, elapsedMs: performance.now() - start };
  } catch (error) {
    const reason = (error as Error).message;
    console.error(reason);
    return { name: stage.name, counts: { passed: 0, failed: 1, skipped: 0 }, elapsedMs: performance.now() - start, reason };
  }
}

function formatOutcome(outcome: Outcome): string {
  const { passed, failed, skipped } = outcome.counts;
  const counted = passed + failed + skipped > 0 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : "done";
  const seconds = (outcome.elapsedMs / 1000).toFixed(1).padStart(7);
  return `${outcome.name.padEnd(16)} ${seconds} s  ${outcome.reason === undefined ? counted : "FAILED"}`;
}

/** Runs every step, also after a failed one. The last line says only how many tests passed, failed and were skipped. */
async function main(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(...(await runStep(step)));
  const sum = (count: (counts: TestCounts) => number) => outcomes.reduce((total, { counts }) => total + count(counts), 0);
  const skipped = sum((counts) => counts.skipped);
  // A skipped test on a machine that must have everything is a test that did not pass.
  const failed = sum((counts) => counts.failed) + (process.env.CI ? skipped : 0);
  console.log(`\n${outcomes.map(formatOutcome).join("\n")}\n`);
  if (process.env.CI && skipped > 0) console.log(`${skipped} skipped tests count as failed, because CI is set\n`);
  const tail = skipped > 0 && !process.env.CI ? `, ${skipped} skipped` : "";
  console.log(`${sum((counts) => counts.passed)} passed, ${failed} failed${tail}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
