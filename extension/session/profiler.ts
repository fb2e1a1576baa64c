import * as path from "node:path";
import * as vscode from "vscode";
import { formatCount, formatDuration } from "../../sampler/profile";
import { keptProfiles, launchSettings, samplingSettings } from "../config";
import { log } from "../log";
import type { LaunchPlan } from "./commandLine";
import { findInterpreter } from "./interpreter";
import { Problem } from "./problem";
import { programTask, runTask } from "./programTask";
import type { Recordings } from "./recordings";
import { parseSamplingRate } from "./samplingRate";
import { Session } from "./session";
import type { SessionStore } from "./sessionStore";
import { StreamServer } from "./streamServer";
import { substitute, workingDirectory, type Places } from "./substitution";

/** Starts profiling runs: file to plan, plan to terminal task, its stream to a `Session` in the store. */
export class Profiler {
  private readonly servers = new Set<StreamServer>();

  constructor(
    private readonly store: SessionStore,
    private readonly recordings: Recordings,
    /** Path of the bundled `tachyon` command. */
    private readonly command: string,
  ) {}

  /** Saves the Python file at `uri` and runs it under the sampler. Throws a `Problem` when it cannot be started. */
  async profileFile(uri: vscode.Uri): Promise<Session> {
    const saved = await savedFile(uri);
    const plan = await this.plan(saved);
    const session = new Session({ file: plan.recording, title: path.basename(plan.script), rateHz: plan.rateHz }, () =>
      performance.now(),
    );
    await this.recordings.prune(keptProfiles() - 1, this.store.current === null ? [] : [this.store.current.file]);
    await this.start(plan, session);
    return session;
  }

  /** Lets go of all connections; running programs go on. */
  dispose(): void {
    for (const server of this.servers) server.dispose();
  }

  private async plan(uri: vscode.Uri): Promise<LaunchPlan> {
    const places: Places = { file: uri.fsPath, workspaceFolder: vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath };
    const sampling = samplingSettings(uri);
    const launch = launchSettings(uri);
    const rateHz = parseSamplingRate(sampling.rate);
    const expand = (text: string): string => substitute(text, places);
    return {
      ...sampling,
      rateHz,
      script: uri.fsPath,
      args: launch.args.map(expand),
      python: await findInterpreter(uri, places),
      cwd: workingDirectory(launch.cwd, places),
      env: Object.fromEntries(Object.entries(launch.env).map(([name, value]) => [name, expand(String(value))])),
      recording: await this.recordings.newFile(path.basename(uri.fsPath), Date.now()),
    };
  }

  private async start(plan: LaunchPlan, session: Session): Promise<void> {
    const server = await StreamServer.listen(session);
    this.servers.add(server);
    const task = programTask(plan, session.plan.title, { command: this.command, stream: server.address });
    log().info(`Profiling ${plan.script} with ${plan.python} at ${plan.rate}; recording ${plan.recording}`);
    this.store.begin(session);
    session.onDidChange((state) => {
      if (state === "ended") void this.recordings.summarize(plan.recording, summaryOf(session));
      if (state === "failed") void this.recordings.delete(plan.recording);
    });
    try {
      await runTask(task, (exitCode) => {
        log().info(`${session.plan.title} ended with exit code ${exitCode ?? "unknown"}`);
        session.processEnded(exitCode);
        if (session.live) this.servers.delete(server);
        else this.release(server);
      });
    } catch (error) {
      this.release(server);
      session.fail(new Problem(`${session.plan.title} could not be started.`, `${(error as Error).message}.`));
    }
  }

  private release(server: StreamServer): void {
    this.servers.delete(server);
    server.dispose();
  }
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
