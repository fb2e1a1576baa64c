import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The programs of programs/shapes.py. */
export const shapes = [
  "shallow",
  "churn",
  "deep churn 100",
  "deep 500",
  "generators",
  "exceptions",
  "tiny",
  "threads",
  "asyncio",
] as const;

/** A frame as far as its place in a stack can be judged. */
export interface SeenFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export const shapesFile = path.join(__dirname, "programs", "shapes.py");

/** Which links between a caller's line and its callee the programs have. */
export class KnownCalls {
  private readonly callees = new Map<number, readonly string[]>();
  private readonly entries = new Set<string>();

  constructor(source = readFileSync(shapesFile, "utf8")) {
    source.split("\n").forEach((text, index) => {
      const callees = /# -> (.*)$/.exec(text);
      if (callees) this.callees.set(index + 1, callees[1].split(", "));
      const entry = /def (\w+)\(.*# entry$/.exec(text);
      if (entry) this.entries.add(entry[1]);
    });
  }

  /** What in a stack, root first, cannot have been; undefined when all of it can. */
  problem(stack: readonly SeenFrame[]): string | undefined {
    if (stack.length === 0) return "no frame";
    const [root] = stack;
    if (isOwn(root) && root.name !== "<module>") return `starts in ${root.name}`;
    for (let i = 1; i < stack.length; i++) {
      if (!this.isPossible(stack[i - 1], stack[i])) return `${describe(stack[i - 1])} -> ${describe(stack[i])}`;
    }
    return undefined;
  }

  private isPossible(caller: SeenFrame, callee: SeenFrame): boolean {
    // Frames of the interpreter's own doing stand anywhere.
    if (callee.file === "~" || caller.file === "~") return true;
    if (isOwn(caller)) return this.callees.get(caller.line)?.includes(callee.name) ?? false;
    return !isOwn(callee) || this.entries.has(callee.name) || callee.name === "<module>";
  }
}

function isOwn(frame: SeenFrame): boolean {
  return path.basename(frame.file) === "shapes.py";
}

function describe({ name, line }: SeenFrame): string {
  return `${name}:${line}`;
}

/** One of the programs, running. */
export class ShapeProgram {
  private constructor(private readonly process: ChildProcess) {}

  /** Starts it and waits until it says that it runs. */
  static async start(python: string, name: string): Promise<ShapeProgram> {
    const child = spawn(python, [shapesFile, name], { stdio: ["ignore", "pipe", "inherit"] });
    const started = new Promise<boolean>((resolve) => {
      child.stdout.once("data", () => resolve(true));
      child.once("exit", () => resolve(false));
    });
    if (!(await started)) throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}`);
    return new ShapeProgram(child);
  }

  get pid(): number {
    return this.process.pid as number;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }
}
