import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** CPython 3.15's own profiler, as `python -m profiling.sampling`, in a folder of its own. */
export class ReferenceProfiler {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "reference-"));

  constructor(private readonly python: string) {}

  /** A binary profile of a program given as text. */
  record(program: string, options: readonly string[]): Buffer {
    const script = this.write("program.py", program);
    const file = path.join(this.folder, "recorded.bin");
    this.run("-m", "profiling.sampling", "run", "--binary", "-o", file, ...options, script);
    return readFileSync(file);
  }

  /** What it makes of a binary profile; `option` names the format. */
  replay(bin: Uint8Array, option: string): Buffer {
    return readFileSync(this.replayTo("replayed.out", bin, option));
  }

  /** The folder of pages that it makes of a binary profile. */
  replayHeatmap(bin: Uint8Array): string {
    rmSync(path.join(this.folder, "heatmap"), { recursive: true, force: true });
    return this.replayTo("heatmap", bin, "--heatmap");
  }

  /** Its differential flame graph of two binary profiles. */
  replayDifference(bin: Uint8Array, baseline: Uint8Array): Buffer {
    return readFileSync(this.replayTo("replayed.out", bin, "--diff-flamegraph", this.write("baseline.bin", baseline)));
  }

  /** What a Python program prints that has the file's name as its argument. */
  ask(program: string, file: Uint8Array): string {
    return this.run("-c", program, this.write("asked", file));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private replayTo(name: string, bin: Uint8Array, ...options: string[]): string {
    const input = this.write("replayed.bin", bin);
    const output = path.join(this.folder, name);
    this.run("-m", "profiling.sampling", "replay", ...options, "-o", output, input);
    return output;
  }

  private write(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  private run(...args: string[]): string {
    return execFileSync(this.python, args, { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }
}
