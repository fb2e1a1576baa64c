import assert from "node:assert/strict";
import { CurrentStacks, ProfileBuilder, type Lane } from "../../../sampler/profile";
import { decodeBatch, encodeBatch, FunctionKind, ThreadStatus, type BatchRows } from "../../../sampler/wire";

const second = 1e9;
const thread = (tid: number, name: string): BatchRows => ({
  threads: { process: [7], tid: [tid], interpreter: [0], main: [tid === 7 ? 1 : 0], name: [name] },
});

/** Stacks: 0 main; 1 main → Task-1; 2 main → Task-1 → fetch; 3 main → Task-2. */
const rows: BatchRows = {
  strings: { value: ["main", "/w/app.py", "Task-1", "~", "fetch", "Task-2"] },
  functions: {
    name: [0, 2, 4, 5],
    file: [1, 3, 1, 3],
    firstLine: [1, 0, 9, 0],
    kind: [FunctionKind.Python, FunctionKind.Task, FunctionKind.Python, FunctionKind.Task],
  },
  frames: {
    function: [0, 1, 2, 3],
    line: [3, 0, 10, 0],
    endLine: [3, 0, 10, 0],
    column: [0, -1, 0, -1],
    endColumn: [5, -1, 5, -1],
    offset: [2, -1, 2, -1],
    opcode: [-1, -1, -1, -1],
  },
  stacks: { parent: [-1, 0, 1, 0], frame: [0, 1, 2, 3] },
};

class Follower {
  readonly builder = new ProfileBuilder({ timeline: false });
  readonly stacks = new CurrentStacks(this.builder.profile);
  private time = 0;

  constructor(...begun: readonly BatchRows[]) {
    for (const batch of [rows, ...begun]) this.append(batch);
  }

  append(batch: BatchRows): void {
    const decoded = decodeBatch(encodeBatch(batch));
    this.builder.append(decoded);
    if (decoded.runs !== undefined) this.stacks.take(decoded.runs);
  }

  /** One update with a sample of a thing: thread, stack and status; it spans `spanNs`. */
  see(samples: readonly (readonly [thread: number, stack: number, status?: number])[], spanNs = second / 10) {
    this.append({
      runs: {
        thread: samples.map(([row]) => row),
        stack: samples.map(([, stack]) => stack),
        status: samples.map(([, , status]) => status ?? 0),
        start: samples.map(() => this.time),
        count: samples.map(() => 5),
        weight: samples.map(() => spanNs),
      },
    });
    this.time += spanNs;
    const none = { ticks: [1], samples: [1], torn: [0], failed: [0], retries: [0], late: [0], missed: [0], cpu: [0] };
    const zero = { reads: [0], bytesRead: [0], stops: [0], stopped: [0] };
    this.append({ statistics: { time: [this.time], ...none, ...zero } });
    return this.stacks.update();
  }

  names(): string[] {
    return this.stacks.current().map(({ thread: row, task, stack }: Lane) => `${row} ${task ?? "-"} ${stack}`);
  }
}

describe("CurrentStacks", () => {
  it("keeps the last stack and the samples of each thread", () => {
    const follower = new Follower(thread(7, "MainThread"), thread(8, "worker"));
    assert.deepEqual(follower.see([[0, 0], [1, 0], [0, 2]]).appeared, [1, 2, 3]);
    follower.see([[1, -1, ThreadStatus.OnCpu]]);
    const worker = follower.stacks.current().find((lane) => lane.thread === 1)!;
    assert.deepEqual([worker.stack, worker.samples, worker.status], [-1, 10, ThreadStatus.OnCpu]);
  });

  it("keeps the last whole stack where a sample was torn", () => {
    const follower = new Follower(thread(7, "MainThread"));
    follower.see([[0, 0], [0, -1, ThreadStatus.Torn]]);
    assert.deepEqual(follower.names(), ["0 - 0"]);
  });

  it("says that a thread is gone when it was not seen for a second", () => {
    const follower = new Follower(thread(7, "MainThread"), thread(8, "worker"));
    follower.see([[0, 0], [1, 0]]);
    assert.deepEqual(follower.see([[0, 0]], 0.9 * second).gone, []);
    assert.deepEqual(follower.see([[0, 0]], 0.2 * second).gone, [2]);
    assert.deepEqual(follower.names(), ["0 - 0"]);
    assert.deepEqual(follower.see([[1, 0]]), { appeared: [2], gone: [] });
  });

  it("keeps threads that do not count now", () => {
    const follower = new Follower(thread(7, "MainThread"), thread(8, "worker"), {
      properties: { key: ["mode"], value: ["cpu"] },
    });
    follower.see([[0, 0], [1, 0]]);
    follower.see([[0, 0]], 9 * second);
    assert.deepEqual(follower.stacks.current().map(({ isCurrent }) => isCurrent), [true, false]);
  });

  it("takes slow sampling for no end", () => {
    const slow = { properties: { key: ["intervalNs"], value: ["5e9"] } };
    const follower = new Follower(thread(7, "MainThread"), thread(8, "worker"), slow);
    follower.see([[0, 0], [1, 0]], 5 * second);
    assert.deepEqual(follower.see([[0, 0]], 5 * second).gone, []);
  });

  it("gives each task a lane after its thread's, and ends it with the task", () => {
    const follower = new Follower(thread(7, "MainThread"));
    follower.see([[0, 3], [0, 2], [0, 0]]);
    assert.deepEqual(follower.names(), ["0 - 0", "0 Task-2 3", "0 Task-1 2"]);
    assert.deepEqual(follower.see([[0, 2]]).gone, [1]);
    assert.deepEqual(follower.names(), ["0 - 0", "0 Task-1 2"]);
    assert.deepEqual(follower.stacks.current().map(({ isCurrent }) => isCurrent), [false, true]);
  });

  it("begins with what is known, and forgets tasks that are over", () => {
    const follower = new Follower(thread(7, "MainThread"));
    follower.see([[0, 3], [0, 2]]);
    const late = new CurrentStacks(follower.builder.profile);
    assert.deepEqual(late.update(), { appeared: [1, 2], gone: [] });
    assert.deepEqual(late.current().map(({ task, samples }) => [task, samples]), [["Task-2", 5], ["Task-1", 5]]);
    follower.see([[0, 2]]);
    assert.deepEqual(follower.see([[0, 3], [0, 2]]).appeared, [3], "another task of the same name");
  });

  it("does not take an update without samples for an end", () => {
    const follower = new Follower(thread(7, "MainThread"));
    follower.see([[0, 2]]);
    follower.append({ properties: { key: ["python"], value: ["3.14.0"] } });
    assert.deepEqual(follower.stacks.update(), { appeared: [], gone: [] });
    assert.deepEqual(follower.names(), ["0 Task-1 2"]);
  });
});
