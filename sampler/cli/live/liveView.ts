import * as path from "node:path";
import { formats, type WritableFormat } from "../../formats";
import type { Mode } from "../../host/addon";
import { ProfileSink } from "../../host/profileSink";
import type { Sink } from "../../host/sink";
import { reasonOf } from "../../host/userError";
import { selectProcess, type Profile } from "../../profile";
import { loadCompression, sayLost, sayWritten, writeExport } from "../export";
import { complain } from "../messages";
import { functionList } from "./functionList";
import type { HeaderFacts } from "./header";
import { press, type Command, type KeyContext } from "./keys";
import { laneList } from "./laneList";
import { isInLane, threadName } from "./lanes";
import type { List } from "./list";
import { LiveModel } from "./model";
import { picture, type Scene } from "./picture";
import type { ProgramOutput } from "./programOutput";
import { initialState, type ViewState } from "./state";
import { Terminal } from "./terminal";
import { treeList } from "./treeList";

/** What the live view needs to know of what is sampled. */
export interface LiveStart {
  readonly pid: number;
  /** What people call the program. */
  readonly title: string;
  readonly intervalNs: number;
  readonly mode: Mode;
  readonly opcodes: boolean;
  /** What the program prints, when it was started here; null for one that was attached to. */
  readonly output: ProgramOutput | null;
  /** The person leaves while sampling goes on; `quit` ends a program that was started here, `detach` does not. */
  readonly onLeave: (how: "quit" | "detach") => void;
  /** Ctrl-C, while sampling goes on. */
  readonly onInterrupt: () => void;
}

/** Signals after which nobody is there to look at the last picture. */
const leavingSignals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Drawing may take this part of the time, so that a slow terminal or a huge program gets fewer pictures. */
const drawingShare = 0.2;
const outputLines = 200;
/** For the lines above and below the list, when pages are turned. */
const rowsAround = 12;

/**
 * The picture in the terminal: a sink that builds the profile and shows it while it grows. `close` shows the last
 * picture and resolves when the person has left, with the terminal as it was before.
 */
export class LiveView implements Sink {
  private readonly sink = new ProfileSink({ timeline: true });
  private readonly model = new LiveModel(this.sink.profile);
  private readonly formats = formats.filter(
    (format): format is WritableFormat => format.write !== undefined && !format.needsBaseline,
  );
  private readonly terminal: Terminal;
  private state: ViewState = initialState;
  private list: List;
  private finished: Date | null = null;
  private timer: NodeJS.Timeout | null = null;
  private resolveLeft: () => void = () => {};
  private readonly left = new Promise<void>((resolve) => (this.resolveLeft = resolve));
  private hasLeft = false;

  constructor(private readonly start: LiveStart) {
    this.terminal = new Terminal({ onKey: (key) => this.press(key), onResize: () => this.draw() });
    this.list = this.makeList();
    this.terminal.enter();
    for (const signal of leavingSignals) process.on(signal, this.leave);
    process.on("SIGTSTP", this.suspend);
    process.on("SIGCONT", this.resume);
    this.refresh();
  }

  get profile(): Profile {
    return this.sink.profile;
  }

  write(bytes: Uint8Array): void {
    this.sink.write(bytes);
  }

  /** Says something in the last line; later in the terminal as usual. */
  tell(message: string): void {
    if (this.hasLeft) return complain(message);
    this.state = { ...this.state, message };
    this.draw();
  }

  async close(): Promise<void> {
    if (this.finished === null && !this.hasLeft) {
      this.finished = new Date();
      if (this.timer) clearTimeout(this.timer);
      this.model.refresh();
      this.draw();
    }
    await this.left;
  }

  private refresh(): void {
    const begun = performance.now();
    if (!this.state.paused) this.model.refresh();
    this.draw();
    const costMs = performance.now() - begun;
    this.timer = setTimeout(() => this.refresh(), Math.max(this.state.refreshMs, costMs / drawingShare));
  }

  private press(key: string): void {
    const { state, command } = press(this.state, key, this.keyContext());
    this.state = state;
    if (command) this.carryOut(command);
    this.model.look(this.state.lane);
    if (!this.hasLeft) this.draw();
  }

  private carryOut(command: Command): void {
    if (command.kind === "export") return void this.export(command.format, command.file);
    if (command.kind === "interrupt") return this.start.onInterrupt();
    if (command.kind === "reset") return this.model.reset();
    if (command.kind === "redraw") return this.terminal.forget();
    // As the terminal itself does it: everyone in the foreground stops.
    if (command.kind === "suspend") return void process.kill(0, "SIGTSTP");
    if (this.finished === null) this.start.onLeave(command.kind);
    this.leave();
  }

  /** Gives the terminal back; what the program has printed follows. */
  readonly leave = (): void => {
    if (this.hasLeft) return;
    this.hasLeft = true;
    if (this.timer) clearTimeout(this.timer);
    for (const signal of leavingSignals) process.off(signal, this.leave);
    process.off("SIGTSTP", this.suspend);
    process.off("SIGCONT", this.resume);
    this.terminal.leave();
    this.start.output?.release();
    this.resolveLeft();
  };

  private readonly suspend = (): void => {
    this.terminal.leave();
    process.kill(process.pid, "SIGSTOP");
  };

  private readonly resume = (): void => {
    this.terminal.enter();
    this.draw();
  };

  /** What is looked at, in whole: a process alone, or everything. */
  private async export(id: string, file: string): Promise<void> {
    const format = this.formats.find((one) => one.id === id)!;
    const { process: pid } = this.state.lane;
    try {
      const exported = pid === null ? this.profile : selectProcess(this.profile, pid);
      writeExport(path.resolve(file), format, exported, await loadCompression(format, "auto"));
      const lost = sayLost(format, exported);
      this.tell(sayWritten(file, format) + (lost === null ? "" : `. ${lost}`));
    } catch (error) {
      this.tell(reasonOf(error));
    }
  }

  private draw(): void {
    this.list = this.makeList();
    this.terminal.draw(picture(this.scene(), this.terminal.size));
  }

  private makeList(): List {
    const { model, state } = this;
    const { columns } = this.terminal.size;
    if (state.view === "threads") return laneList(model.profile, model.lanes, state, columns);
    if (state.view === "functions" || state.view === "lines") return functionList(model.figures, model.before, state, columns);
    return treeList(model.figures, state, columns, model.paths);
  }

  private scene(): Scene {
    const { state, list, model, start, formats } = this;
    const output = state.overlay === "output" ? (start.output?.lines(outputLines) ?? []) : [];
    return { state, list, figures: model.figures, facts: this.facts(), formats, opcodes: start.opcodes, output };
  }

  private facts(): HeaderFacts {
    const { start, state, model } = this;
    const { pid, title, intervalNs, mode } = start;
    const { process: shownPid } = state.lane;
    return {
      ...{ pid, title, intervalNs, mode, refreshMs: state.refreshMs, shown: this.list.length },
      lane: this.laneName(),
      processes: model.lanes.processes.length,
      process: shownPid === null ? "ALL" : String(shownPid),
      time: (this.finished ?? new Date()).toTimeString().slice(0, 8),
      finished: this.finished === null ? null : "PROFILING COMPLETE - Final Results Below - Press 'q' to Quit",
    };
  }

  private laneName(): string {
    const { thread } = this.state.lane;
    if (thread === null) return "ALL";
    const threads = this.model.lanes.threads.filter((row) =>
      isInLane(this.profile, { ...this.state.lane, thread: null }, row),
    );
    return `${threadName(this.profile.threads[thread])} ${threads.indexOf(thread) + 1}/${threads.length}`;
  }

  private keyContext(): KeyContext {
    const { list, model, start, profile } = this;
    return {
      list,
      treeRows: "rows" in list ? (list as ReturnType<typeof treeList>).rows : [],
      lanes: "lanes" in list ? (list as ReturnType<typeof laneList>).lanes : [],
      threads: model.lanes.threads,
      processes: model.lanes.processes,
      processOf: (thread) => profile.threads[thread].process,
      formats: this.formats,
      fileName: (id) => this.formats.find((format) => format.id === id)!.defaultName(this.state.lane.process ?? start.pid),
      pageRows: Math.max(1, this.terminal.size.rows - rowsAround),
      isFinished: this.finished !== null,
      isLaunched: start.output !== null,
      canSuspend: process.platform !== "win32",
    };
  }
}
