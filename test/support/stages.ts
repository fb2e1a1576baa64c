import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { resultFileVariable, type TestResult } from "./countingReporter";
import { run, tryRun } from "./processes";

export const projectRoot = path.join(__dirname, "..", "..");

/** One step of the whole test run. It rejects when it failed other than by failed tests. */
export interface Stage {
  readonly name: string;
  readonly run: () => Promise<TestResult>;
}

const nothing: TestResult = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** A stage that has no tests of its own: it only must not fail. */
export function work(name: string, action: () => Promise<unknown>): Stage {
  return {
    name,
    run: async () => {
      await action();
      return nothing;
    },
  };
}

/**
 * A stage that gets something which this machine may not offer. Where `CI` is set that is a failure; elsewhere it is
 * said, and the tests that need it skip themselves.
 */
export function requirement(name: string, action: () => Promise<unknown>): Stage {
  return work(name, async () => {
    try {
      await action();
    } catch (error) {
      if (process.env.CI) throw error;
      console.log(`not to be had, tests that need it are skipped: ${(error as Error).message}`);
    }
  });
}

/** Scripts of package.json, side by side, silent unless they fail. */
export function scripts(...names: string[]): Stage {
  return work(names.join(", "), () => Promise.all(names.map(runScript)));
}

async function runScript(name: string): Promise<void> {
  const result = await run("npm", ["run", "--silent", name], { cwd: projectRoot });
  const last = result.stdout.trim().split("\n").at(-1);
  if (last) console.log(last);
}

/** Tests under mocha in a process of their own. */
export function tests(name: string, ...patterns: string[]): Stage {
  return { name, run: () => runMocha(patterns, "live") };
}

/** Tests that wait for others more than they work, under a mocha for each pattern, side by side. */
export function testsBeside(name: string, ...patterns: string[]): Stage {
  return {
    name,
    run: async () => {
      const results = await Promise.all(patterns.map((pattern) => runMocha([pattern], "whole")));
      const sum = (count: (result: TestResult) => number) => results.reduce((total, result) => total + count(result), 0);
      return {
        passed: sum(({ passed }) => passed),
        failed: sum(({ failed }) => failed),
        skipped: sum(({ skipped }) => skipped),
        failures: results.flatMap(({ failures }) => failures),
      };
    },
  };
}

/** Prints as the tests go, or all at their end because others print meanwhile. */
async function runMocha(patterns: readonly string[], printing: "live" | "whole"): Promise<TestResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-tests-"));
  const file = path.join(folder, "result.json");
  try {
    const mocha = path.join(projectRoot, "node_modules", "mocha", "bin", "mocha.js");
    const reporter = path.join(__dirname, "countingReporter.ts");
    const ended = await tryRun(process.execPath, [mocha, "--reporter", reporter, ...patterns], {
      cwd: projectRoot,
      stdio: printing === "live" ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, [resultFileVariable]: file },
    });
    if (printing === "whole") process.stdout.write(ended.output);
    if (!existsSync(file)) throw new Error(`mocha ended with ${ended.code} before it had run its tests`);
    const result = JSON.parse(readFileSync(file, "utf8")) as TestResult;
    if (ended.code !== 0 && result.failed === 0) throw new Error(`mocha ended with ${ended.code} and no failed test`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
