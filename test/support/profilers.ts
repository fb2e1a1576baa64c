import type { Context } from "mocha";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { ensureAustin, ensurePySpy } from "../bench/peers";
import { interpreterOrSkip } from "./interpreters";

const program = `
import threading, time
def inner(n):
    return sum(i * i for i in range(n))
def outer(until):
    while time.monotonic() < until:
        inner(2000)
def main():
    until = time.monotonic() + 1
    worker = threading.Thread(target=outer, args=(until,), name="worker")
    worker.start()
    outer(until)
    worker.join()
main()
`;

/** A profiler that can be had, or why not: then the test fails where `CI` is set and is skipped elsewhere. */
export async function profilerOrSkip(context: Context, name: "austin" | "py-spy"): Promise<string> {
  try {
    return await (name === "austin" ? ensureAustin() : ensurePySpy(interpreterOrSkip(context, "3.11")));
  } catch (error) {
    const reason = `${name} cannot be had: ${(error as Error).message.split("\n")[0]}`;
    if (process.env.CI) throw new Error(reason, { cause: error });
    console.log(`      skipped: ${reason}`);
    return context.skip();
  }
}

/**
 * What a profiler writes of a program that is busy in two threads for a second. `args` has the words before the
 * interpreter's, in which OUT is the file to write.
 */
export async function recordWith(profiler: string, args: readonly string[], python: string): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), "tachyon-profilers-"));
  try {
    const [out, script] = [path.join(folder, "out"), path.join(folder, "busy.py")];
    writeFileSync(script, program);
    const words = args.map((word) => (word === "OUT" ? out : word));
    // Their exit codes say how the program ended, or nothing: only the file counts.
    await promisify(execFile)(profiler, [...words, python, "-S", script]).catch(() => undefined);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
