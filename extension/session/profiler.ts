import * as path from "node:path";
import * as vscode from "vscode";
import { formatCount, formatDuration } from "../../sampler/profile";
import { keptProfiles, launchSettings, samplingSettings } from "../config";
import { log } from "../log";
import { gainAccess } from "./access";
import { runInBackground } from "./backgroundHelper";
import { attachArguments, helperArguments } from "./commandLine";
import type { AttachPlan, LaunchPlan, SamplingPlan } from "./commandLine";
import { HelperProcess } from "./helperProcess";
import { findInterpreter } from "./interpreter";
import type { LiveRun, LiveRuns } from "./liveRuns";
import { Problem } from "./problem";
import { programTask, runTask } from "./programTask";
import type { Recordings } from "./recordings";
import { samplingOf } from "./samplingPlan";
import { Session } from "./session";
import type { SessionStore } from "./sessionStore";
import { StreamServer } from "./streamServer";
import { typeIntoTerminal } from "./typedCommand";
import { substitute, workingDirectory, type Places } from "./substitution";

/** How a helper process is started; `ended` is told once when it is over, with its exit code where there is one. */
type StartHelper = (stream: string, ended: (exitCode: number | undefined) => void) => void | Promise<void>;

/** A helper whose editor was reloaded looks for it several times a second. */
const helperReturnMs = 10_000;

/** Starts profiling runs: a plan to a helper process, its stream to a `Session` in the store. */
export class Profiler {
  private readonly servers = new Map<StreamServer, Session>();
  readonly helper: HelperProcess;

  constructor(
    private readonly store: SessionStore,
    private readonly recordings: Recordings,
    private readonly liveRuns: LiveRuns,
    /** Path of the bundled `tachyon` command. */
    private readonly command: string,
  ) {
    this.helper = new HelperProcess(command);
  }

  /** Saves the Python file at `uri` and runs it under the sampler. Throws a `Problem` when it cannot be started. */
  async profileFile(uri: vscode.Uri): Promise<Session> {
    return this.launch(await this.planFile(await savedFile(uri)));
  }

  /** Runs a program under the sampler in a terminal of its own. */
  launch(plan: LaunchPlan): Promise<Session> {
    const title = plan.isModule ? `-m ${plan.script}` : path.basename(plan.script);
    return this.begin(plan, title, `Profiling ${plan.script} with ${plan.python}`, (stream, ended) =>
      runTask(programTask(plan, title, [this.command, ...helperArguments(plan, stream)]), ended),
    );
  }

  /**
   * Samples a process that runs already, by a helper in the background; where that is refused, the way that the user
   * chooses. `title` is what people call it. Throws a `Problem` when there is none.
   */
  async attach(plan: AttachPlan, title: string): Promise<Session> {
    const access = await gainAccess(this.helper, plan.pid);
    if (access.kind === "relaunch") return this.launch({ ...plan, ...access.launch });
    const asRoot = access.kind === "asRoot" ? access.command : null;
    let terminal: vscode.Disposable | undefined;
    const session = await this.begin(plan, title, `Profiling process ${plan.pid} (${title})`, (stream, ended) => {
      const args = attachArguments(plan, stream);
      if (asRoot === null) runInBackground(this.helper.node, [this.command, ...args], ended);
      else terminal = typeIntoTerminal(asRoot(args), () => ended(undefined));
    });
    if (terminal !== undefined) failWhenStoppedEarly(session, terminal);
    return session;
  }

  /** Samples a process that runs already, as the user's settings say. */
  async attachToProcess(pid: number, title: string): Promise<Session> {
    const sampling = samplingOf({}, samplingSettings(vscode.workspace.workspaceFolders?.[0]?.uri));
    return this.attach({ ...sampling, recording: await this.newRecording(title), pid }, title);
  }

  /** A path for a new recording of what people call `title`. */
  async newRecording(title: string): Promise<string> {
    await this.recordings.prune(keptProfiles() - 1, this.store.current === null ? [] : [this.store.current.file]);
    return this.recordings.newFile(title, Date.now());
  }

  /** Finds the runs again that were under way before the window was reloaded. */
  async recover(): Promise<readonly Session[]> {
    const found = await Promise.all(this.liveRuns.list().map((run) => this.recoverRun(run)));
    return found.filter((session) => session !== undefined);
  }

  /** Lets go of all connections; programs go on, and their helpers look for the next window for a while. */
  dispose(): void {
    for (const [server, session] of this.servers) {
      if (session.live) server.leave();
      else server.dispose();
    }
  }

  private async planFile(uri: vscode.Uri): Promise<LaunchPlan> {
    const places: Places = { file: uri.fsPath, workspaceFolder: vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath };
    const launch = launchSettings(uri);
    const expand = (text: string): string => substitute(text, places);
    return {
      ...samplingOf({}, samplingSettings(uri)),
      script: uri.fsPath,
      isModule: false,
      args: launch.args.map(expand),
      python: await findInterpreter(uri, places),
      cwd: workingDirectory(launch.cwd, places),
      env: Object.fromEntries(Object.entries(launch.env).map(([name, value]) => [name, expand(String(value))])),
      recording: await this.newRecording(path.basename(uri.fsPath)),
    };
  }

  private async begin(plan: SamplingPlan, title: string, what: string, start: StartHelper): Promise<Session> {
    const { recording, rate, rateHz, pathMappings = [], configuration } = plan;
    const remembered = configuration === undefined ? {} : { configuration };
    const session = new Session({ file: recording, title, rateHz, pathMappings, ...remembered }, () => performance.now());
    const server = await StreamServer.listen(session);
    log().info(`${what} at ${rate}; recording ${recording}`);
    await this.liveRuns.add({ ...session.plan, address: server.address, startedAt: Date.now() });
    this.follow(session, server);
    try {
      await start(server.address, (exitCode) => {
        log().info(`${title} ended with exit code ${exitCode ?? "unknown"}`);
        session.processEnded(exitCode);
        if (!session.live) this.release(server);
      });
    } catch (error) {
      this.release(server);
      session.fail(new Problem(`${title} could not be profiled.`, `${(error as Error).message}.`));
    }
    return session;
  }

  /** The run before the window was reloaded; undefined when its helper does not come. */
  private async recoverRun({ address, startedAt, ...plan }: LiveRun): Promise<Session | undefined> {
    const elapsedMs = Date.now() - startedAt;
    const session = new Session({ ...plan, elapsedMs }, () => performance.now());
    const server = await StreamServer.listenAgain(address, session);
    if (server === null || !(await isHeardOf(session))) {
      server?.dispose();
      await this.liveRuns.remove(address);
      return undefined;
    }
    log().info(`Found ${plan.title} again, ${formatDuration(elapsedMs * 1e6)} after its start`);
    this.follow(session, server);
    return session;
  }

  /** Shows the run and keeps what is known of it until it is over. */
  private follow(session: Session, server: StreamServer): void {
    this.servers.set(server, session);
    this.store.begin(session);
    const settle = (): void => {
      if (session.live) return;
      if (session.state === "ended") void this.recordings.summarize(session.file, summaryOf(session));
      else void this.recordings.delete(session.file);
      void this.liveRuns.remove(server.address);
    };
    session.onDidChange(settle);
    settle();
  }

  private release(server: StreamServer): void {
    this.servers.delete(server);
    server.dispose();
  }
}

/** Nobody is there to be stopped before the command that was typed for the user is run by them. */
function failWhenStoppedEarly(session: Session, terminal: vscode.Disposable): void {
  session.onDidChange((state) => {
    if (state !== "stopping" || session.elapsedMs > 0) return;
    session.fail(new Problem(`${session.plan.title} was not profiled.`, "The command in the terminal was not run."));
    terminal.dispose();
  });
}

/** Whether a run's helper connects. */
function isHeardOf(session: Session): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), helperReturnMs);
    session.onDidUpdate(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function summaryOf(session: Session): string {
  const { statistics } = session.profile;
  return `${formatDuration(session.elapsedMs * 1e6)}, ${formatCount(statistics.samples)} samples`;
}

/** Saves what is open of `uri`; where that gave a new file (an untitled one), that file. */
async function savedFile(uri: vscode.Uri): Promise<vscode.Uri> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const saved = open !== undefined && (open.isDirty || open.isUntitled) ? await vscode.workspace.save(uri) : uri;
  if (saved === undefined) {
    throw new Problem("Nothing was profiled.", "The file was not saved.", "Save it and try again.");
  }
  if (saved.scheme !== "file") {
    throw new Problem(
      `${saved.path} cannot be profiled.`,
      "It is not a file on this machine's disk.",
      "Save it to a folder and try again.",
    );
  }
  return saved;
}
