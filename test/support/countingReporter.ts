import { writeFileSync } from "node:fs";
import { type MochaOptions, type Runner, reporters } from "mocha";

/** What one run of mocha counted. A test that failed in a hook counts as failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Variable that names the file for the counts. */
export const countsFileVariable = "TACHYON_TEST_COUNTS";

/** mocha's usual report, which also leaves its counts in a file for the runner of all tests. */
export default class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    runner.once("end", () => {
      const file = process.env[countsFileVariable];
      const counts: TestCounts = { passed: this.stats.passes, failed: this.stats.failures, skipped: this.stats.pending };
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}
