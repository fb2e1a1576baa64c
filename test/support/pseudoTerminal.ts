import { Terminal as Screen } from "@xterm/headless";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import type { Writable } from "node:stream";

const BRIDGE = path.join(__dirname, "pseudoTerminal.py");
const PATIENCE_MS = 20_000;

export interface PseudoTerminalOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** How the command has ended, and left the terminal. */
export interface TerminalEnd {
  readonly code: number | null;
  /** "canonical echo" as a shell has it, "raw silent" as programs that read single keys. */
  readonly modes: string;
}

/** A command in a real pseudo-terminal, and the screen that a person would see. */
export class PseudoTerminal {
  readonly ended: Promise<TerminalEnd>;
  private readonly bridge: ChildProcessWithoutNullStreams;
  private readonly screen: Screen;
  private told = "";
  private cursorHidden = false;
  private hasEnded = false;

  /** `python`: any interpreter, to run the pseudo-terminal itself. */
  constructor(python: string, command: readonly string[], { columns, rows, env, cwd }: PseudoTerminalOptions) {
    this.screen = new Screen({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
    this.bridge = spawn(python, [BRIDGE, String(columns), String(rows), ...command], {
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      env: { ...process.env, TERM: "xterm-256color", NO_COLOR: undefined, CI: undefined, ...env },
      cwd,
    });
    this.bridge.stdin.on("error", () => {});
    this.bridge.stdout.on("data", (data: Buffer) => {
      for (const [, letter] of data.toString("latin1").matchAll(/\x1b\[\?25([hl])/g)) this.cursorHidden = letter === "l";
      this.screen.write(data);
    });
    (this.bridge.stderr).on("data", (data: Buffer) => (this.told += data));
    this.ended = once(this.bridge, "close").then(async ([code]) => {
      await new Promise<void>((resolve) => this.screen.write("", resolve));
      this.hasEnded = true;
      return { code: code as number | null, modes: /^modes (.*)$/m.exec(this.told)?.[1] ?? "" };
    });
  }

  /** What is on the screen now, line by line, without blanks at the ends. */
  get lines(): string[] {
    const { active } = this.screen.buffer;
    const { cols } = this.screen;
    // A line may still hold what stood beyond the right edge when the screen was wider.
    const line = (row: number): string => active.getLine(active.baseY + row)?.translateToString(true, 0, cols).trimEnd() ?? "";
    return Array.from({ length: this.screen.rows }, (_, row) => line(row));
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** All that the normal screen holds, lines that have scrolled away too. */
  get history(): string {
    const { normal } = this.screen.buffer;
    return Array.from({ length: normal.length }, (_, row) => normal.getLine(row)?.translateToString(true).trimEnd() ?? "").join("\n");
  }

  /** Whether a program has the whole screen for itself. */
  get isAlternate(): boolean {
    return this.screen.buffer.active.type === "alternate";
  }

  get isCursorHidden(): boolean {
    return this.cursorHidden;
  }

  /** How the cell at a place looks. */
  look(row: number, column: number): { readonly inverse: boolean; readonly coloured: boolean; readonly bold: boolean } {
    const { active } = this.screen.buffer;
    const cell = active.getLine(active.baseY + row)!.getCell(column)!;
    return { inverse: cell.isInverse() !== 0, coloured: !cell.isFgDefault(), bold: cell.isBold() !== 0 };
  }

  /** The command's process id. */
  async pid(): Promise<number> {
    return Number((await this.until("its process id is told", () => /^pid (\d+)$/m.exec(this.told)))[1]);
  }

  type(keys: string): void {
    this.bridge.stdin.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    (this.bridge.stdio[3] as Writable).write(`resize ${columns} ${rows}\n`);
  }

  /** Waits until the screen shows something; fails with the screen when it does not. */
  async shows(pattern: RegExp | string): Promise<RegExpExecArray> {
    const wanted = typeof pattern === "string" ? new RegExp(pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : pattern;
    return this.until(`the screen shows ${wanted}`, () => wanted.exec(this.text));
  }

  async until<T>(what: string, condition: () => T | null | undefined | false): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const result = condition();
      if (result !== null && result !== undefined && result !== false) return result;
      if (Date.now() > deadline || this.hasEnded) throw new Error(`Waited in vain: ${what}. The screen:\n${this.text}\n${this.told}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends the bridge, and by its hang-up the command. */
  close(): void {
    this.bridge.kill("SIGKILL");
  }
}
