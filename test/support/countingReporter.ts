import { writeFileSync } from "node:fs";
import { type MochaOptions, type Runner, reporters } from "mocha";

/** What one run of mocha counted. A test that failed in a hook counts as failed. */
export interface TestResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The failed tests by their whole titles, each with the first line of its reason. */
  readonly failures: readonly string[];
}

/** Variable that names the file for the result. */
export const resultFileVariable = "TACHYON_TEST_RESULT";

/** mocha's usual report, which also leaves its result in a file for the runner of all tests. */
export default class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on("fail", (test, error: Error) => failures.push(`${test.fullTitle()}: ${error.message.split("\n")[0]}`));
    runner.once("end", () => {
      const file = process.env[resultFileVariable];
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const result: TestResult = { passed, failed, skipped, failures };
      if (file !== undefined) writeFileSync(file, JSON.stringify(result));
    });
  }
}
