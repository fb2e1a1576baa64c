import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { EventKind } from "../../sampler/wire";
import { readMemory } from "../bench/procfs";
import { readRecording } from "../live/tachyon";
import { DebugView } from "../support/debugView";
import { EditorInBrowser } from "../support/editorInBrowser";
import { extensionHostOf, helperOf } from "../support/editorProcesses";
import { interpreterOrSkip } from "../support/interpreters";
import { waitFor } from "../support/processes";

const seconds = Number(process.env.TACHYON_SOAK_SECONDS ?? 120);
/** Until then caches fill. */
const settledSeconds = Math.min(300, seconds / 3);
const lookSeconds = Math.min(60, seconds / 12);
/** What a garbage-collected heap may swing by between two medians. */
const helperSwing = 8e6;
const hostSwing = 30e6;
const requestGapMs = 50;

/** A moment of the profile: samples, and resident bytes of both processes that could grow. */
interface Look {
  readonly second: number;
  readonly samples: number;
  readonly helper: number;
  readonly host: number;
}

describe(`soak: a server profiled from the debug view for ${seconds} s`, function () {
  this.timeout(120_000);
  this.bail(true);

  let editor: EditorInBrowser;
  let view: DebugView;
  let server: ChildProcess;
  let asking: NodeJS.Timeout;
  let answered = 0;
  let recording: string;

  before(async function () {
    this.timeout(300_000);
    const python = interpreterOrSkip(this, "3.11");
    editor = await EditorInBrowser.open({
      name: "soak",
      fixture: "debug-workspace",
      settings: { "tachyon.pythonPath": python, "tachyon.openOnFinish": "none", "debug.openDebug": "neverOpen" },
      configurations: [{ type: "tachyon", request: "attach", name: "Server", command: "server.py" }],
    });
    view = new DebugView(editor.workbench);
    server = spawn(python, [editor.file("server.py")], { stdio: ["ignore", "pipe", "ignore"] });
    const [port] = (await once(server.stdout!, "data")) as [Buffer];
    asking = setInterval(() => ask(Number(port.toString())), requestGapMs);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await editor?.keepFailure();
  });

  after(async () => {
    clearInterval(asking);
    server?.kill("SIGKILL");
    await editor?.close();
  });

  const status = () => editor.workbench.statusItem("tachyon-profiler.tachyon.tachyon.status");

  function ask(port: number): void {
    get({ port, path: `/${answered}` }, (response) => response.resume().on("end", () => answered++)).on("error", () => undefined);
  }

  /** As the status bar tells it to screen readers. */
  async function samples(): Promise<number> {
    const label = (await status().locator("a").getAttribute("aria-label")) ?? "";
    return Number(/([\d,]+) samples/.exec(label)?.[1].replaceAll(",", ""));
  }

  async function look(since: number): Promise<Look> {
    const taken = {
      second: Math.round((performance.now() - since) / 1000),
      samples: await samples(),
      helper: readMemory(helperOf(server.pid!).pid).resident,
      host: readMemory(extensionHostOf(editor.server.group)).resident,
    };
    const [helper, host] = [taken.helper, taken.host].map(megabytes);
    console.log(`      ${taken.second} s: ${taken.samples} samples, helper ${helper}, extension host ${host}, ${answered} requests`);
    return taken;
  }

  it("attaches, and heats the server's lines", async () => {
    await editor.workbench.openFile("server.py");
    await view.show();
    await view.start("Server");
    await status().filter({ hasText: /samples/ }).waitFor();
    // Older versions do not tell the system the names of their threads.
    await view.row(/worker|Thread \d+/);
    await waitFor("heat in the gutter", async () => (await editor.workbench.gutterIcons()).length > 0);
    recording = helperOf(server.pid!).recording;
  });

  it("goes on, in memory that does not grow with time", async function () {
    this.timeout((seconds + 120) * 1000);
    const since = performance.now();
    const looks = [await look(since)];
    while (looks.at(-1)!.second < seconds) {
      await passed(lookSeconds);
      looks.push(await look(since));
      const [before, now] = looks.slice(-2);
      assert.ok(now.samples > before.samples, "samples go on");
      assert.ok((await editor.workbench.gutterIcons()).length > 0, "heat");
    }
    const settled = looks.filter(({ second }) => second >= settledSeconds);
    for (const [of, swing] of [["helper", helperSwing], ["host", hostSwing]] as const) {
      const half = Math.ceil(settled.length / 2);
      const [early, late] = [settled.slice(0, half), settled.slice(half)].map((part) => median(part.map((taken) => taken[of])));
      console.log(`      ${of}: ${megabytes(early)} in the first half, ${megabytes(late)} in the second`);
      assert.ok(late - early < swing, `the memory of the ${of} grew by ${megabytes(late - early)}`);
    }
  });

  it("still shows the current stacks", async () => {
    await view.press("pause");
    await view.row(/serve_forever|select|search|render/);
    await editor.screenshot("paused");
    await view.press("continue");
    await view.row(/MainThread.*Running/i);
  });

  it("writes a whole recording on stop, with every sample that was shown, and leaves the server alone", async () => {
    const shown = await samples();
    await view.press("disconnect");
    await view.waitForEnd();
    const { events, statistics } = await waitFor("the end in the recording", () => {
      const read = readRecording(recording, "cut");
      return read.events.at(-1)?.kind === EventKind.Stopped && readRecording(recording);
    });
    const { ticks, missed, samples: recorded, torn, failed, time } = statistics;
    console.log(`      recorded ${recorded} samples, ${ticks} ticks in ${Math.round(time / 1e9)} s, ${missed} missed, ${torn} torn, ${failed} failed`);
    assert.equal(events.at(-1)?.kind, EventKind.Stopped);
    assert.ok(recorded >= shown, `${recorded} of ${shown} samples`);
    assert.ok(time / 1e9 > seconds, `${time / 1e9} s`);
    const before = answered;
    await waitFor("an answer of the server", () => answered > before);
  });
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A soak has no other condition than time. */
function passed(someSeconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, someSeconds * 1000));
}
