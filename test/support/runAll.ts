import { staleFiles } from "../../sampler/wire/generate";
import { type TestResult } from "./countingReporter";
import { ensureInterpreters } from "./interpreters";
import { packageVsix } from "./packageVsix";
import { requirement, scripts, type Stage, tests, testsBeside, work } from "./stages";
import { ensureTestTools } from "./systemPackages";
import { ensureWorkbench } from "./workbenchInstall";

const stages: readonly Stage[] = [
  work("system packages", ensureTestTools),
  requirement("interpreters", prepareInterpreters),
  requirement("code-server", ensureWorkbench),
  work("wire schema", checkWireSchema),
  scripts("build", "typecheck", "lint"),
  tests("architecture", "test/architecture/**/*.test.ts"),
  tests("sampler", "test/sampler/**/*.test.ts"),
  tests("webviews", "test/webviews/**/*.test.ts"),
  tests("extension", "test/extension/**/*.test.ts"),
  tests("native", "test/native/**/*.test.ts"),
  tests("live", "test/live/**/*.test.ts"),
  tests("lifetime", "test/lifetime/**/*.test.ts"),
  work("package", packageVsix),
  testsBeside("e2e", "test/e2e/*.e2e.ts", "test/e2e/debugging/*.e2e.ts"),
];

/** How a stage ended. `reason` is set when it failed as a whole. */
interface Outcome {
  readonly name: string;
  readonly result: TestResult;
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

async function runStage(stage: Stage): Promise<Outcome> {
  console.log(`\n=== ${stage.name}`);
  const start = performance.now();
  try {
    return { name: stage.name, result: await stage.run(), elapsedMs: performance.now() - start };
  } catch (error) {
    const reason = (error as Error).message;
    console.error(reason);
    const result = { passed: 0, failed: 1, skipped: 0, failures: [reason] };
    return { name: stage.name, result, elapsedMs: performance.now() - start, reason };
  }
}

function formatOutcome(outcome: Outcome): string {
  const { passed, failed, skipped } = outcome.result;
  const counted = passed + failed + skipped > 0 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : "done";
  const seconds = (outcome.elapsedMs / 1000).toFixed(1).padStart(7);
  return `${outcome.name.padEnd(16)} ${seconds} s  ${outcome.reason === undefined ? counted : "FAILED"}`;
}

/**
 * Runs every stage, also after a failed one. What failed is named once more below the table, where it is found when a
 * log keeps only its end. The last line says only how many tests passed, failed and were skipped.
 */
async function main(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const stage of stages) outcomes.push(await runStage(stage));
  const sum = (count: (result: TestResult) => number) => outcomes.reduce((total, { result }) => total + count(result), 0);
  const skipped = sum((result) => result.skipped);
  // A skipped test on a machine that must have everything is a test that did not pass.
  const failed = sum((result) => result.failed) + (process.env.CI ? skipped : 0);
  console.log(`\n${outcomes.map(formatOutcome).join("\n")}\n`);
  for (const { name, result } of outcomes) for (const failure of result.failures) console.log(`FAILED ${name}: ${failure}`);
  if (process.env.CI && skipped > 0) console.log(`${skipped} skipped tests count as failed, because CI is set\n`);
  const tail = skipped > 0 && !process.env.CI ? `, ${skipped} skipped` : "";
  console.log(`${sum((result) => result.passed)} passed, ${failed} failed${tail}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
