import type { DebugProtocol } from "@vscode/debugprotocol";
import assert from "node:assert/strict";
import type { ProfileConfiguration } from "../../../extension/debug/configuration";
import { DebugAdapter, type DebugHost } from "../../../extension/debug/debugAdapter";
import { Problem } from "../../../extension/session/problem";
import { Session } from "../../../extension/session/session";
import { encodeBatch, encodeHeader, EventKind, FunctionKind, ThreadStatus, type BatchRows } from "../../../sampler/wire";

/** Stacks: 0 main; 1 main → <GC>; 2 main → Task-2 → fetch. */
const program: BatchRows = {
  strings: { value: ["main", "/w/app.py", "<GC>", "~", "Task-2", "fetch", "/usr/lib/python3.14/asyncio/tasks.py", "CALL_PY", "CALL"] },
  functions: {
    name: [0, 2, 4, 5],
    file: [1, 3, 3, 6],
    firstLine: [1, 0, 0, 7],
    kind: [FunctionKind.Python, FunctionKind.Gc, FunctionKind.Task, FunctionKind.Python],
  },
  opcodes: { name: [7], base: [8], adaptive: [1] },
  frames: {
    function: [0, 1, 2, 3],
    line: [3, 0, 0, 9],
    endLine: [3, 0, 0, 9],
    column: [0, -1, -1, 0],
    endColumn: [5, -1, -1, 5],
    offset: [2, -1, -1, 2],
    opcode: [0, -1, -1, -1],
  },
  stacks: { parent: [-1, 0, 0, 2], frame: [0, 1, 2, 3] },
  threads: { process: [7, 7], tid: [7, 8], interpreter: [0, 0], main: [1, 0], name: ["MainThread", "worker"] },
  properties: { key: ["pid", "cwd"], value: ["7", "/w"] },
};

function runs(...samples: readonly (readonly [thread: number, stack: number, status: number])[]): BatchRows {
  return {
    runs: {
      thread: samples.map(([thread]) => thread),
      stack: samples.map(([, stack]) => stack),
      status: samples.map(([, , status]) => status),
      start: samples.map(() => 0),
      count: samples.map(() => 5),
      weight: samples.map(() => 5_000_000),
    },
  };
}

const plan = { file: "/s/app.tachyon", title: "app.py", rateHz: 1000 };

/** An editor that talks to the adapter of one session. */
class Editor {
  readonly session = new Session(plan, () => 0);
  readonly asked: string[] = [];
  readonly events: DebugProtocol.Event[] = [];
  readonly awaited: { command: string; resolve: (pid: number) => void }[] = [];
  private readonly answers = new Map<number, (answer: DebugProtocol.Response) => void>();
  readonly adapter: DebugAdapter;
  private sequence = 0;

  constructor(start: DebugHost["start"] = () => Promise.resolve(this.session)) {
    const waitFor = (command: string, signal: AbortSignal): Promise<number> =>
      new Promise((resolve, reject) => {
        this.awaited.push({ command, resolve });
        signal.onabort = () => reject(new Error("aborted"));
      });
    this.adapter = new DebugAdapter({ start, waitFor, projectRoots: () => ["/w"] });
    this.adapter.onDidSendMessage((message) => {
      if (message.type === "event") this.events.push(message as DebugProtocol.Event);
      else this.answers.get((message as DebugProtocol.Response).request_seq)!(message as DebugProtocol.Response);
    });
  }

  request(command: string, args: object = {}): Promise<DebugProtocol.Response> {
    const seq = ++this.sequence;
    const answer = new Promise<DebugProtocol.Response>((resolve) => this.answers.set(seq, resolve));
    this.adapter.handleMessage({ type: "request", seq, command, arguments: args } as DebugProtocol.Request);
    return answer;
  }

  async body<T>(command: string, args: object = {}): Promise<T> {
    const answer = await this.request(command, args);
    assert.ok(answer.success, answer.message);
    return answer.body as T;
  }

  /** Launches or attaches; the helper connects and has told of the program. */
  async begin(request: "launch" | "attach", ...batches: readonly BatchRows[]): Promise<void> {
    await this.request("initialize");
    await this.request(request, { request });
    this.session.connected((intent) => this.asked.push(intent.intent));
    this.session.received(encodeHeader());
    for (const batch of [program, ...batches]) this.receive(batch);
  }

  receive(batch: BatchRows): void {
    this.session.received(encodeBatch(batch));
  }

  eventsOf(event: string): unknown[] {
    return this.events.filter((message) => message.event === event).map(({ body }) => body as unknown);
  }

  output(): string {
    return this.eventsOf("output").map((body) => (body as { output: string }).output).join("");
  }

  async frames(threadId: number): Promise<DebugProtocol.StackFrame[]> {
    return (await this.body<{ stackFrames: DebugProtocol.StackFrame[] }>("stackTrace", { threadId })).stackFrames;
  }

  async variables(variablesReference: number): Promise<Record<string, string>> {
    const { variables } = await this.body<{ variables: DebugProtocol.Variable[] }>("variables", { variablesReference });
    return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  }
}

const stopped: BatchRows = { events: { time: [0], kind: [EventKind.Stopped], code: [0], text: [""] } };
const running = ThreadStatus.HasGil | ThreadStatus.OnCpu;

describe("debug adapter", () => {
  it("tells the process and threads as they come", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 0, running]));
    assert.deepEqual(editor.eventsOf("initialized").length, 1);
    assert.deepEqual(editor.eventsOf("process"), [
      { name: "app.py", systemProcessId: 7, isLocalProcess: true, startMethod: "launch" },
    ]);
    editor.receive(runs([0, 0, running], [1, 0, 0], [0, 3, 0]));
    const started = editor.eventsOf("thread").map((body) => (body as DebugProtocol.ThreadEvent["body"]).threadId);
    assert.deepEqual(started, [1, 2, 3]);
    const { threads } = await editor.body<{ threads: DebugProtocol.Thread[] }>("threads");
    assert.deepEqual(threads.map(({ name }) => name), ["MainThread", "Task-2 (task of MainThread)", "worker"]);
  });

  it("shows current stacks on pause, which stay while sampling goes on", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 1, running], [1, -1, 0]));
    await editor.request("pause", { threadId: 2 });
    const [{ threadId, allThreadsStopped }] = editor.eventsOf("stopped") as DebugProtocol.StoppedEvent["body"][];
    assert.deepEqual([threadId, allThreadsStopped], [1, true], "the thread that has frames");
    editor.receive(runs([0, 0, 0], [1, 0, 0]));
    const { threads } = await editor.body<{ threads: DebugProtocol.Thread[] }>("threads");
    assert.deepEqual(threads.map(({ name }) => name), ["MainThread · has GIL", "worker · waits"]);
    const frames = await editor.frames(1);
    assert.deepEqual(frames.map(({ name, line, presentationHint }) => [name, line, presentationHint]), [
      ["<GC>", 0, "label"],
      ["main", 3, "normal"],
    ]);
    assert.deepEqual(frames[1].source, { name: "app.py", path: "/w/app.py" });
    assert.deepEqual((await editor.frames(2)).map(({ name }) => name), ["no Python frame"]);
  });

  it("knows the process of each thread", async () => {
    const editor = new Editor();
    assert.equal(editor.adapter.processOf(1), undefined);
    await editor.begin("launch", runs([0, 0, running]));
    const child: BatchRows = { threads: { process: [9], tid: [9], interpreter: [0], main: [1], name: ["MainThread"] } };
    editor.receive({ ...child, ...runs([2, 0, running]) });
    assert.deepEqual([1, 2, 3, undefined].map((thread) => editor.adapter.processOf(thread)), [7, 9, 7, 7]);
  });

  it("plays down frames that are not the project's", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 3, 0]));
    await editor.request("pause", { threadId: 1 });
    const [leaf, task] = await editor.frames(1);
    assert.deepEqual([leaf.presentationHint, leaf.source?.presentationHint], ["subtle", "deemphasize"]);
    assert.deepEqual([task.name, task.presentationHint], ["Task-2", "label"]);
  });

  it("gives status, opcode and samples so far in Variables", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 0, running]));
    await editor.request("pause", { threadId: 1 });
    const [frame] = await editor.frames(1);
    const { scopes } = await editor.body<{ scopes: DebugProtocol.Scope[] }>("scopes", { frameId: frame.id });
    assert.deepEqual(scopes.map(({ name }) => name), ["Thread", "Line"]);
    const thread = await editor.variables(scopes[0].variablesReference);
    assert.deepEqual([thread.status, thread["samples so far"], thread.process], ["has the GIL, on a processor", "5", "7"]);
    const line = await editor.variables(scopes[1].variablesReference);
    assert.equal(line.opcode, "CALL_PY (specialised from CALL)");
    assert.match(line["self time"], /5 ms \(100 %\)/);
  });

  it("takes new stacks on a step, and none that is shown after going on", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 1, running]));
    await editor.request("pause", { threadId: 1 });
    const [old] = await editor.frames(1);
    editor.receive(runs([0, 0, running]));
    await editor.request("next", { threadId: 1 });
    assert.deepEqual((await editor.frames(1)).map(({ name }) => name), ["main"]);
    await editor.request("continue", { threadId: 1 });
    assert.equal((await editor.request("scopes", { frameId: old.id })).success, false);
    assert.deepEqual(editor.asked, [], "the sampler was never told");
  });

  it("makes the editor ask for the names of threads on going on, which say no more what each did", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 0, running], [1, 0, 0]));
    await editor.request("pause", { threadId: 1 });
    const paused = await editor.body<{ threads: DebugProtocol.Thread[] }>("threads");
    assert.deepEqual(paused.threads.map(({ name }) => name), ["MainThread · has GIL", "worker · waits"]);
    const told = editor.eventsOf("thread").length;
    const answer = editor.request("continue", { threadId: 1 });
    assert.deepEqual(editor.eventsOf("thread").slice(told), [{ reason: "started", threadId: 1 }], "before the answer");
    assert.ok((await answer).success);
    const { threads } = await editor.body<{ threads: DebugProtocol.Thread[] }>("threads");
    assert.deepEqual(threads.map(({ name }) => name), ["MainThread", "worker"]);
  });

  it("has nothing to show before the first sample, and says so", async () => {
    const editor = new Editor();
    await editor.begin("launch");
    const answer = await editor.request("pause", { threadId: 0 });
    assert.equal(answer.success, false);
    assert.match(answer.message ?? "", /No thread has been seen/);
  });

  it("stops a launched program and waits for its end", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 0, running]));
    await editor.request("terminate");
    assert.deepEqual(editor.asked, ["terminate"]);
    editor.receive(stopped);
    await editor.request("threads");
    assert.equal(editor.eventsOf("terminated").length, 0);
    editor.session.processEnded(0);
    await editor.request("threads");
    assert.equal(editor.eventsOf("terminated").length, 1);
  });

  it("runs it again on restart, once the first one is over", async () => {
    const second = new Session({ file: "/s/2.tachyon", title: "app.py", rateHz: 1000 }, () => 0);
    const sessions: Session[] = [];
    const editor: Editor = new Editor(() => Promise.resolve(sessions.push(editor.session) === 1 ? editor.session : second));
    await editor.begin("launch", runs([0, 0, running]));
    const restarted = editor.request("restart");
    assert.deepEqual([editor.asked, sessions.length], [["terminate"], 1]);
    editor.receive(stopped);
    await editor.request("threads");
    assert.equal(sessions.length, 1);
    editor.session.processEnded(0);
    assert.ok((await restarted).success);
    assert.equal(sessions.length, 2);
    assert.deepEqual(editor.eventsOf("thread").at(-1), { reason: "exited", threadId: 1 });
    assert.equal(editor.eventsOf("terminated").length, 0);
    second.connected(() => undefined);
    second.received(encodeHeader());
    second.received(encodeBatch({ ...program, ...runs([1, 0, 0]) }));
    assert.deepEqual(editor.eventsOf("thread").at(-1), { reason: "started", threadId: 1 });
  });

  it("waits for a program by its command line, and for the next one after its end", async () => {
    const started: ProfileConfiguration[] = [];
    const sessions = [new Session(plan, () => 0), new Session(plan, () => 0)];
    const editor = new Editor((configuration) => Promise.resolve(sessions[started.push(configuration) - 1]));
    await editor.request("attach", { request: "attach", command: "serve.py", waitForRestart: true });
    assert.deepEqual([editor.awaited.map(({ command }) => command), started.length], [["serve.py"], 0]);
    editor.awaited[0].resolve(7);
    await editor.request("threads");
    assert.equal(started[0].processId, 7);
    const [first, second] = sessions;
    const command = { properties: { key: ["command"], value: ['["python3", "serve.py", "80"]'] } };
    first.connected(() => undefined);
    for (const bytes of [encodeHeader(), ...[program, command, runs([0, 0, running]), stopped].map(encodeBatch)]) first.received(bytes);
    assert.deepEqual(editor.eventsOf("thread").at(-1), { reason: "exited", threadId: 1 });
    assert.equal(editor.awaited[1].command, "python3 serve.py 80");
    assert.equal(editor.eventsOf("terminated").length, 0);
    editor.awaited[1].resolve(8);
    await editor.request("threads");
    assert.equal(started[1].processId, 8);
    second.connected(() => undefined);
    for (const bytes of [encodeHeader(), ...[program, runs([1, 0, 0])].map(encodeBatch)]) second.received(bytes);
    assert.deepEqual(editor.eventsOf("thread").at(-1), { reason: "started", threadId: 1 });
    second.stop();
    second.received(encodeBatch(stopped));
    await editor.request("threads");
    assert.deepEqual([editor.awaited.length, editor.eventsOf("terminated").length], [2, 1], "stopped by the user");
  });

  it("can be stopped while it waits", async () => {
    const editor = new Editor();
    await editor.request("attach", { request: "attach", command: "serve.py" });
    await editor.request("disconnect", { terminateDebuggee: true });
    assert.equal(editor.eventsOf("terminated").length, 1);
    assert.doesNotMatch(editor.output(), /aborted/);
  });

  it("leaves an attached program running", async () => {
    const editor = new Editor();
    await editor.begin("attach", runs([0, 0, running]));
    await editor.request("disconnect", { terminateDebuggee: false });
    assert.deepEqual(editor.asked, ["stop"]);
    editor.receive(stopped);
    await editor.request("threads");
    assert.equal(editor.eventsOf("terminated").length, 1);
    assert.match(editor.output(), /5 ms  app\.py:3/);
  });

  it("goes on when the window is reloaded, which asks for nothing", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 0, running]));
    await editor.request("disconnect", { restart: false });
    assert.deepEqual(editor.asked, []);
  });

  it("leaves a launched program running where that is asked for", async () => {
    const editor = new Editor();
    await editor.begin("launch", runs([0, 0, running]));
    await editor.request("disconnect", { terminateDebuggee: false });
    assert.deepEqual(editor.asked, ["stop"]);
  });

  it("answers with the reason when nothing can be started", async () => {
    const editor = new Editor(() => Promise.reject(new Problem("Nothing was profiled.", "It names no {program}.")));
    const answer = await editor.request("launch", { request: "launch" });
    assert.equal(answer.success, false);
    assert.match(answer.message ?? "", /names no/);
  });

  it("ends at once when the user thought better of it", async () => {
    const editor = new Editor(() => Promise.resolve(null));
    assert.ok((await editor.request("launch", { request: "launch" })).success);
    assert.equal(editor.eventsOf("terminated").length, 1);
  });

  it("says that it does not stop at breakpoints", async () => {
    const editor = new Editor();
    const args = { source: { path: "/w/app.py" }, breakpoints: [{ line: 3 }] };
    const { breakpoints } = await editor.body<{ breakpoints: DebugProtocol.Breakpoint[] }>("setBreakpoints", args);
    assert.deepEqual(breakpoints, [{ verified: false, line: 3, message: "A profile does not stop at breakpoints." }]);
  });
});
