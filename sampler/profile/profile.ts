import type { EventKind } from "../wire";

/**
 * A recording as column tables: a live view that grows while batches are appended; rows never change, but runs without
 * a time line.
 * Columns are longer than their tables: only rows below `length` are valid, and arrays are replaced as they grow.
 * Rows refer to rows of other tables by index.
 */
export interface Profile {
  /** Greater after each appended batch. */
  readonly revision: number;
  readonly strings: readonly string[];
  readonly functions: FunctionTable;
  readonly opcodes: OpcodeTable;
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly threads: readonly Thread[];
  readonly runs: RunTable;
  /** The latest row; zeros before the first. */
  readonly statistics: Statistics;
  readonly properties: ReadonlyMap<string, string>;
  readonly events: readonly ProfileEvent[];
}

/** Code objects, identified by (file, qualified name, first line). */
export interface FunctionTable {
  readonly length: number;
  readonly name: Uint32Array;
  /** `co_filename`; `~` for synthetic frames. */
  readonly file: Uint32Array;
  /** 1-based; 0 for synthetic frames. */
  readonly firstLine: Int32Array;
  /** A `FunctionKind`. */
  readonly kind: Uint8Array;
}

export interface OpcodeTable {
  readonly length: number;
  /** As executed. */
  readonly name: Uint32Array;
  /** The generic instruction; equal to `name` when not specialised. */
  readonly base: Uint32Array;
  /** 1 when the base instruction has specialised forms at all. */
  readonly adaptive: Uint8Array;
}

/** A location and opcode within a function. Lines are 1-based, 0 for none; columns 0-based UTF-8 bytes, -1 for none. */
export interface FrameTable {
  readonly length: number;
  readonly function: Uint32Array;
  readonly line: Int32Array;
  readonly endLine: Int32Array;
  readonly column: Int32Array;
  readonly endColumn: Int32Array;
  /** Bytes into the code; -1 for synthetic frames. */
  readonly offset: Int32Array;
  /** -1 for none. */
  readonly opcode: Int32Array;
}

/** Nodes of the tree of all stacks; a stack is its leaf's node. A parent comes before its children. */
export interface StackTable {
  readonly length: number;
  /** The caller's node; -1 for a root. */
  readonly parent: Int32Array;
  readonly frame: Uint32Array;
}

export interface Thread {
  readonly process: number;
  readonly tid: number;
  /** 0 is the main interpreter. */
  readonly interpreter: number;
  /** The main thread of its interpreter. */
  readonly main: boolean;
  /** May be empty. */
  readonly name: string;
}

/** Consecutive samples of one thread that saw the same stack and status; all such samples where no time line is kept. */
export interface RunTable {
  readonly length: number;
  readonly thread: Uint32Array;
  /** -1 when the thread had no Python frame, or the samples were torn or failed. */
  readonly stack: Int32Array;
  /** `ThreadStatus` bits. */
  readonly status: Uint32Array;
  /** Nanoseconds since the recording's start. */
  readonly start: Float64Array;
  readonly count: Uint32Array;
  /** Nanoseconds. */
  readonly weight: Float64Array;
}

/** The sampler about itself, cumulative. Times are nanoseconds. */
export interface Statistics {
  readonly time: number;
  readonly ticks: number;
  readonly samples: number;
  readonly torn: number;
  readonly failed: number;
  readonly retries: number;
  readonly late: number;
  readonly missed: number;
  readonly cpu: number;
  readonly reads: number;
  readonly bytesRead: number;
  readonly stops: number;
  readonly stopped: number;
}

export interface ProfileEvent {
  /** Nanoseconds since the recording's start. */
  readonly time: number;
  readonly kind: EventKind;
  readonly code: number;
  readonly text: string;
}
