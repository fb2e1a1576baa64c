import * as fs from "node:fs";
import * as path from "node:path";

/** Which threads count. */
export type Mode = "wall" | "cpu" | "gil" | "exception";

/** What to see at each tick. */
export interface ViewOptions {
  /** All threads of all interpreters, or the main thread of the main interpreter only. */
  readonly allThreads: boolean;
  /** Read the opcode of every frame as executed. */
  readonly opcodes: boolean;
  /** Frames for C between Python frames, and for the callable that a leaf is in. Default: false. */
  readonly native?: boolean;
  /** Frames for running garbage collections. Default: true. */
  readonly gc?: boolean;
  /** Which threads count: all, those on a processor, with the GIL, handling an exception. Default: wall. */
  readonly mode?: Mode;
  /** Stacks of the tasks that run, or of all tasks, with all that await them. Default: off. */
  readonly async?: "off" | "running" | "all";
  /**
   * Whether threads may be stopped so that what is read is true: never; the one that runs, while its own stack is read;
   * all, for each tick. Default: never.
   */
  readonly stopping?: "never" | "exact" | "blocking";
}

/** What to sample. Times are nanoseconds. */
export interface SamplerOptions extends ViewOptions {
  readonly pid: number;
  /** Planned time between ticks; 1,000 … 60e9. */
  readonly intervalNs: number;
  /** Sample all descendants as well, from when they run Python; sampling ends with `pid` itself. Default: false. */
  readonly subprocesses?: boolean;
  /**
   * false (attach): `start` throws when the process is not a Python that can be read now.
   * true (run): the process has just been started; keep looking for its runtime until it appears or the process ends.
   */
  readonly waitForRuntime: boolean;
}

/** Why a process cannot be sampled; `SamplerError.code` of everything the addon throws. */
export type SamplerErrorCode =
  | "NOT_FOUND"
  | "NOT_PYTHON"
  | "UNSUPPORTED_VERSION"
  | "INVALID_RUNTIME"
  | "PERMISSION"
  | "GONE"
  | "BAD_ARGUMENT"
  | "UNSUPPORTED_PLATFORM";

export interface SamplerError extends Error {
  readonly code: SamplerErrorCode;
}

export type SamplerEnd =
  | { readonly kind: "stopped" }
  | { readonly kind: "exited" }
  | { readonly kind: "error"; readonly code: SamplerErrorCode; readonly message: string };

/** One process being sampled by a thread of its own. Nothing per sample crosses into JavaScript. */
export interface NativeSampler {
  /** Starts the sampling thread. Throws a `SamplerError`. */
  start(): void;
  /** Ends the thread and waits for it; calling it again does nothing. */
  stop(): void;
  /** All rows since the last drain as one framed batch (see wire/README.md), or null when there are none. */
  drain(): Uint8Array | null;
  /** Null while sampling goes on. Rows gathered before the end can still be drained. */
  ended(): SamplerEnd | null;
}

/** What a process is, as far as sampling is concerned. */
export interface ProcessInfo {
  readonly pid: number;
  /** "3.14.2", "3.15.0rc1", …; null when it is no Python or cannot be read. */
  readonly version: string | null;
  readonly supported: boolean;
  readonly executable: string;
  /** Why not supported, in words for people; empty when supported. */
  readonly reason: string;
  readonly code: SamplerErrorCode | null;
}

export interface Addon {
  readonly Sampler: new (options: SamplerOptions) => NativeSampler;
  /** Looks once; never throws for what it finds, only for a bad argument. */
  inspect(pid: number): ProcessInfo;
  /** "3.11", "3.12", …: minor versions that this build reads. */
  readonly supportedVersions: readonly string[];
  /**
   * Takes one sample of every thread while recording all memory that was read; the result is a fixture for `replayMemory`.
   * Throws a `SamplerError`.
   */
  recordMemory(options: SamplerOptions): Uint8Array;
  /** Takes one sample out of recorded memory; returns the batch. Throws when the recording does not hold what is read. */
  replayMemory(recording: Uint8Array, options: ViewOptions): Uint8Array;
}

/** The files that may hold the addon, best first. */
export function addonCandidates(root: string): string[] {
  const folder = path.join(root, "prebuilds", `${process.platform}-${process.arch}`);
  return ["tachyon.glibc.node", "tachyon.musl.node", "tachyon.node"].map((name) => path.join(folder, name));
}

/**
 * Loads the compiled sampler of this platform from `root/prebuilds`.
 * Throws an error that names every path tried and why each failed.
 */
export function loadAddon(root: string): Addon {
  const tried: string[] = [];
  for (const file of addonCandidates(root)) {
    try {
      return loadNative(file) as Addon;
    } catch (error) {
      tried.push(`  ${file}: ${fs.existsSync(file) ? (error as Error).message.split("\n")[0] : "no such file"}`);
    }
  }
  throw new Error(
    `The native sampler for ${process.platform}-${process.arch} could not be loaded. Tried:\n${tried.join("\n")}\n` +
      "Install the extension's package for this platform, or build it from source with 'npm run build:native'.",
  );
}

/** As Node's own `require` does it; a bundler would rewrite that. */
function loadNative(file: string): unknown {
  const holder = { exports: {} };
  process.dlopen(holder, file);
  return holder.exports;
}
