import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";
import { type Interface, createInterface } from "node:readline";

/** A Python program that a test runs and looks into; it speaks in lines. */
export class Target {
  private readonly lines: AsyncIterator<string>;

  private constructor(
    private readonly process: ChildProcess,
    reader: Interface,
  ) {
    this.lines = reader[Symbol.asyncIterator]();
  }

  /** Starts a program of `test/native/programs`. */
  static start(python: string, program: string, args: readonly string[] = [], env = process.env): Target {
    return Target.run(python, [path.join(__dirname, "programs", program), ...args], env);
  }

  /** Starts any command. */
  static run(command: string, args: readonly string[], env = process.env): Target {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env });
    return new Target(child, createInterface({ input: child.stdout }));
  }

  get pid(): number {
    if (this.process.pid === undefined) throw new Error("the program did not start");
    return this.process.pid;
  }

  /** The next line that the program prints. Rejects when it ended instead. */
  async line(): Promise<string> {
    const next = await this.lines.next();
    if (next.done) throw new Error(`the program ended with ${this.process.exitCode ?? this.process.signalCode}`);
    return next.value;
  }

  /** Gives the program input. */
  write(text: string): void {
    this.process.stdin!.write(text);
  }

  /** Lets the program go on. */
  goOn(): void {
    this.process.stdin!.write("\n");
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }
}
