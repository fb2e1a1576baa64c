import * as assert from "node:assert";
import type { ViewOptions } from "../../sampler/host/addon";
import type { Profile } from "../../sampler/profile";
import { EventKind } from "../../sampler/wire";
import { anyInterpreterOrSkip, interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { pythonPackageOrSkip } from "../support/pythonPackages";
import { everyMillisecond, placesOf, sampleUntil } from "./recording";
import { Target } from "./target";

const enoughRunning = 50;
/** Part of the samples that may be counted twice or not at all, because a task begins to run while it is read. */
const slack = 0.1;

/** A stack, its frames and markers root first, and how often it was seen: a machine that stalls makes single samples heavy. */
interface Seen {
  readonly cells: readonly string[];
  readonly samples: number;
}

describe("tasks of a busy program", function () {
  this.timeout(120_000);

  for (const version of supportedVersions) {
    it(`CPython ${version}: those that run keep their leaves, the idle loop keeps its time`, async function () {
      await checkRunning(interpreterOrSkip(this, version), []);
    });

    it(`CPython ${version}: a task that runs and waits is in all samples`, async function () {
      const seen = await sampleBusy(interpreterOrSkip(this, version), [], "all");
      const worker = seen.filter(({ cells }) => cells.includes("<worker>"));
      const waiting = worker.filter(({ cells }) => cells.at(-1) === "sleep");
      const running = worker.filter(({ cells }) => !waiting.some((one) => one.cells === cells));
      const idle = seen.filter(({ cells }) => !cells[0]?.startsWith("<Task"));
      const missing = Object.entries({ waiting, running, idle }).filter(([, part]) => countAll(part) === 0);
      assert.deepStrictEqual(missing, [], JSON.stringify(seen));
      const all = countAll(running) + countAll(idle);
      assert.ok(Math.abs(countAll(worker) - all) < slack * all, JSON.stringify(seen));
    });
  }

  it("a loop in C, uvloop, changes nothing", async function () {
    const python = interpreterOrSkip(this, "3.11");
    await checkRunning(python, ["uvloop", await pythonPackageOrSkip(this, python, "uvloop")]);
  });

  it("a program without tasks is sampled as it is, and that is said once", async function () {
    const { stacks, notes } = await sampleUntilNote(anyInterpreterOrSkip(this), "known.py");
    assert.match(notes.join("\n"), /^No asyncio task was seen yet.*$/);
    assert.ok(stacks.some(({ cells }) => cells.at(-1) === "rest"));
  });
});

async function sampleUntilNote(python: string, program: string): Promise<{ stacks: Seen[]; notes: string[] }> {
  const target = Target.start(python, program);
  try {
    await target.line();
    const options = { ...everyMillisecond, async: "running", pid: target.pid } as const;
    const notesOf = ({ events }: Profile) => events.filter(({ kind }) => kind === EventKind.Note).map(({ text }) => text);
    const isEnough = (profile: Profile) => notesOf(profile).length > 0 && profile.statistics.samples > 0;
    const { profile } = await sampleUntil(options, "a note and a sample", isEnough);
    return { stacks: stacksOf(profile), notes: notesOf(profile) };
  } finally {
    await target.stop();
  }
}

async function checkRunning(python: string, args: readonly string[]): Promise<void> {
  const stacks = (await sampleBusy(python, args, "running")).map(({ cells }) => cells.join(" "));
  const running = stacks.filter((stack) => stack.endsWith(" spin"));
  for (const stack of running) assert.match(stack, /^<Task-\d+> main <worker> work compute spin$/);
  assert.ok(running.length > 0, "the running task was not seen");
  assert.ok(stacks.some((stack) => stack !== "" && !stack.includes("<Task")), "the idle loop was not seen");
}

async function sampleBusy(python: string, args: readonly string[], async: ViewOptions["async"]): Promise<Seen[]> {
  const target = Target.start(python, "busyTasks.py", args);
  try {
    await target.line();
    const options = { ...everyMillisecond, allThreads: false, async, pid: target.pid } as const;
    const isEnough = (profile: Profile) => countOf(profile, "spin") >= enoughRunning;
    return stacksOf((await sampleUntil(options, "samples of a running task", isEnough)).profile);
  } finally {
    await target.stop();
  }
}

/** Samples whose leaf is a function of that name. */
function countOf(profile: Profile, leaf: string): number {
  let count = 0;
  for (let run = 0; run < profile.runs.length; run++) {
    if (placesOf(profile, profile.runs.stack[run]).at(-1)?.name === leaf) count += profile.runs.count[run];
  }
  return count;
}

function stacksOf(profile: Profile): Seen[] {
  const samplesOf = new Map<number, number>();
  for (let run = 0; run < profile.runs.length; run++) {
    const stack = profile.runs.stack[run];
    samplesOf.set(stack, (samplesOf.get(stack) ?? 0) + profile.runs.count[run]);
  }
  return [...samplesOf].map(([stack, samples]) => {
    const places = placesOf(profile, stack);
    return { cells: places.map(({ name, file }) => (file === "<task>" ? `<${name}>` : name)), samples };
  });
}

function countAll(seen: readonly Seen[]): number {
  return seen.reduce((sum, { samples }) => sum + samples, 0);
}
