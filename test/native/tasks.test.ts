import * as assert from "node:assert";
import type { Profile } from "../../sampler/profile";
import { interpreterOrSkip, supportedVersions } from "../support/interpreters";
import { pythonPackageOrSkip } from "../support/pythonPackages";
import { everyMillisecond, placesOf, runsOf, sampleUntil } from "./recording";
import { Target } from "./target";

/** What a program says of its tasks: suspended frames from the outermost on, and the names of those that await. */
type Truth = Record<string, { frames: [name: string, line: number][]; awaiters: string[] }>;

const enoughTicks = 20;

describe("tasks of a resting program are what the program itself says", function () {
  this.timeout(120_000);

  for (const version of supportedVersions) {
    it(`CPython ${version}, every kind of await`, async function () {
      await check(interpreterOrSkip(this, version), []);
    });
  }

  it("in a loop in C, uvloop", async function () {
    const python = interpreterOrSkip(this, "3.11");
    await check(python, ["uvloop", await pythonPackageOrSkip(this, python, "uvloop")]);
  });
});

async function check(python: string, args: readonly string[]): Promise<void> {
  const target = Target.start(python, "tasks.py", args);
  try {
    const truth = JSON.parse(await target.line()) as Truth;
    const { tasks, threads } = stacksOf(await sample(target.pid));
    assert.deepStrictEqual(leaveOutCircle([...tasks].sort()), expectedStacks(truth));
    assert.ok([...tasks].some((stack) => /<circle-(\d)>.*<circle-(?!\1)/.test(stack)), "a circle is cut once");
    assert.ok([...threads].some((stack) => stack.includes(" run:")), "the idle loop is seen");
  } finally {
    await target.stop();
  }
}

async function sample(pid: number): Promise<Profile> {
  const options = { ...everyMillisecond, allThreads: false, async: "all", pid } as const;
  const { profile, ended } = await sampleUntil(options, "ticks", ({ statistics }) => statistics.ticks >= enoughTicks);
  assert.strictEqual(ended, null);
  assert.strictEqual(profile.statistics.torn + profile.statistics.failed, 0);
  return profile;
}

/** Distinct stacks of tasks and of threads that run none, as texts. */
function stacksOf(profile: Profile): { tasks: Set<string>; threads: Set<string> } {
  const tasks = new Set<string>();
  const threads = new Set<string>();
  for (const { stack } of runsOf(profile)) {
    const places = placesOf(profile, stack);
    const text = places.map(({ name, file, line }) => (file === "<task>" ? `<${name}>` : `${plain(name)}:${line}`));
    (places[0]?.file === "<task>" ? tasks : threads).add(text.join(" "));
  }
  return { tasks, threads };
}

/** The name of a function without the class and the function around it. */
function plain(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** A stack for each way from a task that awaits no other one up to one that nobody awaits. */
function expectedStacks(truth: Truth): string[] {
  const own = (task: string) => [`<${task}>`, ...truth[task].frames.map(([name, line]) => `${name}:${line}`)].join(" ");
  const stacks = (task: string): string[] => {
    const awaiters = truth[task].awaiters.flatMap(stacks);
    return awaiters.length > 0 ? awaiters.map((stack) => `${stack} ${own(task)}`) : [own(task)];
  };
  const awaiting = new Set(Object.values(truth).flatMap(({ awaiters }) => awaiters));
  return Object.keys(truth).filter((task) => !awaiting.has(task)).flatMap(stacks).sort();
}

function leaveOutCircle(stacks: string[]): string[] {
  return stacks.filter((stack) => !stack.includes("<circle-"));
}
