import type { DebugProtocol } from "@vscode/debugprotocol";
import { CurrentStacks, listProcesses, type Profile } from "../../sampler/profile";
import type { Disposable } from "../session/emitter";
import { Problem } from "../session/problem";
import type { Session } from "../session/session";
import { SourcePaths } from "../session/sourcePaths";
import { awaitedCommand, type ProfileConfiguration } from "./configuration";
import { laneName } from "./laneName";
import { ProtocolServer } from "./protocolServer";
import { hottestLines, summary } from "./report";
import { Snapshot, type SnapshotFrame } from "./snapshot";
import { lineVariables, parseReference, scopesOf, threadVariables } from "./variables";

/** What the adapter needs of the editor. */
export interface DebugHost {
  /** Starts what a configuration asks for; null when the user thought better of it. Throws a `Problem` when it cannot. */
  start(configuration: ProfileConfiguration): Promise<Session | null>;
  /** Resolves with the id of a Python process that has `command` in its command line, once there is one. */
  waitFor(command: string, signal: AbortSignal): Promise<number>;
  /** Folders whose files are the user's own. */
  projectRoots(): readonly string[];
}

const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsRestartRequest: true,
};

/**
 * A profiling run as a debug session. There is no debugger in the program: pausing freezes what the editor shows, while the
 * program and the sampling go on.
 */
export class DebugAdapter extends ProtocolServer {
  private session: Session | undefined;
  private stacks: CurrentStacks | undefined;
  private paths: SourcePaths | undefined;
  private snapshot: Snapshot | undefined;
  private configuration: ProfileConfiguration | undefined;
  private isTerminating = false;
  private isRestarting = false;
  private isOver = false;
  private waiting: AbortController | undefined;
  private readonly processes = new Set<number>();
  private readonly listening: Disposable[] = [];

  constructor(private readonly host: DebugHost) {
    super({
      initialize: () => this.initialize(),
      launch: (configuration: ProfileConfiguration) => this.start(configuration),
      attach: (configuration: ProfileConfiguration) => this.start(configuration),
      restart: () => this.restart(),
      configurationDone: () => undefined,
      setBreakpoints: (args: DebugProtocol.SetBreakpointsArguments) => refuseBreakpoints(args),
      setFunctionBreakpoints: () => ({ breakpoints: [] }),
      setExceptionBreakpoints: () => ({ breakpoints: [] }),
      threads: () => ({ threads: this.threads() }),
      // The editor names the first thread; what people want to see is the busy one.
      pause: () => this.pause("pause", null),
      continue: () => this.resume(),
      next: ({ threadId }: DebugProtocol.NextArguments) => this.pause("step", threadId),
      stepIn: ({ threadId }: DebugProtocol.StepInArguments) => this.pause("step", threadId),
      stepOut: ({ threadId }: DebugProtocol.StepOutArguments) => this.pause("step", threadId),
      stackTrace: (args: DebugProtocol.StackTraceArguments) => this.stackTrace(args),
      scopes: ({ frameId }: DebugProtocol.ScopesArguments) => ({ scopes: scopesOf(frameId, this.frame(frameId)) }),
      variables: ({ variablesReference }: DebugProtocol.VariablesArguments) => this.variables(variablesReference),
      terminate: () => this.terminate(),
      disconnect: (args: DebugProtocol.DisconnectArguments) => this.disconnect(args),
    });
  }

  override dispose(): void {
    this.waiting?.abort();
    this.stopFollowing();
    super.dispose();
  }

  /** The process of a thread that the editor lists; of none, the program's first. Undefined while nothing was seen. */
  processOf(threadId?: number): number | undefined {
    const lane = this.stacks?.current().find(({ id }) => id === threadId);
    const [first] = this.processes;
    return lane === undefined ? first : this.session!.profile.threads[lane.thread].process;
  }

  private get isLaunched(): boolean {
    return this.configuration?.request === "launch";
  }

  private initialize(): DebugProtocol.Capabilities {
    this.sendEventAfterAnswer("initialized");
    return capabilities;
  }

  private async start(configuration: ProfileConfiguration): Promise<void> {
    this.configuration = configuration;
    const command = awaitedCommand(configuration);
    if (command === null) await this.begin(configuration);
    // The answer does not wait: nobody knows for how long.
    else void this.beginWhenThere(command);
  }

  /** Profiles a process with `command` in its command line, as soon as there is one. */
  private async beginWhenThere(command: string): Promise<void> {
    const waiting = (this.waiting = new AbortController());
    this.print(`Waiting for a Python process with this in its command line: ${command}\n`);
    try {
      const processId = await this.host.waitFor(command, waiting.signal);
      this.waiting = undefined;
      await this.begin({ ...this.configuration!, processId });
    } catch (error) {
      if (!waiting.signal.aborted) this.print(`${(error as Error).message}\n`);
      this.finish();
    }
  }

  private async begin(configuration: ProfileConfiguration): Promise<void> {
    const session = await this.host.start(configuration);
    if (session === null) return this.finish();
    this.session = session;
    this.stacks = new CurrentStacks(session.profile);
    this.paths = new SourcePaths(session.profile, session.pathMappings);
    this.print(`Recording ${session.plan.title} at ${session.plan.rateHz} samples a second. Pause shows its current stacks; it goes on.\n`);
    this.listening.push(
      session.onDidAppend(({ runs }) => runs && this.stacks?.take(runs)),
      session.onDidUpdate(() => this.follow()),
      session.onDidChange(() => void this.end(session)),
    );
    void this.end(session);
  }

  private stopFollowing(): void {
    this.listening.splice(0).forEach((listener) => listener.dispose());
  }

  /** Ends the run and makes another one of the same configuration, in the same debug session. */
  private async restart(): Promise<void> {
    if (this.session === undefined || this.configuration === undefined || this.waiting !== undefined) return;
    this.isRestarting = true;
    if (this.isLaunched) this.session.terminate();
    else this.session.stop();
    await (this.isLaunched ? this.session.processOver : whenOver(this.session));
    this.forget();
    this.isRestarting = false;
    await this.start(this.configuration);
  }

  /** Clears the editor's lists for the next run. */
  private forget(): void {
    this.stopFollowing();
    for (const { id } of this.stacks?.current() ?? []) this.sendEvent("thread", { reason: "exited", threadId: id });
    this.stacks = undefined;
    this.snapshot = undefined;
    this.processes.clear();
  }

  /** Tells the editor what came and went. */
  private follow(): void {
    if (this.stacks === undefined || this.session === undefined) return;
    const { appeared, gone } = this.stacks.update();
    for (const pid of listProcesses(this.session.profile)) this.tellProcess(pid);
    for (const threadId of appeared) this.sendEvent("thread", { reason: "started", threadId });
    for (const threadId of gone) this.sendEvent("thread", { reason: "exited", threadId });
  }

  private tellProcess(pid: number): void {
    if (this.processes.has(pid)) return;
    const isFirst = this.processes.size === 0;
    this.processes.add(pid);
    if (!isFirst) this.print(`Process ${pid} appeared.\n`);
    const { title } = this.session!.plan;
    const startMethod = this.isLaunched ? "launch" : "attach";
    if (isFirst) this.sendEvent("process", { name: title, systemProcessId: pid, isLocalProcess: true, startMethod });
  }

  private async end(session: Session): Promise<void> {
    if (session.live || this.isOver || this.isRestarting) return;
    this.report(session);
    if (this.configuration?.waitForRestart === true && session.targetEnded) {
      this.forget();
      return this.beginWhenThere(commandOf(session.profile));
    }
    if (this.isTerminating) await session.processOver;
    this.finish();
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.sendEventAfterAnswer("terminated");
  }

  /** Says what a run has brought. */
  private report(session: Session): void {
    this.print(session.problem === undefined ? summary(session) : `${session.problem.message}\n`);
    for (const { text, file, line } of hottestLines(session.profile, this.host.projectRoots())) {
      const path = this.paths?.resolve(file);
      this.print(text, path ? { source: { path }, line } : {});
    }
  }

  private threads(): DebugProtocol.Thread[] {
    if (this.snapshot !== undefined) return this.snapshot.threads();
    return (this.stacks?.current() ?? []).map((lane) => ({
      id: lane.id,
      name: laneName(this.session!.profile, lane, false),
    }));
  }

  /** Shows what every thread does now. */
  private pause(reason: string, wanted: number | null): void {
    const lanes = this.stacks?.current() ?? [];
    if (this.session === undefined || lanes.length === 0) {
      throw new Problem("There is nothing to show yet.", "No thread has been seen.", "Try again in a moment.");
    }
    const snapshot = new Snapshot(lanes, this.session.profile, this.paths!, this.host.projectRoots());
    this.snapshot = snapshot;
    const body = { reason, description: "Snapshot", threadId: snapshot.focus(wanted), allThreadsStopped: true };
    this.sendEventAfterAnswer("stopped", body);
  }

  /** Goes on, with names of threads that say no more what each did. */
  private resume(): DebugProtocol.ContinueResponse["body"] {
    this.snapshot = undefined;
    // The editor asks for names only when a thread came. Before the answer: then it takes names and states in one go.
    const [lane] = this.stacks?.current() ?? [];
    if (lane !== undefined) this.sendEvent("thread", { reason: "started", threadId: lane.id });
    return { allThreadsContinued: true };
  }

  private stackTrace({ threadId, startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments): unknown {
    const frames = this.snapshot?.stackTrace(threadId) ?? [];
    const end = levels > 0 ? startFrame + levels : undefined;
    return { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
  }

  private frame(id: number): SnapshotFrame {
    const frame = this.snapshot?.frame(id);
    if (frame === undefined) throw new Problem("The frame is not shown any more.", "Sampling went on.");
    return frame;
  }

  private variables(reference: number): { variables: DebugProtocol.Variable[] } {
    const { frameId, scope } = parseReference(reference);
    const frame = this.frame(frameId);
    const { profile } = this.session!;
    const { samples, weights } = this.snapshot!;
    return { variables: scope === "Thread" ? threadVariables(profile, samples, frame) : lineVariables(profile, weights, frame.frame) };
  }

  /** Ends the profile and the program. */
  private terminate(): void {
    this.isTerminating = true;
    this.stopWaiting();
    this.session?.terminate();
  }

  private stopWaiting(): void {
    if (this.waiting === undefined) return;
    this.waiting.abort();
    this.finish();
  }

  /**
   * Ends the profile; a program that was attached to, or is to be left alone, goes on. An editor whose window is reloaded
   * has no wish for the program: then all goes on, and the next window finds it.
   */
  private disconnect({ terminateDebuggee }: DebugProtocol.DisconnectArguments): void {
    if (terminateDebuggee === undefined) return;
    this.stopWaiting();
    if (terminateDebuggee && this.isLaunched) this.terminate();
    else this.session?.stop();
  }

  private print(output: string, place: object = {}): void {
    this.sendEvent("output", { category: "stdout", output, ...place });
  }
}

/** The command line of the profiled process. */
function commandOf({ properties }: Profile): string {
  return (JSON.parse(properties.get("command") ?? "[]") as string[]).join(" ");
}

function whenOver(session: Session): Promise<void> {
  if (!session.live) return Promise.resolve();
  return new Promise((resolve) => session.onDidChange(() => !session.live && resolve()));
}

function refuseBreakpoints({ breakpoints = [] }: DebugProtocol.SetBreakpointsArguments): unknown {
  const message = "A profile does not stop at breakpoints.";
  return { breakpoints: breakpoints.map(({ line }) => ({ verified: false, line, message })) };
}
