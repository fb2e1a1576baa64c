import type { DebugProtocol } from "@vscode/debugprotocol";
import * as vscode from "vscode";
import { Emitter } from "../session/emitter";

/** The debug types of Python debuggers: what they debug can be profiled as well. */
export const debuggerTypes = ["debugpy", "python"] as const;

/** A Python program under a debugger. */
export interface DebuggedProcess {
  readonly session: vscode.DebugSession;
  /** As the debugger tells it; may be that of a launcher whose descendant is the program. */
  readonly pid: number;
  /** The program stopped by itself: at a breakpoint or for an exception. */
  readonly onDidBreak: Emitter<void>["event"];
}

/** Reasons of a stop that the program ran into; others were asked for. */
const breaks = ["breakpoint", "function breakpoint", "data breakpoint", "instruction breakpoint", "exception"];

/** Listens to what Python debuggers tell the editor, and knows the process of each of their sessions, children too. */
export class DebuggedProcesses implements vscode.Disposable {
  private readonly processes = new Map<string, DebuggedProcess>();
  private readonly listening: readonly vscode.Disposable[];

  constructor() {
    const createDebugAdapterTracker = (session: vscode.DebugSession): vscode.DebugAdapterTracker => this.track(session);
    this.listening = debuggerTypes.map((type) =>
      vscode.debug.registerDebugAdapterTrackerFactory(type, { createDebugAdapterTracker }),
    );
  }

  /** That of a debug session's id; undefined where the debugger has not told it. */
  find(sessionId: string): DebuggedProcess | undefined {
    return this.processes.get(sessionId);
  }

  dispose(): void {
    this.listening.forEach((listener) => listener.dispose());
  }

  private track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const broke = new Emitter<void>();
    return {
      onDidSendMessage: (message: DebugProtocol.ProtocolMessage) => {
        const { event, body } = message as DebugProtocol.Event;
        const { systemProcessId: pid } = (body ?? {}) as Partial<DebugProtocol.ProcessEvent["body"]>;
        if (event === "process" && pid !== undefined)
          this.processes.set(session.id, { session, pid, onDidBreak: broke.event });
        if (event === "stopped" && breaks.includes((body as DebugProtocol.StoppedEvent["body"]).reason)) broke.fire();
      },
      onExit: () => this.processes.delete(session.id),
      onWillStopSession: () => this.processes.delete(session.id),
    };
  }
}
