import * as vscode from "vscode";
import { samplingSettings } from "../config";
import type { RunLauncher } from "../runLauncher";
import { Problem } from "../session/problem";
import { findPython } from "../session/processes";
import type { Profiler } from "../session/profiler";
import { samplingOf } from "../session/samplingPlan";
import { pathMappingsOf } from "./configuration";
import { profileOf } from "./profileOf";
import { debuggerTypes, type DebuggedProcess, type DebuggedProcesses } from "./debuggedProcesses";
import { chooseStopCondition, type StopCondition } from "./stopConditions";

const warned = "debugger.warned";
const restart = "Restart Without Debugging";

/** Profiles programs that are under a Python debugger. */
export class DebuggedProfiler {
  constructor(
    private readonly processes: DebuggedProcesses,
    private readonly profiler: Profiler,
    private readonly launcher: RunLauncher,
    private readonly memory: vscode.Memento,
  ) {}

  /** Profiles the program of a debug session: that of `sessionId`, else the active one. Throws a `Problem`. */
  async profile(sessionId = vscode.debug.activeDebugSession?.id): Promise<void> {
    const debugged = sessionId === undefined ? undefined : this.processes.find(sessionId);
    if (debugged === undefined) throw notDebugged();
    const pid = await this.programOf(debugged);
    const condition = await chooseStopCondition(this.memory);
    if (condition === undefined) return;
    await this.start(debugged, pid, condition);
    this.warn(debugged.session);
  }

  /** The process of a debugger's session; undefined for sessions of other kinds. */
  async findProgram(sessionId: string): Promise<number | undefined> {
    const debugged = this.processes.find(sessionId);
    return debugged && this.programOf(debugged);
  }

  /** The process to sample: a launcher such as `uv run` is no Python, a descendant of it is. */
  private async programOf({ pid, session }: DebuggedProcess): Promise<number> {
    const found = await findPython(this.profiler.helper, pid);
    if (found !== undefined) return found.pid;
    const why = `Its process ${pid} is no Python program on this machine.`;
    throw new Problem(`${session.name} cannot be profiled.`, why, "Profile it where it runs.");
  }

  private async start({ session, onDidBreak }: DebuggedProcess, pid: number, condition: StopCondition): Promise<void> {
    const duration = condition.kind === "duration" ? condition.seconds : 0;
    const plan = {
      ...samplingOf({ duration }, samplingSettings(session.workspaceFolder?.uri)),
      pathMappings: pathMappingsOf(session.configuration.pathMappings),
      recording: await this.profiler.newRecording(session.name),
      pid,
    };
    const options = { resource: session.workspaceFolder?.uri, showsProgress: true };
    const run = await this.launcher.start(() => this.profiler.attach(plan, session.name), options);
    if (run === null || condition.kind !== "breakpoint") return;
    const listening = onDidBreak(() => run.stop());
    run.onDidChange(() => !run.live && listening.dispose());
  }

  /** Says once what a debugger does to the figures. */
  private warn(session: vscode.DebugSession): void {
    if (this.memory.get(warned, false)) return;
    void this.memory.update(warned, true);
    const message = "A debugger slows Python down, some lines far more than others: times in this profile include it.";
    const choices = topOf(session).configuration.request === "launch" ? [restart] : [];
    void vscode.window.showInformationMessage(message, ...choices).then((choice) => {
      if (choice === restart) void restartWithoutDebugging(session);
    });
  }
}

/** Ends a debug session and profiles the same program with no debugger in it. */
async function restartWithoutDebugging(session: vscode.DebugSession): Promise<void> {
  const top = topOf(session);
  await vscode.debug.stopDebugging(top);
  await vscode.debug.startDebugging(top.workspaceFolder, profileOf(top.configuration));
}

function topOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession === undefined ? session : topOf(session.parentSession);
}

function notDebugged(): Problem {
  return new Problem(
    "No debugged program can be profiled.",
    `No ${debuggerTypes.join(" or ")} debug session is active, or its debugger does not name its process.`,
    'Start one, or use "Tachyon: Attach to Process…".',
  );
}
