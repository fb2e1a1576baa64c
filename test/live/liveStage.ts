import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { interpreterOrSkip } from "../support/interpreters";
import { PseudoTerminal, type PseudoTerminalOptions } from "../support/pseudoTerminal";
import { chosenCommand } from "./tachyon";

export const watchedProgram = path.join(__dirname, "targets", "watched.py");

export const UP = "\x1b[A";
export const DOWN = "\x1b[B";
export const RIGHT = "\x1b[C";
export const LEFT = "\x1b[D";
export const ENTER = "\r";
export const BACKSPACE = "\x7f";

/** What each test of a suite about the live view has: an interpreter, a folder and a terminal of its own, gone after it. */
export class LiveStage {
  python = "";
  folder = "";
  /** The watched program ends by itself when this file is there. */
  stop = "";
  private terminal: PseudoTerminal | undefined;

  /** To be made inside of `describe`. */
  constructor(private readonly size: Pick<PseudoTerminalOptions, "columns" | "rows"> = { columns: 100, rows: 30 }) {
    const prepare = (context: Mocha.Context): void => this.prepare(context);
    beforeEach(function () {
      prepare(this);
    });
    afterEach(() => this.clear());
  }

  /** The command line of the tool. */
  command(...args: string[]): string[] {
    return [process.execPath, ...chosenCommand(), ...args];
  }

  /** The command line that watches the program. */
  watching(...extra: string[]): string[] {
    return this.command("run", "--live", "-a", ...extra, "--python", this.python, watchedProgram, this.stop);
  }

  /** Runs a command in a terminal of its own. */
  open(command: readonly string[], options: Partial<PseudoTerminalOptions> = {}): PseudoTerminal {
    this.terminal = new PseudoTerminal(this.python, command, { ...this.size, cwd: this.folder, ...options });
    return this.terminal;
  }

  watch(extra: readonly string[] = [], options: Partial<PseudoTerminalOptions> = {}): PseudoTerminal {
    return this.open(this.watching(...extra), options);
  }

  private prepare(context: Mocha.Context): void {
    this.python = interpreterOrSkip(context, "3.12");
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-live-"));
    this.stop = path.join(this.folder, "stop");
  }

  private clear(): void {
    this.terminal?.close();
    this.terminal = undefined;
    if (this.folder !== "") fs.rmSync(this.folder, { recursive: true });
    this.folder = "";
  }
}

/** Rows of the table. */
export function rowsOf(seen: PseudoTerminal): string[] {
  return seen.lines.filter((line) => /watched\.py:\d+$/.test(line));
}

/** Types a key and waits for what it brings. */
export async function press(seen: PseudoTerminal, key: string, pattern: RegExp | string): Promise<RegExpExecArray> {
  seen.type(key);
  return seen.shows(pattern);
}

/** Leaves, and looks at how the terminal was left. */
export async function quit(seen: PseudoTerminal, code = 0): Promise<void> {
  seen.type("q");
  const end = await seen.ended;
  assert.deepEqual(end, { code, modes: "canonical echo" }, seen.history);
  assert.equal(seen.isAlternate, false);
  assert.equal(seen.isCursorHidden, false);
}
