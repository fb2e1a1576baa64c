import assert from "node:assert/strict";
import {
  computeFunctionTotals,
  computeProfileFacts,
  computeStackWeights,
  listProcesses,
  selectProcess,
} from "../../../sampler/profile";
import { drawnProfile } from "../../support/drawnProfile";

const drawing = `
  main main main main
  a    b    a    c
`;
const options = {
  threads: [0, 1, 2, 1],
  processes: [4711, 4800, 4711],
  weights: [1, 2, 4, 8],
  properties: { pid: "4711", python: "3.11.7", cwd: "/srv", "process.4800.python": "3.14.2", "process.4800.parent": "4711" },
};

describe("profile: processes", () => {
  const profile = drawnProfile(drawing, options);

  it("are listed as they came", () => assert.deepEqual(listProcesses(profile), [4711, 4800]));

  it("have profiles of their own: threads, samples and what is known of them", () => {
    const child = selectProcess(profile, 4800);
    const weights = computeStackWeights(child);
    const totals = computeFunctionTotals(child, weights, "self").map((row) => [
      child.strings[child.functions.name[row.function]],
      row.self,
    ]);
    assert.deepEqual(totals.filter(([, self]) => self !== 0), [["c", 8], ["b", 2]]);
    assert.deepEqual(child.threads.map(({ process }) => process), [4800]);
    assert.equal(computeStackWeights(child, { thread: 0 }).totalWeight, 10);
    assert.equal(computeProfileFacts(child, { title: "", live: false }).subtitle, "CPython 3.14.2 · pid 4800");
    assert.deepEqual(Object.fromEntries(child.properties), { pid: "4800", python: "3.14.2", cwd: "/srv", parent: "4711" });
  });

  it("together weigh what all weighs", () => {
    const sum = listProcesses(profile).map((pid) => computeStackWeights(selectProcess(profile, pid)).totalWeight);
    assert.deepEqual(sum, [5, 10]);
    assert.equal(computeStackWeights(profile).totalWeight, 15);
  });
});
